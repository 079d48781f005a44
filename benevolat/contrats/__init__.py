"""Above the RSA line: the reference of a contract, its annex, consent, and the validation of an engagement."""
