"""Division codes, boundaries, point and address to grid, buildings, who answers for a grid on a day."""
