"""Invented clinics, people and articles that fill a fresh installation."""
