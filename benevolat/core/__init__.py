"""What every domain stands on and that knows no domain: database, clock, entropy, workflow, mail, jobs."""
