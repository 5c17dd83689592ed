"""Spreadsheets of requests: the desk's list, ledgers of other offices in, their replies out."""

from sunshine.cases.sheets.incoming import import_requests
from sunshine.cases.sheets.lists import MAKER, ask_list, open_only, write_list
from sunshine.cases.sheets.mapping import DEFAULT, FIELDS, Mapping, choose, read_mapping
from sunshine.cases.sheets.replies import export_replies
from sunshine.cases.sheets.undone import undo_batch

__all__ = [
    "DEFAULT",
    "FIELDS",
    "MAKER",
    "Mapping",
    "ask_list",
    "choose",
    "export_replies",
    "import_requests",
    "open_only",
    "read_mapping",
    "undo_batch",
    "write_list",
]
