"""Entering through FranceConnect (persons) or ProConnect (agents): what they are, asking them, checking what they say."""
