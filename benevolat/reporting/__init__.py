"""Figures of the Département: counted once a quarter, shown in groups of five or more."""
