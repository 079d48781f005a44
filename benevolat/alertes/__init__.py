"""Alertes: searches kept by anybody and told of what is new; favourites: missions a person keeps aside."""
