"""Collective actions, entirely above the RSA line: who is invited and who comes; besides, the référents' training as a count."""
