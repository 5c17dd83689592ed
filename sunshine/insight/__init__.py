"""看板 insight: what is read from all rooms below, for those who lead."""
