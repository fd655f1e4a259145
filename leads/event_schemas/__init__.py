"""What each event looks like, as JSON Schema: made from the catalogue and one table of what its fields are."""
