"""A text with what is found in it between 【 and 】."""

from sunshine.lib.masks import find


def marked(text: str) -> str:
    """The text with a mark around each span that is found."""
    shown, end = "", 0
    for span in find(text):
        shown += f"{text[end : span.start]}【{text[span.start : span.end]}】"
        end = span.end
    return shown + text[end:]
