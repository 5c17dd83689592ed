"""The append-only account of every step: entries, seals, actors; no foreign keys."""
