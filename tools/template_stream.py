"""What a browser gets of a template, without the white space that it does not show."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from random import Random

from django.template.base import Lexer, TokenType
from django.utils.translation import trim_whitespace

from tools.template_words import BLOCKS, KEPT_TAGS, SHOWS_BLOCK, SILENT, VOID, is_asked, is_raw

Piece = tuple[str, str]
Noted = tuple[str, str, bool, bool]
FIRST = 0xE000
"""From here on each tag of the template is one character, which no template uses otherwise."""
PATHS = 40
"""So many ways through the conditions and loops of a template are compared."""
MARK = re.compile("[\ue000-\uf8ff]")
WORD = re.compile("[\ue000-\uf8ff]|[^\\s\ue000-\uf8ff]+|\\s+", re.ASCII)
WRITTEN = {TokenType.VAR: "{{{{ {} }}}}", TokenType.BLOCK: "{{% {} %}}", TokenType.COMMENT: "{{# {} #}}"}


def stream(text: str) -> list[Piece]:
    """Elements, words, tags and the spaces between them that a browser shows."""
    marked, tags = _marked(text)
    parser = _Parser(tags)
    parser.feed(marked)
    parser.close()
    chance = Random(PATHS)  # the same branches for a template and for the same with other line ends
    paths = [_path(parser.pieces, chance) for _ in range(PATHS)]
    return [*(("said", tag) for tag in tags), *(piece for path in paths for piece in _shown(path))]


def _marked(text: str) -> tuple[str, list[str]]:
    """The template with one character for each of its tags, and what they are; a message is one with its tag."""
    marked: list[str] = []
    tags: list[str] = []
    ending = ""
    for token in Lexer(text).tokenize():
        written = WRITTEN.get(token.token_type, "{}").format(token.contents)
        name = token.contents.partition(" ")[0] if token.token_type is TokenType.BLOCK else ""
        if ending:
            tags[-1] += written
            if name == ending:
                tags[-1], ending = _trimmed(tags[-1]), ""
        elif token.token_type is TokenType.TEXT:
            marked.append(written)
        else:
            tags.append(written)
            marked.append(chr(FIRST + len(tags) - 1))
            ending = f"end{name}" if name in KEPT_TAGS else ""
    return "".join(marked), tags


def _trimmed(message: str) -> str:
    """A message as Django reads it: with `trimmed` a line end is a space."""
    if "trimmed" not in message.partition("%}")[0]:
        return message
    return "".join(
        part if part.startswith("{%") else trim_whitespace(part) for part in re.split(r"(\{%.*?%\})", message)
    )


class _Parser(HTMLParser):
    """Pieces in order: word, space, tag, raw, and open and close with what they leave free before and after."""

    def __init__(self, tags: list[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.tags, self.pieces = tags, list[Noted]()
        self.asked: list[tuple[str, bool]] = []
        self.raw: list[str] = []

    def add(self, kind: str, what: str, *, before: bool = False, after: bool = False) -> None:
        """Note a piece."""
        self.pieces.append((kind, what, before, after))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that begins, with its attributes."""
        name, whole = MARK.split(tag)[0], self.get_starttag_text() or ""
        if name in self.raw or (name not in VOID and is_raw(name, whole)):
            self.raw.append(name)
        void, asked = name in VOID, is_asked(name, whole) or is_raw(name, whole)
        if not void:
            self.asked.append((name, asked))
        free = name in BLOCKS
        self.add("open", repr((tag, attrs)), before=free, after=free if void else not asked)

    def handle_endtag(self, tag: str) -> None:
        """Note an element that ends."""
        if tag in self.raw:
            self.raw.remove(tag)
        asked = True
        for index in range(len(self.asked) - 1, -1, -1):
            if self.asked[index][0] == tag:
                asked = self.asked[index][1]
                del self.asked[index]
                break
        self.add("close", tag, before=not asked, after=tag in BLOCKS)

    def handle_data(self, data: str) -> None:
        """Note words and the spaces between them."""
        if self.raw:
            self.add("raw", data)
            return
        for word in WORD.findall(data):
            if word.isascii() and word.isspace():
                self.add("space", "")
            elif MARK.match(word):
                tag = self.tags[ord(word) - FIRST]
                shows = SHOWS_BLOCK.match(tag) is not None
                self.add("tag", tag, before=shows, after=shows)
            else:
                self.add("word", word)


def _path(pieces: list[Noted], chance: Random) -> list[Noted]:
    """What one way through the conditions and loops puts on the page."""
    shown: list[Noted] = []
    place = 0
    while place < len(pieces):
        word = _word(pieces[place])
        if word not in {"if", "for"}:
            shown.append(pieces[place])
            place += 1
            continue
        branches, place, sure = _branches(pieces, place)
        if word == "if":
            chosen = chance.choice([*branches, *([] if sure else [[]])])
        else:
            times = chance.randrange(3)
            chosen = branches[0] * times if times or len(branches) == 1 else branches[1]
        shown += _path(chosen, chance)
    return shown


def _word(piece: Noted) -> str:
    """The first word of a tag; `empty` only of a loop's branch."""
    words = piece[1].strip("{%} ").split() if piece[0] == "tag" and piece[1].startswith("{%") else []
    return "" if not words or (words[0] == "empty" and len(words) > 1) else words[0]


def _branches(pieces: list[Noted], place: int) -> tuple[list[list[Noted]], int, bool]:
    """The branches of the condition or loop that begins here, where it is over, and whether one is taken for sure."""
    branches: list[list[Noted]] = [[]]
    depth, sure = 0, False
    for index in range(place + 1, len(pieces)):
        word = _word(pieces[index])
        if word in {"endif", "endfor"} and not depth:
            return branches, index + 1, sure
        depth += (word in {"if", "for"}) - (word in {"endif", "endfor"})
        if word in {"else", "elif", "empty"} and not depth:
            branches.append([])
            sure |= word == "else"
        else:
            branches[-1].append(pieces[index])
    return branches, len(pieces), sure


def _shown(pieces: list[Noted]) -> Iterator[Piece]:
    """The pieces without spaces that nobody sees; one that is seen comes before the tags beside it that show nothing."""
    extends, depth = bool(pieces) and pieces[0][1].startswith("{% extends"), 0
    after = space = False
    silent: list[Piece] = []
    for kind, what, before, next_after in [*pieces, ("end", "", False, False)]:
        if kind == "space":
            space = True
        elif kind == "tag" and SILENT.search(what):
            silent.append((kind, what))
        else:
            if space and not (after or before or (extends and not depth)):
                yield "space", ""
            yield from silent
            yield kind, what
            depth += (kind == "tag") * (what.startswith("{% block ") - what.startswith("{% endblock"))
            after, space, silent = next_after, False, []
