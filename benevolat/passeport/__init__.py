"""The passeport bénévole: skills claimed, attested, validated, and the documents of the person."""
