"""Whether a name that occurs in a text is meant there: what stands before and behind it, and which of two is the place.

Any known name may be part of a longer one (新同心苑, 清水湾温泉酒店), of another town's address (大庆阳光小区) or lie across
two words (平安里程). So what touches a name must be explained, or it is no more than a candidate. The words are Chinese
grammar: prepositions, pronouns, verbs of being somewhere; none of them is a place.
"""

import re
from dataclasses import dataclass

from sunshine.lib.addresses import building_at

_LEADS = re.compile(
    "(?:^|.*(?:"
    "在|住|到|去|来|回|从|往|给|把|让|离|是|叫|找|请|归|对|替|过|了|出|进|就|也|都|还|那|这|咱|俺|您|"
    "我|我们|你们|他们|咱们|俺们|[我们他她咱俺您老]家|(?:们|家|在|是)的|"
    "位于|属于|听说|现在|目前|最近|[昨今]天|[早晚中]上|[今昨][早晚]|[早晚]高?峰|"
    "反映|反应|投诉|举报|报修|咨询|建议|请问|您好|你好|一下|地址|地点|位置|那个|这个|整个|只有|因为|看看|"
    "小区名?叫?))$",
    re.DOTALL,
)
"""What may stand right before a name without being part of it."""

_LONGER = re.compile(
    r"(?:的|小区)?(?:[新东西南北中上下老前后a-z]区|新[村城苑]|[东西南北][苑院园]|[\da-z一二三四五六七八九十]期|"
    r"[^的门口对旁附近里内外底楼边有那这在前后处院停没不和与跟]{0,6}?(?:酒店|宾馆|饭店|旅馆|医院|诊所|学校|小学|中学|大学|幼儿园|驾校|公司|工厂|"
    r"广场|公园|大厦|大楼|商场|超市|市场|银行|车站|酒楼|饭庄|会所|分院|分店|国际|名都|名城))"
)
_ACROSS = re.compile("[头程面边屯弄]")  # behind a name that ends with 里
_BESIDE = re.compile("(?:的|小区)?(?:东|西|南|北)?(?:对面|对过|斜对|旁|附近|隔壁|后面|前面|边上)")
_MORE = re.compile(r"[和与到至跟、-]第?\d{1,3}号?[楼栋幢座#]")
_AREA = re.compile("[这那](?:边|块|片|儿|里|一带)|一带")
_PROVINCE = re.compile("(?:[\u4e00-\u9fff]{2,3}省)?(?:[\u4e00-\u9fff]{2,3}市)?$")
_NUMBER_BEFORE = re.compile(r"第?(?P<building>\d{1,3}[a-z]?)(?:号?[栋幢座]|号楼|#楼?).{0,5}?的?$")

_NOT_MEANT = re.compile("(?:不是|不在|并非|原来|原先|以前|之前|过去|从前|当年|刚从)[^是]{0,4}$")
_ELSEWHERE = re.compile(
    "(?:[这那](?:边|儿|里))?(?:早|已经?|都|就)*(?:修|改造|装|弄|换|通|治)(?:好|完|上|了)|上班|上学|工作|做生意|开店|打工"
)
"""Behind a place that is only compared with, because all is well there, or where somebody works."""
_LEFT_THERE = re.compile("(?:拉|运|倒|扔|堆|卸|排|停)[到在进]$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name at a place of a clause, with the number of a building that goes with it, "" for none.

    `place`: a division, not a house. `before`: what stands between it and the name before it; `behind`: the rest of the clause.
    `clean`: what touches it is explained. `further`: a second number follows, so neither is sure.
    """

    name: str
    clause: int
    start: int
    end: int
    place: bool
    before: str
    behind: str
    number: str
    clean: bool
    further: bool = False

    @property
    def weight(self) -> int:
        """How far the words about it speak for being where the matter is, beside another name in the same text."""
        # Where somebody lives, goes or heard of says nothing: what they tell may be there or at the other place.
        if _NOT_MEANT.search(self.before) or (not self.number and _ELSEWHERE.match(self.behind)):
            return -1
        return int(bool(_LEFT_THERE.search(self.before)))

    @property
    def beside(self) -> bool:
        """Whether something else beside it is meant, not the place itself."""
        return bool(_BESIDE.match(self.behind))


def read_mention(
    clause: str, n: int, start: int, end: int, *, place: bool, after: Mention | None, top: bool
) -> Mention:
    """The name at `start`:`end` of the `n`th clause, judged by what touches it; `after` is the name before it in the clause.

    `top`: a county, whose province and prefecture may stand before it.
    """
    name, before = clause[start:end], clause[after.end if after else 0 : start]
    number, tail = "", end
    if not place:
        number, tail = _number_behind(clause, end)
    behind = clause[tail:]
    clean = _leads(before, after, name, top)
    if not place and not number and (found := _NUMBER_BEFORE.search(before)):
        number, clean = found["building"].lstrip("0"), _leads(before[: found.start()], after, name, False)
    clean = clean and (place or bool(number) or _ends_here(name, before, behind))
    further = bool(number and _MORE.match(behind))
    return Mention(name, n, start, tail, place, before, behind, number, clean, further)


def says_area(behind: str) -> bool:
    """Whether what follows says that a name is meant as a place: 松鹤那边."""
    return bool(_AREA.match(behind))


def _number_behind(clause: str, end: int) -> tuple[str, int]:
    """The number of a building right behind a name; 的 and 小区 between them say nothing."""
    for filler in ("", "小区", "的", "-"):
        if clause.startswith(filler, end) and (found := building_at(clause, end + len(filler))):
            return found
    return "", end


def _leads(before: str, after: Mention | None, name: str, top: bool) -> bool:
    """Whether the words before a name are explained."""
    if after is not None and after.place:
        if before in ("", "的", "里", "内"):
            return after.clean
    elif after is not None and before in ("和", "与", "跟", "及", ""):
        return after.clean
    if top:
        before = before[: _PROVINCE.search(before).start()]  # type: ignore[union-attr]  # matches the empty end too
    if name[0].isdecimal():
        before = before.removesuffix("第")
    return bool(_LEADS.match(before))


def _ends_here(name: str, before: str, behind: str) -> bool:
    """Whether a name without a number ends where it seems to."""
    if name.endswith("里") and (_ACROSS.match(behind) or (before.endswith("在") and behind)):
        return False
    if name.endswith("号") and behind.startswith("楼"):
        return False
    return not _LONGER.match(behind) and not _between(behind)


def _between(behind: str) -> bool:
    """Whether unknown words stand between a name and a number: 阳光花园东苑3号楼 is no building of 阳光花园."""
    if _BESIDE.match(behind):
        return False
    unknown = re.match(r"[^的门口对旁附近里内外底楼边有那这在前后处停没不和与跟\d]{1,4}(?=\d)", behind)
    return unknown is not None and building_at(behind, unknown.end()) is not None
