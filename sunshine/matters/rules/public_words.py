"""What everybody may read passes here: the one detector looks first, and nothing by which a person is found leaves with it.

Three ways, one for each kind of text. Words of a matter are published span by span: whoever writes them says of each finding
whether it is hidden or kept because it is nobody's (`hide_decided`). Other words of staff are refused with what was found
(`check_public`). Residents' words are hidden at once (`hide_personal`). Chosen names, duty rosters and offices' telephones are
meant to be public and have fields of their own.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sunshine.lib.masks import EVERYTHING, PersonalKind, PersonalSpan, find_all, hide, mask_text
from sunshine.lib.refusals import Refused
from sunshine.matters.rules.words import TEXT_LEAST, TEXT_MOST, check_words

NAMED_MOST = 5
"""So many findings a sentence names."""

WITHOUT_NAMES = EVERYTHING - {PersonalKind.NAME}
"""For what may be called after a person: a brand, a name that somebody chose."""
OFFICE = EVERYTHING - {PersonalKind.TELEPHONE, PersonalKind.DOOR, PersonalKind.EMAIL, PersonalKind.CHAT}
"""For where and how an office is reached: its telephone and its room are what the field is for."""

KINDS = {
    PersonalKind.TELEPHONE: _("telephone number"),
    PersonalKind.IDENTITY: _("identity number"),
    PersonalKind.CARD: _("bank card"),
    PersonalKind.PLATE: _("number plate"),
    PersonalKind.CHAT: _("chat account"),
    PersonalKind.EMAIL: _("e-mail address"),
    PersonalKind.DOOR: _("door number"),
    PersonalKind.NAME: _("name or form of address"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A finding in one of the texts to be published; `number` counts those with the same words, from 0."""

    field: str
    number: int
    words: str
    span: PersonalSpan

    @property
    def key(self) -> str:
        """The name under which it is decided; it stays when the text around it is edited."""
        return (
            f"{self.field}-{self.number}-{' '.join(self.words.split())}"  # a form changes the ends of lines
        )


def passages(texts: Mapping[str, str]) -> list[Passage]:
    """Return everything the detector finds in these texts, in their order."""
    found: list[Passage] = []
    for field, text in texts.items():
        seen: Counter[str] = Counter()
        for span in find_all(text):
            words = text[span.start : span.end]
            found.append(Passage(field, seen[words], words, span))
            seen[words] += 1
    return found


def hide_decided(
    texts: Mapping[str, str], *, kept: Collection[str], hidden: Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """Return the texts with what is `hidden` hidden, and the kinds of what is kept: never its words.

    Raises Refused (code “kept”) while the author has not said of each finding, by its key, whether it is hidden or kept.
    """
    found = passages(texts)
    open_still = [one for one in found if (one.key in kept) == (one.key in hidden)]
    if open_still:
        raise Refused(undecided_sentence(open_still), code="kept")
    shown = {
        field: hide(text, [one.span for one in found if one.field == field and one.key in hidden])
        for field, text in texts.items()
    }
    return shown, sorted(str(one.span.kind) for one in found if one.key in kept)


def undecided_sentence(found: Iterable[Passage]) -> Any:
    """Return the sentence for whoever has still to decide on some findings."""
    return _(
        "Everybody will read this. Please look at what leads to a person: %(found)s. What you do not tick is hidden; "
        "tick only what is nobody's, such as an office's number or the name of a place."
    ) % {"found": _named((one.span.kind, one.words) for one in found)}


def check_public(
    text: str,
    *,
    least: int = TEXT_LEAST,
    most: int = TEXT_MOST,
    what: str = "text",
    kinds: Collection[PersonalKind] = EVERYTHING,
) -> str:
    """Return the words of staff that everybody may read, as `check_words` gives them; Refused with what leads to a person."""
    words = check_words(text, least=least, most=most, what=what)
    refuse_personal(words, what=what, kinds=kinds)
    return words


def check_public_values(
    values: Mapping[str, Any], names: Iterable[str], *, kinds: Collection[PersonalKind] = EVERYTHING
) -> None:
    """Raise Refused when one of these fields of a table, a text or a list of texts, leads to a person."""
    for name in names:
        told = values.get(name) or ""
        for line in told if isinstance(told, list | tuple) else [told]:
            refuse_personal(str(line), what=name, kinds=kinds)


def refuse_personal(text: str, *, what: str, kinds: Collection[PersonalKind] = EVERYTHING) -> None:
    """Raise Refused, naming what was found, for a text by which a person could be found or known."""
    if found := personal(text, kinds):
        raise Refused(
            _(
                "Everybody can read this. Please leave out %(found)s; say “a resident”, the office or the building instead."
            )
            % {"found": found},
            code=what,
        )


def personal(text: str, kinds: Collection[PersonalKind] = EVERYTHING) -> str:
    """Return what of these kinds is found in a text, in words; empty when nothing is."""
    return _named((kind, text[start:end]) for kind, start, end in find_all(text) if kind in kinds)


def hide_personal(text: str, *, most: int, what: str = "text") -> str:
    """Return a resident's words for everybody, perhaps none, with whatever leads to a person hidden."""
    return mask_text(check_words(text, least=0, most=most, what=what), kinds=EVERYTHING)


def _named(found: Iterable[tuple[PersonalKind, str]]) -> str:
    said = list(
        dict.fromkeys(
            str(_("“%(words)s” (%(kind)s)") % {"words": words, "kind": KINDS[kind]}) for kind, words in found
        )
    )
    return "、".join(said[:NAMED_MOST]) + ("…" if len(said) > NAMED_MOST else "")
