"""Missions: what is proposed, when, where, for how many."""
