"""Characters, brands, plans and indicators."""
