"""What makes a fresh clone run: environment, libraries, fonts, server. Standard library only; nothing of the application imports it."""
