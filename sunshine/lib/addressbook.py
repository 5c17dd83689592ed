"""Words → building, in memory: 我家在幸福小区三栋2单元 finds 幸福小区3号楼; 幸福小区99号楼 finds none.

An estate's name and a building's number must both be said; a number that nobody has, a name that two share
or a sentence that contradicts itself gives candidates, never a guess.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sunshine.lib.addresses import numeral, parts

LONGEST_NAME = 30
READ_CHARACTERS = 300
"""A place is said near the beginning; the rest of a long text would only find what it mentions by the way."""

_GRID_NUMBER = re.compile(r"第?([零〇一二两三四五六七八九十百]+)(?=网格)")
_COMMITTEE = re.compile(r"(?:社区)?(?:居委会|居民委员会|村委会|村民委员会)$")
_BEFORE = re.compile("(?:我们|我家?|家?住|位于|地址|就?在|是|的|:)*")
_BEHIND = re.compile("(?:的|小区|大?院?[内里]|门[口前]|楼[下内里]|这里|这边)*")


class Entry(NamedTuple):
    """A building as the book knows it: its key, the code of its grid, its names and its address."""

    key: int
    grid: str
    names: tuple[str, ...]
    address: str = ""


class Found(NamedTuple):
    """What a text says about a place.

    `how`: name (a building by its name or address), number (a number without an estate), estate (an
    estate, or several buildings at one address), other_number (an estate that has no such number), similar
    (one letter off), near (an estate beside something unknown) or place (only divisions were named).
    `sure`: every word is explained. `scope`: the narrowest divisions said. `conflict`: the text names places
    that exclude each other.
    """

    keys: tuple[int, ...]
    how: str
    matched: str
    sure: bool
    scope: tuple[str, ...]
    conflict: bool = False


class AddressBook:
    """All names of a county's buildings and divisions. Never changed; a new one replaces it."""

    def __init__(self, entries: Iterable[Entry], places: Iterable[tuple[str, str]]) -> None:
        self._grid: dict[int, str] = {}
        self._said: dict[int, set[tuple[str, str]]] = {}
        self._estates: dict[str, set[int]] = defaultdict(set)
        self._numbered: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._numbers: dict[str, set[int]] = defaultdict(set)
        self._named: dict[str, set[int]] = defaultdict(set)
        self._places: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            self._add(entry)
        for code, name in places:
            for spelling in _place_spellings(name):
                self._places[spelling].add(code)

    def find(self, text: str, within: str = "") -> Found:
        """What `text` says about a place inside the division `within`."""
        address = parts(text[:READ_CHARACTERS])
        head, number = _spell(address.head), address.building
        scope, conflict = self._scope(head if number else head + _spell(address.rest), within)
        keys, how, matched, sure = self._by_number(head, number) if number else self._by_name(head)
        here = {key for key in keys if self._grid[key].startswith(tuple(scope))}
        if keys and not here and scope != {within}:
            here, conflict = {key for key in keys if self._grid[key].startswith(within)}, True
        if not here:
            how, matched = "place", ""
        sure = sure and bool(_BEHIND.fullmatch(address.rest))
        return Found(tuple(sorted(here)), how, matched, sure, tuple(sorted(scope)), conflict)

    def suggest(self, text: str, within: str = "", limit: int = 10) -> list[int]:
        """Buildings whose name begins to look like what is being typed, the best first."""
        address = parts(text[:READ_CHARACTERS])
        head, number = self._without_places(_spell(address.head)), address.building
        ranked = []
        for key, said in self._said.items():
            fits = [
                (n != number, not h.startswith(head), len(n), n, h)
                for h, n in said
                if head in h and n.startswith(number)
            ]
            if fits and self._grid[key].startswith(within):
                ranked.append((min(fits), key))
        return [key for _, key in sorted(ranked)[:limit]]

    def _add(self, entry: Entry) -> None:
        said = [parts(text) for text in (*entry.names, entry.address) if text]
        pairs = {(_spell(one.head), one.building) for one in said}
        numbers = {number for _, number in pairs if number}
        if len(numbers) == 1:  # the address of the estate and the number on the wall belong together
            pairs |= {(head, number) for head, _ in pairs if head for number in numbers}
        self._grid[entry.key] = entry.grid
        self._said[entry.key] = pairs
        for head, number in pairs:
            for spelling in _estate_spellings(head):
                if number:
                    self._numbers[number].add(entry.key)
                    self._numbered[spelling, number].add(entry.key)
                    self._estates[spelling].add(entry.key)
                else:
                    self._named[spelling].add(entry.key)

    def _by_number(self, head: str, number: str) -> tuple[set[int], str, str, bool]:
        """Buildings by estate and number."""
        head = self._without_places(head)
        if _BEFORE.fullmatch(head):
            return self._numbers.get(number, set()), "number", number, False
        estate, before = self._estate_at_end(head)
        if not estate:
            return self._unknown_estate(head, number)
        if keys := self._numbered.get((estate, number), set()):
            return keys, "name", f"{estate}{number}栋", bool(_BEFORE.fullmatch(before))
        if not self._estates.get(estate):  # a named house, and the number is a floor
            return self._named[estate], "name", estate, False
        return self._estates[estate], "other_number", estate, False

    def _estate_at_end(self, head: str) -> tuple[str, str]:
        """The longest known estate or house with which `head` ends, and what stands before it."""
        head = head.removesuffix("的")
        for start in range(max(0, len(head) - LONGEST_NAME), len(head)):
            if (name := head[start:]) in self._estates or name in self._named:
                return name, head[:start]
        return "", head

    def _unknown_estate(self, head: str, number: str) -> tuple[set[int], str, str, bool]:
        """An estate the book doesn't have: perhaps mistyped by one letter, perhaps beside a known one."""
        alike = {estate for estate, its in self._numbered if its == number and _one_letter_off(estate, head)}
        if alike:
            return set().union(*(self._numbered[e, number] for e in alike)), "similar", min(alike), False
        if name := _longest(head, self._estates):
            return self._estates[name], "near", name, False
        return set(), "place", "", False

    def _by_name(self, head: str) -> tuple[set[int], str, str, bool]:
        """Buildings by a name without a number, else an estate as a whole."""
        head = self._without_places(head)
        name, estate = _longest(head, self._named), _longest(head, self._estates)
        if name and len(name) >= len(estate):
            before, _, behind = head.partition(name)
            sure = bool(_BEFORE.fullmatch(before) and _BEHIND.fullmatch(behind))
            return self._named[name], "name" if len(self._named[name]) == 1 else "estate", name, sure
        return (self._estates[estate], "estate", estate, False) if estate else (set(), "place", "", False)

    def _scope(self, said: str, within: str) -> tuple[set[str], bool]:
        """The narrowest divisions that the text names, and whether they exclude each other."""
        scope, conflict = {within}, False
        for codes in sorted(self._mentions(said), key=lambda codes: min(map(len, codes))):
            agreed = {max(c, s, key=len) for c in codes for s in scope if c.startswith(s) or s.startswith(c)}
            scope, conflict = (agreed, conflict) if agreed else (scope, True)
        return scope, conflict

    def _mentions(self, said: str) -> list[set[str]]:
        found = []
        while name := _longest(said, self._places):
            found.append(self._places[name])
            said = said.replace(name, " ")
        return found

    def _without_places(self, head: str) -> str:
        """Take the names of divisions away from the front: 肇东市阳光街道幸福小区 → 幸福小区."""
        while True:
            name = next((head[:end] for end in range(LONGEST_NAME, 0, -1) if head[:end] in self._places), "")
            if not name or head in self._estates or head in self._named:
                return head
            head = head[len(name) :]


