"""What staff and a person write to each other: templates, rules of who may be written to, sending, receiving."""
