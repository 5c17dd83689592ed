"""Looking with many patterns only where there is something to see, so that a long letter costs little."""

import re
from collections.abc import Iterator


def find_windows(text: str, hint: re.Pattern[str], margin: int) -> list[tuple[int, int]]:
    """Return the stretches of a text around every hint, `margin` characters to both sides, those that meet as one."""
    stretches: list[tuple[int, int]] = []
    for match in hint.finditer(text):
        start, end = max(0, match.start() - margin), min(len(text), match.end() + margin)
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], end
        else:
            stretches.append((start, end))
    return stretches


def matches_in(
    text: str, stretches: list[tuple[int, int]], *patterns: re.Pattern[str]
) -> Iterator[re.Match[str]]:
    """Yield the matches of each pattern that lie within the stretches; what stands before one is still looked back at."""
    for start, end in stretches:
        for pattern in patterns:
            yield from pattern.finditer(text, start, end)
