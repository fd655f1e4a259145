"""Search over the live pages of one Site, in one language."""
