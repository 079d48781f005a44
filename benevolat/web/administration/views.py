"""Views: agents' accounts, settings, journal; no person's file."""
