"""Collective actions, entirely above the RSA line: forum, workshop, citizens' project; who is invited, who comes; the référents' training."""
