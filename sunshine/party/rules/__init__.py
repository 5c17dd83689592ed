"""Who may do what in the party room, and when; one file per subject."""
