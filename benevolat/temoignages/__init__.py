"""What is said once an engagement is attested: a témoignage the person offers, and answers that belong to nobody."""
