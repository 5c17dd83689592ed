"""Reads of the party room, one file per subject."""
