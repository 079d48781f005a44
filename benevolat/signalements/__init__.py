"""Reports: anybody says what is wrong on a page or in a message; a modérateur treats what was said of one thing together."""
