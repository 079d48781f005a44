"""What people see: one package an audience, never importing each other; shared here, what every page stands on."""
