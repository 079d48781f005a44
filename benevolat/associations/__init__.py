"""Associations, their members and their verification."""
