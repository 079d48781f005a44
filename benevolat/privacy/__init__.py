"""What is kept of whom, why and how long: the register of every column, erasing a person, and the age at which data goes by itself."""
