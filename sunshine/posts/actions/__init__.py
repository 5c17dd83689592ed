"""Writes of posts and pledges."""
