"""Base page, components, template tags and design tokens that every door shares."""
