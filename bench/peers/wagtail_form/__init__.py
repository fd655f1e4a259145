"""Wagtail's own form page, as its documentation sets it up, with the fields of a consult request."""
