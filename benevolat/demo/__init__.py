"""The demonstration: invented people, associations and stories, and their loading through the services."""
