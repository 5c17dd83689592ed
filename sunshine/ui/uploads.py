"""Photos that nobody has time for: their bytes are passed over while a form is read, so that its words are answered at once."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from sunshine.lib.darkroom import HURRIED

View = TypeVar("View", bound=Callable[..., Any])
_MARK, _COUNT = "words_first", "photos_passed_over"


class PassOver(FileUploadHandler):
    """Counts the files of a form and keeps none of them."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Raise SkipFile."""
        super().new_file(*args, **kwargs)
        setattr(self.request, _COUNT, passed_over(self.request) + 1)  # type: ignore[arg-type]  # it is made with one
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing of it is kept."""

    def file_complete(self, file_size: int) -> None:
        """There is no file."""


def words_first(view: View) -> View:
    """Mark a page that answers by the words alone when those who send photos had to wait for their turn."""
    setattr(view, _MARK, True)
    return view


def pass_over_photos(request: HttpRequest, view: Callable[..., Any]) -> None:
    """Before a form is read: keep none of its photos if its turn came late and its page can do without."""
    if HURRIED.get() and getattr(view, _MARK, False):
        request.upload_handlers.insert(0, PassOver(request))


def passed_over(request: HttpRequest) -> int:
    """How many photos of the form were not looked at."""
    return int(getattr(request, _COUNT, 0))
