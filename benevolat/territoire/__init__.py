"""Communes, territories and places as people type them."""
