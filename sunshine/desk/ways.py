"""Addresses of pages that may not be there in every installation of the desk: a way that leads nowhere is not shown."""

from django.urls import NoReverseMatch, reverse


def way(name: str, *args: object, query: str = "") -> str:
    """The address of a page, or "" where there is none."""
    try:
        return reverse(name, args=args) + query
    except NoReverseMatch:
        return ""
