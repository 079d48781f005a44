"""Words of référents about volunteering in their territory: never about a person, read by a pilote before anybody else reads them."""
