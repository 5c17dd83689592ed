"""The desk's own words for rows."""
