"""The referential of skills and the twelve domains."""
