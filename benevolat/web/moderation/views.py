"""Views: the desk of modérateurs."""
