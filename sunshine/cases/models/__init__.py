"""Requests, the catalogue and the custody chain; and what every matter has in common."""

from sunshine.cases.models.catalogue import CatalogueVersion, Category, CommunityDuty, Route
from sunshine.cases.models.matter import Link, Matter, Text, Verdict, whole
from sunshine.cases.models.requests import Case, Confirmation, Custody, Note, Return
from sunshine.cases.models.services import Service

__all__ = [
    "Case",
    "CatalogueVersion",
    "Category",
    "CommunityDuty",
    "Confirmation",
    "Custody",
    "Link",
    "Matter",
    "Note",
    "Return",
    "Route",
    "Service",
    "Text",
    "Verdict",
    "whole",
]
