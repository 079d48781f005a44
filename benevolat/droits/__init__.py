"""The rights of a person over their data: who read it, asking that it be corrected or left alone, taking it away."""
