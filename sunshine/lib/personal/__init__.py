"""What in free text finds or names a person: one small finder for each family of kinds; `masks.find` joins them."""
