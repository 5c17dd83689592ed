"""What the import commands have in common: read the clock once, show progress, print the report."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from sunshine.lib.refusals import Refused
from sunshine.places.sheets.report import RowOutcome, SheetReport, outcome_words
from sunshine.record.states import Actor

WHO = Actor.system("import")


class ImportCommand(BaseCommand):
    """Reads one file, a line for each row that was not taken; fails if nothing at all was.

    `read` takes (file, at, progress, **options) and raises Refused if the file can't be read as a whole.
    """

    read: Callable[..., SheetReport]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import, report each row, exit 1 with one sentence if nothing could be taken."""
        file: Path = options.pop("file")
        try:
            with shown() as progress:
                report = self.read(file, timezone.now(), progress, **options)
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from None
        self.tell(report, preview=options.get("preview", False))

    def tell(self, report: SheetReport, *, preview: bool) -> None:
        """Print what was not taken and what is strange, then the totals; of a preview also what each row would be."""
        for line in report.lines:
            word = outcome_words(line.outcome, preview=preview)
            cause = line.sentence if line.outcome is RowOutcome.REJECTED else line.became if preview else ""
            for sentence in [*filter(None, [cause]), *line.warnings]:
                self.stdout.write(f"{line.number}\t{line.about}\t{word}\t{sentence}")
        for sentence in report.warnings:
            self.stdout.write(sentence)
        self.stdout.write(report.words(preview=preview))
        if report.rejected and len(report.rejected) == len(report.lines):
            said = {"rows": len(report.lines), "reason": report.rejected[0].sentence}
            raise CommandError(_none_words(preview) % said)


def _none_words(preview: bool) -> str:
    if preview:
        return _("None of the %(rows)s rows could be taken. The first: %(reason)s")
    return _("None of the %(rows)s rows was taken. The first: %(reason)s")


class PreviewedCommand(ImportCommand):
    """An import that can be tried first: `read` takes `preview` besides."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--preview", action="store_true", help="say what would become of each row, write nothing"
        )


class shown:  # noqa: N801 - reads as a word in `with shown() as progress`
    """A progress bar on standard error, when somebody is looking."""

    def __enter__(self) -> Callable[[int, int], None]:
        self.bar = tqdm(disable=not sys.stderr.isatty(), leave=False)
        return self.step

    def step(self, done: int, total: int) -> None:
        """Show how far it is."""
        self.bar.total = total
        self.bar.update(max(0, done - self.bar.n))

    def __exit__(self, *_error: object) -> None:
        self.bar.close()


class ExportCommand(BaseCommand):
    """Writes one ledger."""

    write: Callable[..., bytes]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--place", default=settings.COUNTY, help="code at or below which to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; fails with one sentence if the place is unknown or the file can't be written."""
        file: Path = options["file"]
        try:
            file.write_bytes(self.write(options["place"], on=timezone.localdate()))
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(str(file))
