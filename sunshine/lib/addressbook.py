"""Words → building, in memory: 我家在幸福小区三栋2单元 finds 幸福小区3号楼; 幸福小区99号楼 finds none.

An estate's name and a building's number must both be said, and what touches the name must be explained; a number that
nobody has, a name that two share, a longer name, two places or a sentence that contradicts itself gives candidates,
never a guess.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sunshine.lib.addresses import building_at, clauses, numeral, parts
from sunshine.lib.division import Level
from sunshine.lib.mentions import Mention, read_mention, says_area
from sunshine.lib.sounds import read_syllables

LONGEST_NAME = 30
READ_CHARACTERS = 300
"""A place is said near the beginning; the rest of a long text would only find what it mentions by the way."""

_GRID_NUMBER = re.compile(r"第?([零〇一二两三四五六七八九十百]+)(?=网格)")
_COMMITTEE = re.compile(r"(?:社区)?(?:居委会|居民委员会|村委会|村民委员会)$")
_BEFORE = re.compile("(?:我们|我家?|家?住|位于|地址|就?在|是|的|:)*")
_YARDS = ("家属区", "家属院", "家属楼", "家属大院")
_STAFF_HOUSING = re.compile(f"(?P<works>.{{2,}})(?:{'|'.join(_YARDS)})")
_APART = re.compile("(?:楼号?|楼栋)?(?:我|我家|家)?(?:是|住|在|住在)?")
_BEHIND = re.compile("(?:的|小区|大?院?[内里]|门[口前]|楼[下内里]|这里|这边)*")


class BookedBuilding(NamedTuple):
    """A building as the book knows it: its key, the code of its grid, its names and its address."""

    key: int
    grid: str
    names: tuple[str, ...]
    address: str = ""


class Found(NamedTuple):
    """What a text says about a place.

    `how`: name (a building by its name or address), number (a number without an estate), estate (an
    estate, or several buildings at one address), other_number (an estate that has no such number), sound (a building
    by a name typed as it sounds), near (an estate beside something unknown) or place (only divisions were named).
    Mere candidates are similar (one letter off), perhaps (a name that may be part of a longer one) and several (more
    than one place).
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

    def __init__(self, entries: Iterable[BookedBuilding], places: Iterable[tuple[str, str]]) -> None:
        self._grid: dict[int, str] = {}
        self._said: dict[int, set[tuple[str, str]]] = {}
        self._estates: dict[str, set[int]] = defaultdict(set)
        self._numbered: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._numbers: dict[str, set[int]] = defaultdict(set)
        self._named: dict[str, set[int]] = defaultdict(set)
        places_of: dict[str, set[str]] = defaultdict(set)
        self._whole: set[str] = set()
        for entry in entries:
            self._add(entry)
        for code, name in places:
            for spelling in _place_spellings(name):
                places_of[spelling].add(code)
        self._places = {name: sorted(codes) for name, codes in places_of.items()}
        self._tops = {name for name, codes in self._places.items() if min(map(len, codes)) == Level.COUNTY}
        names = (*self._estates, *self._named, *self._places)
        self._longest = max(map(len, names), default=0)
        self._starts = {name[:2] for name in names}
        self._alike = _alike(self._estates, self._whole)

    def find(self, text: str, within: str = "") -> Found:
        """What `text` says about a place inside the division `within`."""
        said = [_spell(clause) for clause in clauses(text[:READ_CHARACTERS])]
        mentions = [mention for n, clause in enumerate(said) for mention in self._mentions(clause, n)]
        divisions = [self._places[one.name] for one in mentions if one.place and one.clean]
        scope, conflict = _narrow(divisions, within)
        keys, how, matched, sure = self._houses(said, mentions)
        here = {key for key in keys if self._grid[key].startswith(tuple(scope))}
        if keys and not here and scope != {within}:
            here, conflict = {key for key in keys if self._grid[key].startswith(within)}, True
        if not here:
            how, matched = "place", ""
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

    def _add(self, entry: BookedBuilding) -> None:
        said = [parts(text) for text in (*entry.names, entry.address) if text]
        pairs = {(_spell(one.head), one.building) for one in said}
        numbers = {number for _, number in pairs if number}
        if len(numbers) == 1:  # the address of the estate and the number on the wall belong together
            pairs |= {(head, number) for head, _ in pairs if head for number in numbers}
        self._grid[entry.key] = entry.grid
        self._said[entry.key] = pairs
        self._whole |= {name for text in (*entry.names, entry.address) for name in _whole_names(text)}
        for head, number in pairs:
            for spelling in _estate_spellings(head):
                if number:
                    self._numbers[number].add(entry.key)
                    self._numbered[spelling, number].add(entry.key)
                    self._estates[spelling].add(entry.key)
                else:
                    self._named[spelling].add(entry.key)

    def _mentions(self, clause: str, n: int) -> Iterator[Mention]:
        """The known names of a clause from left to right, at each place the longest."""
        start, after = 0, None
        while start < len(clause):
            end = self._name_at(clause, start)
            if not end:
                start += 1
                continue
            name = clause[start:end]
            house = name in self._estates or name in self._named
            place = name in self._places and not (house and name == clause)
            found = read_mention(clause, n, start, end, place=place, after=after, top=name in self._tops)
            if place or name in self._whole or found.number or says_area(found.behind) or clause == name:
                yield found
                start, after = found.end, found
            else:  # a stem without its marker, in the middle of other words
                start += 1

    def _name_at(self, clause: str, start: int) -> int:
        """Where the longest known name that begins at `start` ends; 0 if none does."""
        if clause[start : start + 2] not in self._starts:
            return 0
        for end in range(min(len(clause), start + self._longest), start + 1, -1):
            name = clause[start:end]
            if name in self._places or name in self._estates or name in self._named:
                cut = name[0].isdecimal() and clause[:start][-1:].isdecimal()  # 1网格 is not in 11网格
                return 0 if cut else end
        return 0

    def _houses(self, said: list[str], mentions: list[Mention]) -> tuple[set[int], str, str, bool]:
        """Buildings that the text names, how, by which words, and whether every word of it is explained."""
        houses = [one for one in mentions if not one.place]
        meant = _weightiest(self._groups([one for one in houses if one.clean]))
        if len(meant) > 1:
            return (
                set().union(*map(self._of, (group[0] for group in meant))),
                "several",
                meant[0][0].name,
                False,
            )
        if meant:
            return self._one(said, mentions, meant[0])
        if houses:
            return set().union(*map(self._of, houses)), "perhaps", houses[0].name, False
        return self._by_likeness(said) or self._by_number_alone(said, mentions)

    def _groups(self, clean: list[Mention]) -> list[list[Mention]]:
        """Mentions by estate: 阳光小区 and 阳光花园 may be two names of one."""
        groups: list[tuple[set[int], list[Mention]]] = []
        for one in clean:
            keys = self._estates.get(one.name, set()) | self._named.get(one.name, set())
            same = next((group for known, group in groups if known & keys), None)
            if same is None:
                groups.append((keys, [one]))
            else:
                same.append(one)
        return [group for _, group in groups]

    def _of(self, one: Mention) -> set[int]:
        """The buildings that one mention may mean."""
        numbered = self._numbered.get((one.name, one.number), set()) if one.number else set()
        return numbered or self._estates.get(one.name) or self._named.get(one.name) or set()

    def _one(
        self, said: list[str], mentions: list[Mention], group: list[Mention]
    ) -> tuple[set[int], str, str, bool]:
        """What the mentions of one estate say together."""
        numbers = {one.number: one for one in group if one.number}
        one = next(iter(numbers.values()), group[0])
        number = one.number or _number_apart(said, group[0].clause)
        name, estate = one.name, self._estates.get(one.name)
        if one.further or len(numbers) > 1:
            return self._estates.get(name) or self._named[name], "estate", name, False
        if not estate:  # a house with a name; a number behind it is a floor
            how = "name" if len(self._named[name]) == 1 else "estate"
            return self._named[name], how, name, not number and _explained(said, mentions, one)
        if not number and name in self._named:
            return self._named[name], "name" if len(self._named[name]) == 1 else "estate", name, False
        if not number:
            far = one.beside and any(building_at(one.behind, at) for at in range(len(one.behind)))
            return estate, "near" if far else "estate", name, False
        if keys := self._numbered.get((name, number)):
            return keys, "name", f"{name}{number}栋", _explained(said, mentions, one)
        return estate, "other_number", name, False

    def _by_likeness(self, said: list[str]) -> tuple[set[int], str, str, bool] | None:
        """A building whose estate was typed as it sounds; one that is otherwise a letter off is a candidate only."""
        similar: set[tuple[str, str]] = set()
        for n, clause in enumerate(said):
            for start, end, name, same_sound in self._likenesses(clause):
                found = read_mention(clause, n, start, end, place=False, after=None, top=False)
                if found.number and (keys := self._numbered.get((name, found.number))):
                    if same_sound and found.clean:
                        return keys, "sound", f"{name}{found.number}栋", False
                    similar.add((name, found.number))
        if similar:
            return set().union(*(self._numbered[one] for one in similar)), "similar", min(similar)[0], False
        return None

    def _likenesses(self, clause: str) -> Iterator[tuple[int, int, str, bool]]:
        """Where names stand with one letter wrong before a building's number, and whether it sounds the same."""
        numbers = (at for at in range(3, len(clause)) if clause[at] == "第" or clause[at].isascii())
        for end in (at for at in numbers if building_at(clause, at)):
            for start in range(max(0, end - self._longest), end - 2):
                piece = clause[start:end]
                for at in range(len(piece)):
                    for name in self._alike.get(piece[:at] + "?" + piece[at + 1 :], ()):
                        same_sound = read_syllables(name[at]) == read_syllables(piece[at])
                        if same_sound or len(name) > 3:
                            yield start, end, name, same_sound

    def _by_number_alone(self, said: list[str], mentions: list[Mention]) -> tuple[set[int], str, str, bool]:
        """A number without an estate: 我家3号楼."""
        for n, clause in enumerate(said):
            start = max(
                (one.end for one in mentions if one.clause == n and one.place and one.clean), default=0
            )
            before = _BEFORE.match(clause, start)
            if before and (found := building_at(clause, before.end())):
                return self._numbers.get(found[0], set()), "number", found[0], False
        return set(), "place", "", False

    def _without_places(self, head: str) -> str:
        """Take the names of divisions away from the front: 肇东市阳光街道幸福小区 → 幸福小区."""
        while True:
            name = next((head[:end] for end in range(LONGEST_NAME, 0, -1) if head[:end] in self._places), "")
            if not name or head in self._estates or head in self._named:
                return head
            head = head[len(name) :]


