"""Missions coming from and going to other platforms."""
