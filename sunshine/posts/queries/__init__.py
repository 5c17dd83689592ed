"""Reads of posts and pledges."""