def _longest(text: str, names: dict[str, set[int]] | dict[str, set[str]]) -> str:
    """The longest of `names` that occurs in `text`, the first of several; "" if none does."""
    for size in range(min(LONGEST_NAME, len(text)), 1, -1):
        for start in range(len(text) - size + 1):
            if (piece := text[start : start + size]) in names:
                return piece
    return ""


def _one_letter_off(one: str, other: str) -> bool:
    """Whether two names of four letters or more differ in exactly one letter."""
    same_size = len(one) == len(other) >= 4
    return same_size and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _spell(text: str) -> str:
    return _GRID_NUMBER.sub(lambda found: str(numeral(found[1])), text)


def _estate_spellings(head: str) -> set[str]:
    """幸福小区 is also said 幸福, and 阳光花园 also 阳光花园小区; a name of one letter says too little."""
    short = head.removesuffix("小区")
    return {head} if len(short) < 2 else {head, short, f"{short}小区"}


def _place_spellings(name: str) -> set[str]:
    """阳光社区居民委员会 is also said 阳光社区 and 阳光社区居委会."""
    plain = _spell(parts(name).head + parts(name).rest)
    root = _COMMITTEE.sub("", plain)
    return {plain} if root == plain else {plain, f"{root}社区", f"{root}居委会"}
