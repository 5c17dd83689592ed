"""Requests, the catalogue and the custody chain; and what every matter has in common."""

from sunshine.cases.models.catalogue import CatalogueVersion, Category, CommunityDuty, Route
from sunshine.cases.models.handling import (
    Call,
    Near,
    Parameter,
    Part,
    Proposal,
    Reason,
    Rung,
    Sample,
    Supervision,
    Whistle,
)
from sunshine.cases.models.ledgers import LedgerImport
from sunshine.cases.models.requests import Case, Confirmation, Custody, Note

__all__ = [
    "Call",
    "Case",
    "CatalogueVersion",
    "Category",
    "CommunityDuty",
    "Confirmation",
    "Custody",
    "LedgerImport",
    "Near",
    "Note",
    "Parameter",
    "Part",
    "Proposal",
    "Reason",
    "Route",
    "Rung",
    "Sample",
    "Supervision",
    "Whistle",
    "whole",
]
