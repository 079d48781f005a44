"""Privacy: erasing a person, and what goes by itself."""
