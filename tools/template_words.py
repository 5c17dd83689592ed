"""What tools/templates.py knows of HTML, of our style sheets and of our template tags."""

import re


def _words(text: str) -> frozenset[str]:
    """A set of names."""
    return frozenset(text.split())


BLOCKS = _words("""
    address article aside base blockquote body br caption col colgroup datalist dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li link main meta nav ol optgroup option p pre
    section summary table tbody td template tfoot th thead title tr ul
""")
"""Elements beside which white space is never shown: no style sheet of ours lays them into a line."""
EDGES = (BLOCKS | {"button", "select"}) - {"pre", "td", "template", "title"}
"""Elements whose content begins and ends without white space; a style sheet asks `td` whether it is empty."""
EMPTY = re.compile(r'role="status"|class="(messages|files-list|files-trouble)"')
"""Elements that are asked the same."""
VOID = _words("area base br col embed hr img input link meta source track wbr")
RAW = frozenset({"pre", "script", "style", "textarea"})
QUOTE = re.compile(r'class="[^>]*\bquote\b')
"""Shown with its line ends: `white-space: pre-line`."""
KEPT_TAGS = frozenset({"blocktranslate", "comment", "verbatim"})
"""What stands in them is kept as it is, but for a message with `trimmed`."""
SILENT = re.compile(r"\{% *(load|with|endwith|get_current_language)\b|\{%.* as \w+ *%\}$|\{#")
"""Tags that put nothing on the page."""
SHOWS_BLOCK = re.compile(
    r"\{% *(confirm_button|custody_bar|draft_note|figure|file_picker|locate_button|map_box|milestone_item|nav_link"
    r"|(end)?notice|proportion|steps|timeline_item|empty (?!%\}))\b"
)
"""Tags of ours that always put one of BLOCKS on the page; `empty` without a word is the branch of a loop."""


def is_asked(name: str, tag: str) -> bool:
    """Whether the inner edges of an element have to stay as they are."""
    return name not in EDGES or EMPTY.search(tag) is not None


def is_raw(name: str, tag: str) -> bool:
    """Whether an element shows what stands in it as it was typed."""
    return name in RAW or QUOTE.search(tag) is not None
