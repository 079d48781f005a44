"""Engagements elsewhere: declared by the person, attested by a host that is not on the platform."""
