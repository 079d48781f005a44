"""Candidatures: applying, being answered, the waiting list, the messages of both sides."""
