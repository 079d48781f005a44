"""Views: signing in and up, one's own account."""
