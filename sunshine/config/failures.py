"""What may go wrong while starting and running, told in one sentence and without a traceback."""


class Failure(Exception):
    """The command cannot go on; the message is the one sentence the operator reads (exit 1)."""
