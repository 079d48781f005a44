"""Acts that touch several domains: withdraw, suspend, expire, validate at a desk."""
