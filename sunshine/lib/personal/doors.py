"""Flats, and the numbers of houses in a village: what leads to one household. A building, a unit, a public room is nobody's."""

import re
from collections.abc import Iterator

from sunshine.lib.personal.kinds import PersonalKind, PersonalSpan
from sunshine.lib.personal.windows import find_windows, matches_in

_CN = "零〇○一二三四五六七八九幺"
_FLOOR = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|顶)"
_FLAT = (  # no flat ends in 00: that is a count
    rf"(?:[a-d]?(?![0-9]{{1,2}}00(?![0-9]))[0-9]{{3,4}}[a-d]?|[{_CN}]{{3,4}}"
    r"|[一二三四五六七八九]百零?[一二三四五六七八九十]{1,3})"
)
_END = (
    r"(?![0-9a-z零〇一二三四五六七八九十百千万\u20e3]|[.:][0-9]|\s?(?:号?楼|栋|幢|单元|层|路|医|部队|团|厂|中学|小学|师范|国道|省道|线"
    r"|次|元|块|钱|万|多|余|套|米|平|㎡|m|户(?!主|[,。;!?\s]|$)|人|天|年|月|日|时|分|秒|度|吨|斤|公|千|个|辆"
    r"|台|盏|条|家(?=企|公|商|店|单)|名|位|件|只|张|棵|站|车|班|型|文|字|页|版|期|届|岁|%|/(?![0-9]{3,4}(?![0-9]))|-[0-9]|~|至"
    r"|x[0-9]))"
)
_SIGN = r"[\s\-‐‑‒–—―−ー_,]{0,3}"
_BUILT = (
    r"(?:单元(?:[东西南北]门)?|(?<=[0-9一二三四五六七八九])单|门洞|[0-9一二三四五六七八九十]门|号楼|号栋|[栋幢座梯]|(?<=[0-9])#楼?"
    r"|[0-9一二三四五六七八九十][楼层]|楼栋|公寓楼?|宿舍楼?|家属楼|楼道|楼门)"
)
_BEHIND_UNIT = re.compile(
    rf"{_BUILT}(?:第?{_FLOOR}[层楼]{_SIGN})?{_SIGN}(?:的|就?是|住)?({_FLAT}|[0-9](?:\s[0-9]){{2,3}}){_END}"
)
_SHORT_FLAT = re.compile(
    r"(?:单元|[0-9一二三四五六七八九十]门)[\s\-]?((?:第?[0-9一二三四五六七八九十]{1,2}[层楼])?[0-9]{1,2}(?:室"
    r"|号(?:房|门|$|[,。;!?\s])|-[0-9]{1,2}(?![0-9\-室单号层楼])))"
)
_HYPHEN = r"[\-‐‑‒–—―−ー_~·]{1,2}"
_LED = re.compile(
    rf"(?<![0-9a-z.\-/]){_SIGN}[0-9a-f]{{1,3}}(?:(?:号楼|号|栋|幢|座|楼|#)\s?{_HYPHEN[:-5]}{{0,2}}"
    rf"|\s?(?:{_HYPHEN}|/|\.|\s)\s?)[0-9]{{1,2}}(?:单元|门)?\s?(?:{_HYPHEN}|/|\.|\s)\s?([0-9]{{3,4}}"
    rf"|[{_CN}]{{3,4}}){_END}"
)
_LED_CN = re.compile(
    rf"(?<![{_CN}])[{_CN}十]{{1,3}}(?:{_HYPHEN}|杠|之)[{_CN}]{{1,2}}(?:{_HYPHEN}|杠|之)([{_CN}]{{3,4}}){_END}"
)
_SURE_SIGN = re.compile(rf"{_HYPHEN}|单元|门")
_HOME = re.compile(r"家|住|屋|室|户|址|楼|栋|园|苑|区|府|门|业主|房")
_PAIR = re.compile(
    rf"(?:[园苑府湾城庭居邸轩区院郡村楼寓]|小区|住|家|户|址|地址[:是]?|业主|室|门牌号?)\s?(?:[0-9]{{1,3}}|[a-h])(?:#"
    rf"|号)?{_HYPHEN}([0-9]{{3,4}}){_END}"
)
_PAIR_AFTER = re.compile(
    rf"(?<![0-9a-z.\-/])[0-9]{{1,3}}{_HYPHEN}([0-9]{{3,4}})(?=室|住户|业主|住的|屋|户主|的?邻居|我家|家里)"
)
_ROOM = re.compile(rf"(?<![0-9a-z.\-/{_CN}])({_FLAT})(?=室(?!外|内)|号?房(?:间|号|$|[,。;!?\s])|号室|号门)")
_PUBLIC = re.compile(
    r"(?:中心|办事处|大厅|医院|学校|[小中大]学|教学楼|办公楼|[局院馆站所厅会处]|住院部|门诊|宾馆|酒店|旅店|公司"
    r"|大厦|商场|写字楼|活动室|政府|社区|街道|幼儿园|党校|银行)[^,。;!?\n]{0,6}$"
)
_PUBLIC_AFTER = re.compile(
    r"[室号]?(?:的|是|[两二三四])?\s?(?:办公|教室|会议|活动|诊室|窗口|病房|病床|阅览|包间|包房|号?诊|国道|电影|科|门面|商铺"
    r"|[\u4e00-\u9fff]{0,3}(?:宾馆|酒店)|的?(?:均价|单价)|店|铺面|麻将馆|棋牌室|诊所)"
)
_SAID = re.compile(
    r"(?:我家|他家|她家|俺家|家在|我们家|我妈家|家住|住在?|住的是?|住址|业主|邻居|楼上|楼下|对门|隔壁|户主|租客|租户"
    rf"|送错到?|错送到?|送到|[漏淹滴泡流渗]到|敲|房号|房间号|室号|门牌号?|门号|门牌)(?:那[户家])?[的是在就也:,\s我你他]{{0,3}}({_FLAT}){_END}"
)
_SELF = re.compile(
    rf"(?:我们?是|俺们?是|是[我俺]|这里?是|报修地址|地址)[:\s]?({_FLAT})(?=[,。;!?\s的]|$|业主|住户|室|户)"
)
_HOUSEHOLD = re.compile(
    rf"(?<![0-9a-z.\-/#:{_CN}百第])({_FLAT})(?:那家|这家|那户|这户|厕所|卫生间|厨房|阳台|暖气|下水|水管|漏水|家(?=[,。的里装漏养天孩半每又狗]|$|把|一|总|老|晚上|白天)"
    r"|户(?=[的里装漏养天把]|一家|总是|老是)|业主|住户|租户|租客|房客|房主|户主|邻居|屋里?|家里|门口|门前"
    r"|的(?:暖气|暖|水管|下水|电表|水表|厕所|卫生间|厨房|窗|阳台|门|租|房客|人|老人|业主|邻居|住户|狗|孩子"
    r"|老太太|老头|老两口|空调|大[爷娘妈]|男|女|小|那))"
)
_LIST = re.compile(
    rf"(?<![0-9a-z.\-/{_CN}])({_FLAT}(?:[、和跟与及,到至\-](?:{_FLAT})){{1,11}})"
    r"(?!\s?(?:吨|米|元|块|平|年|月|天|斤|公|个|人|路|分|台|辆|次|户型))(?=([^。;!?\n]{0,14}))"
)
_LIST_HOME = re.compile(
    r"^(?:[一二两三四五六七八九十几这0-9]{0,2}[家户](?!型)|室|住户|业主|都?[^,]{0,3}(?:停气|停水|停电|[没断]水|[没断]电|没气|没暖|返味|漏|不热|返水))"
    r"|[0-9一二两三四五六七八九十几][家户](?!型)|不热|漏水"
)
_COUNTED = re.compile(
    r"(?:企业|机构|公司|商户|店铺|单位|登记为|共有?|达到?|超过|总计|共有?[0-9]{1,3}[栋幢])$"
)
_ONE = re.compile(_FLAT)
_AND = re.compile(rf"室?[、和跟与及/](?:第)?({_FLAT}){_END}")
_HASH = re.compile(r"(?<![0-9a-z])#\s?[0-9]{3,4}(?![0-9a-z#]|号?楼|栋|[路机井杆泵灯])")
_SIDE = r"(?:东|西|南|北|中|左|右)"
_WHOSE = r"(?:那家|这家|那户|这户|(?<!老)人家|那屋)"
_SIDE_HOME = re.compile(
    rf"({_FLOOR}[楼层]\s?(?:靠|把|最)?{_SIDE}(?:[户屋]|手(?:门|边|第?一?[家户个]门?)|(?:边|侧|面|头"
    rf"|数)(?:第?[一二三][家户]|{_WHOSE})|{_WHOSE})|{_FLOOR}[楼层](?:对门|把头|把边"
    rf"|顶头)(?:{_WHOSE})?(?!的?(?:厕|水房)))"
)
_UNIT_SIDE = re.compile(
    rf"(?:单元|门洞|楼道|楼门|号楼|栋|[0-9一二三四五六七八九]门|#)\s?,?({_FLOOR}[楼层]\s?(?:靠|把|最)?{_SIDE}"
    r"(?:[门边侧面头数手户屋间]|(?=[,。;!?\s的]|$)))"
)
_SIDE_SAID = re.compile(
    rf"(?:我|家|住|住在|是)(?P<said>{_FLOOR}[楼层]{_SIDE}门)"
    rf"|(?:家|住)在?(?P<end>{_FLOOR}[楼层]{_SIDE})(?=[,。;!?\s]|$)"
    rf"|(?P<lived>{_FLOOR}[楼层]{_SIDE}[门边侧面头])(?=的?[,。;!?\s]?(?:$|住|老|租|邻居|业主|人家|一家|户))"
)
_FLOOR_HOME = re.compile(rf"({_FLOOR}[楼层](?![一二三四五六七八九十0-9])[^,。;!?\s]{{1,8}}?{_WHOSE})")
_VILLAGE = re.compile(
    r"(?:(?<=[屯组委队巷庄沟岗])|(?<=胡同)|(?<=大院)|(?<=平房)|(?<=[东西南北中]头))\s?(第?[0-9]{1,4}(?:[\-之][0-9]{1,3})?号)(?!楼"
    r"|线|院|机|井|路|杆|泵|门|桥|台|变|灯|地|文|公)"
)
_STREET = re.compile(  # a house with a yard of its own on a street: whose it is a word must say
    r"(?:平房|门牌|[我俺]家|家住|住在|住址)[^,。;!?\n]{0,12}[街路道巷]\s?([0-9]{1,4}号)(?=[,。;!?\s]|$|的|门[口前]|平房|院里|屋|独)"
)
_ENGLISH = re.compile(
    r"(?<![a-z])(?<!meeting )(?<!conference )(?<!waiting )"
    r"(?:(?:flat|apt\.?|apartment|room|rm\.?)\s?(?:no\.?|number|#)?\s?(?=[a-h]?[0-9]{1,4}[a-h]?(?![0-9a-z]))"
    r"|(?:unit|building)\s?[0-9]{1,2},\s?(?=[0-9]{3,4}(?![0-9a-z])))([a-h]?[0-9]{1,4}[a-h]?)"
)
_ROW = re.compile(
    r"((?:第?[0-9一二三四五六七八九十]{1,3}[趟排])\s?(?:第?[0-9一二三四五六七八九十]{1,3}(?:号|家|户|门)))(?!楼)"
)


