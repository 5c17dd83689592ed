"""What every kind of matter must keep to, one file per subject."""
