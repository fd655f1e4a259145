"""Who somebody is to a clinic, and what follows: one person or two, one household, not to be contacted."""
