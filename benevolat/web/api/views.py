"""Views: the public JSON API, read only."""
