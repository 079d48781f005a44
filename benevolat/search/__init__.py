"""Finding missions by words, distance and facets."""