def _narrow(divisions: list[list[str]], within: str) -> tuple[set[str], bool]:
    """The narrowest divisions that the text names, and whether they exclude each other."""
    scope, conflict = {within}, False
    for codes in sorted(divisions, key=lambda codes: min(map(len, codes))):
        agreed = {code for one in scope for code in _agreed(codes, one)}
        scope, conflict = (agreed, conflict) if agreed else (scope, True)
    return scope, conflict


def _agreed(codes: list[str], one: str) -> list[str]:
    """The sorted codes at or below `one`, or `one` where it lies below one of them: a first grid is in every community."""
    below = codes[bisect_left(codes, one) : bisect_left(codes, one + ":")]
    return [*below, one] if any(one[:size] in codes for size in range(len(one))) else below


def _weightiest(groups: list[list[Mention]]) -> list[list[Mention]]:
    """The estates for which the words speak most: one if they tell, all that they don't tell apart."""
    if len(groups) < 2:
        return groups
    weights = [max(one.weight for one in group) for group in groups]
    return [group for group, weight in zip(groups, weights, strict=True) if weight == max(weights)]


def _number_apart(said: list[str], beside: int) -> str:
    """The only building's number that stands in a clause of its own: 小区叫启明花园,楼是四号楼; "" if none does."""
    numbers = set()
    for n, clause in enumerate(said):
        if n == beside:
            continue
        found = building_at(clause, _APART.match(clause).end())  # type: ignore[union-attr]  # matches nothing too
        if found and clause[found[1] :] in ("", "的"):
            numbers.add(found[0])
    return numbers.pop() if len(numbers) == 1 else ""


