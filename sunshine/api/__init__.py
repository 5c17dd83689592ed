"""The door for other systems: Open311, health, metrics."""
