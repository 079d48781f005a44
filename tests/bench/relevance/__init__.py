"""Relevance: our own judged questions over the demonstration's missions."""
