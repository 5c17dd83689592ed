"""What the doors fill in for the party room, one file per subject."""
