"""Deadline policies, the working calendar and running clocks."""
