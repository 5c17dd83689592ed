"""Spreadsheets of the party room, in and out."""
