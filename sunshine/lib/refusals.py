"""What an action says when it may not be taken; doors turn it into a sentence and a 409."""

from typing import Any


class Refused(Exception):
    """An action that may not be taken, with the sentence that the person reads.

    `sentence` may be a lazy translation: it is put into words only when read, in the reader's language.
    `code` is for programs (the API, tests) and never shown.
    """

    def __init__(self, sentence: Any, *, code: str = "refused") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code

    def __str__(self) -> str:
        return str(self.sentence)


class Overtaken(Refused):
    """Somebody was faster: the thing is no longer in the state that was seen."""

    def __init__(self, sentence: Any, *, code: str = "overtaken") -> None:
        super().__init__(sentence, code=code)
