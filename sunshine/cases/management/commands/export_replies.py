"""Write the replies to an imported ledger: `sunshine export replies FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sunshine.cases.sheets import export_replies
from sunshine.lib.refusals import Refused
from sunshine.record.states import Actor


class Command(BaseCommand):
    help = "Write what became of an imported ledger, in its own numbers (.xlsx)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="12345", help="name of the ledger, as it was imported")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            book, count = export_replies(options["source"], by=Actor.system("export"), at=timezone.now())
            options["file"].write_bytes(book.getvalue())
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{options['file']}: {count}")
