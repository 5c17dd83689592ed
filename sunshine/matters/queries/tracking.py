"""What whoever asked sees of their own matter, in plain words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sunshine.files.models import Photo


@dataclass(frozen=True, slots=True)
class TrackingStage:
    """One step in plain words, with the text that goes with it."""

    at: datetime
    words: str
    text: str = ""
    done: bool = True


@dataclass(frozen=True, slots=True)
class Tracking:
    """A resident's view of a matter, a request or a wish. Without the link the fields after `stages` stay empty.

    `due_words` says what `due_at` promises.
    """

    matter: Any
    number: str
    state: str
    organisation: str
    telephone: str
    received_at: datetime
    due_at: datetime | None
    due_words: str
    updated_at: datetime
    stages: list[TrackingStage]
    text: str = ""
    question: str = ""
    answer: str = ""
    photos: tuple[Photo, ...] = ()
    into: str = ""
    main: str = ""
    shared: str = ""
