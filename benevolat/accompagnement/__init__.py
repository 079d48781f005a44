"""Above the RSA line: référents, who accompanies whom, and propositions."""
