"""The demonstration: an invented town, people who work and live in it, and one story file per room."""
