"""Writes that every kind of matter shares, one file per subject."""
