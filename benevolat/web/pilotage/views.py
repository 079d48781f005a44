"""Views: what the Département follows, above the RSA line."""
