"""The check that buttons and actions share."""

from collections.abc import Callable, Iterable

from sunshine.lib.refusals import Refused


def possible_verbs(verbs: Iterable[str], check: Callable[[str], None]) -> list[str]:
    """Return the verbs that `check` does not refuse now, in their order: buttons ask the same rule as the action."""
    found = []
    for verb in verbs:
        try:
            check(verb)
        except Refused:
            continue
        found.append(verb)
    return found
