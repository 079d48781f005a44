"""Views: a person's own contract pages, above the RSA line."""
