"""Reads of requests."""

from sunshine.cases.queries.caller import open_of_caller
from sunshine.cases.queries.catalogue import Catalogue, Target, catalogue, forget_catalogue
from sunshine.cases.queries.emergency import emergency_words, says_danger, says_staff
from sunshine.cases.queries.handling import UnknownNumber, shipped_handling, short
from sunshine.cases.queries.ladder import next_rung, to_climb, to_review, unanswered
from sunshine.cases.queries.links import token_of
from sunshine.cases.queries.listing import Filters, Page, Waiting, filtered, listing, mine
from sunshine.cases.queries.page import (
    CasePage,
    category_name,
    explain,
    page_of,
)
from sunshine.cases.queries.reach import listed_for, visible_to
from sunshine.cases.queries.retention import closed_before
from sunshine.cases.queries.tracking import (
    by_number_and_tail,
    by_token,
    public_view,
    state_words,
)
from sunshine.cases.queries.words import index_words, query_words

__all__ = [
    "CasePage",
    "Catalogue",
    "Filters",
    "Page",
    "Target",
    "UnknownNumber",
    "Waiting",
    "by_number_and_tail",
    "by_token",
    "catalogue",
    "category_name",
    "closed_before",
    "emergency_words",
    "explain",
    "filtered",
    "forget_catalogue",
    "index_words",
    "listed_for",
    "listing",
    "mine",
    "next_rung",
    "open_of_caller",
    "page_of",
    "public_view",
    "query_words",
    "says_danger",
    "says_staff",
    "shipped_handling",
    "short",
    "state_words",
    "to_climb",
    "to_review",
    "token_of",
    "unanswered",
    "visible_to",
]  # fmt: skip
