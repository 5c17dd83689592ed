"""Forms of posts and pledges."""
