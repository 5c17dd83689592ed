"""阳光公开 What the public may see of a community's work: organisations and matters, never persons."""
