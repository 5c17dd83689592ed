"""What happens to files: photos are kept with their steps, workbooks are made for whoever asked and go again."""

from sunshine.files.actions.exports import Track, Write, ask_export, fetch_export, make_export, tend_exports
from sunshine.files.actions.parked import sweep_parked
from sunshine.files.actions.photos import (
    Unreadable,
    crowded_refusal,
    erase_photos,
    keep_photos,
    release,
    sweep,
    write_file,
)

__all__ = [
    "Track",
    "Unreadable",
    "Write",
    "ask_export",
    "crowded_refusal",
    "erase_photos",
    "fetch_export",
    "keep_photos",
    "make_export",
    "release",
    "sweep",
    "sweep_parked",
    "tend_exports",
    "write_file",
]