def _explained(said: list[str], mentions: list[Mention], one: Mention) -> bool:
    """Whether nothing else is said than the place."""
    if len({other.name for other in mentions if not other.place}) > 1:
        return False
    return len(said) == 1 and bool(_BEFORE.fullmatch(one.before) and _BEHIND.fullmatch(one.behind))


def _alike(estates: Iterable[str], whole: set[str]) -> dict[str, list[str]]:
    """Whole names of estates by each of their spellings with one letter left open."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in estates:
        if name in whole and len(name) >= 3 and name.isalpha():
            for at in range(len(name)):
                found[name[:at] + "?" + name[at + 1 :]].append(name)
    return found


def _whole_names(text: str) -> set[str]:
    """The estate of a registered name as it may stand among other words: with its marker, and not too short."""
    head = _spell(parts(text).head)
    marked = f"{head.removesuffix('小区')}小区"
    if any(marked in clause for clause in clauses(text)):
        return {marked}
    return {*_estate_spellings(head), head} if len(head) > 2 else {marked}


def _spell(text: str) -> str:
    return _GRID_NUMBER.sub(lambda found: str(numeral(found[1])), text)


def _estate_spellings(head: str) -> set[str]:
    """幸福小区 is also said 幸福, 阳光花园 also 阳光花园小区, and 老棉纺厂家属区 also 棉纺厂家属院; one letter says too little."""
    if staff := _STAFF_HOUSING.fullmatch(head):
        names = {staff["works"], staff["works"].removeprefix("老")}
        works = names | {name.removesuffix("厂") for name in names}
        return {work + yard for work in works if len(work) > 1 for yard in _YARDS}
    short = head.removesuffix("小区")
    return {head} if len(short) < 2 else {head, short, f"{short}小区"}


def _place_spellings(name: str) -> set[str]:
    """阳光社区居民委员会 is also said 阳光社区 and 阳光社区居委会."""
    plain = _spell(parts(name).head + parts(name).rest)
    root = _COMMITTEE.sub("", plain)
    return {plain} if root == plain else {plain, f"{root}社区", f"{root}居委会"}
