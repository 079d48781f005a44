"""Macros of templates/components rendered alone."""
