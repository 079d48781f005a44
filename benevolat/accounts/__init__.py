"""Persons and agents: who they are, how they are reached, how they sign in."""
