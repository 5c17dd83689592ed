"""一社一特 programmes: the nine characters, brands and their stages, year plans, indicators."""
