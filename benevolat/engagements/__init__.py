"""Engagements: what is really done, its hours, its closing by both sides."""
