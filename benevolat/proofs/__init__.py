"""Proofs: the documents and links a person makes of their passeport, their public verification, their credentials."""