_HINT = re.compile(rf"[0-9]{{3}}|[{_CN}百]{{3}}|[0-9一二三四五六七八九十][楼层趟排]|[0-9]号|单元|[0-9]门")
_ENGLISH_HINT = re.compile(r"flat|apt|room|rm|apartment|unit|building")
_MARGIN = 24  # characters; no pattern reaches further from its number


def find_doors(folded: str) -> Iterator[PersonalSpan]:
    """Find the number of a flat or of a house in a village (GB/T 23705: room; building and unit before it stay)."""
    seen = find_windows(folded, _HINT, _MARGIN)
    found = (*_numbers(folded, seen), *_sides(folded, seen), *_rows(folded, seen))
    for start, end in found:
        if _COUNTED.search(folded[max(0, start - 8) : start]):
            continue
        row, last = [PersonalSpan(PersonalKind.DOOR, start, end)], end
        while following := _AND.match(folded, last):
            row.append(PersonalSpan(PersonalKind.DOOR, *following.span(1)))
            last = following.end(1)
        if not _PUBLIC_AFTER.match(folded, last):
            yield from row


def _sides(folded: str, seen: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where a floor with a side (三楼东门) or a number with # on a door is somebody's."""
    for match in matches_in(folded, seen, _SIDE_SAID):
        start, end = match.span(match.lastgroup or 0)
        if not _is_public(folded, start):
            yield start, end
    for match in matches_in(folded, seen, _HASH):
        if _HOME.search(folded[max(0, match.start() - 8) : match.end() + 4]):
            yield match.span()


def _rows(folded: str, seen: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where several flats are counted up: 201、202、203三家, 从1101到1104."""
    for match in matches_in(folded, seen, _LIST):
        if _LIST_HOME.search(match[2]) and not _is_public(folded, match.start(1)):
            yield from (one.span() for one in _ONE.finditer(folded, match.start(1), match.end(1)))


def _numbers(folded: str, seen: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where the first group of a pattern stands: led by building and unit, or with a word of a household beside it."""
    for match in matches_in(folded, find_windows(folded, _ENGLISH_HINT, _MARGIN), _ENGLISH):
        yield match.span(1)
    for match in matches_in(folded, seen, _LED):
        if _is_led(folded, match):
            yield match.span(1)
    for match in matches_in(
        folded,
        seen,
        _BEHIND_UNIT,
        _SHORT_FLAT,
        _LED_CN,
        _PAIR,
        _PAIR_AFTER,
        _SAID,
        _SELF,
        _UNIT_SIDE,
        _VILLAGE,
        _STREET,
        _ROW,
    ):
        yield match.span(1)
    for match in matches_in(folded, seen, _ROOM, _HOUSEHOLD, _SIDE_HOME, _FLOOR_HOME):
        if not _is_public(folded, match.start(1)):
            yield match.span(1)


def _is_led(folded: str, match: re.Match[str]) -> bool:
    """Whether three numbers are building, unit and flat; dots, strokes and spaces need a word beside them."""
    signs = folded[match.start() : match.start(1)]
    if re.fullmatch(r"19[5-9][0-9]|20[0-3][0-9]", match[1]) and not re.search(r"楼|栋|单元", signs):
        return False
    if _SURE_SIGN.search(signs):
        return True
    around = folded[max(0, match.start() - 8) : match.start()] + folded[match.end() : match.end() + 6]
    return bool(_HOME.search(around))


def _is_public(folded: str, start: int) -> bool:
    """Whether the words before a number say that everybody may go there."""
    return bool(_PUBLIC.search(folded[max(0, start - 14) : start]))
