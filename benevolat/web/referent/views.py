"""Views: a référent's day, above the RSA line."""
