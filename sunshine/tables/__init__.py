"""Rule tables: what a row of a kind holds, and how what is shipped comes into the database."""
