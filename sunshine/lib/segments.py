"""Chinese word segmentation, its dictionary read only by processes that segment: 30 MB and half a second each."""


def load() -> None:
    """Read the dictionary now, so that no request waits for it."""
    import rjieba  # noqa: F401


def words(text: str) -> list[str]:
    """The words of a text, none within another."""
    import rjieba

    return rjieba.cut(text)


def search_words(text: str) -> list[str]:
    """The words of a text and those within long ones, as somebody may search for them."""
    import rjieba

    return rjieba.cut_for_search(text)
