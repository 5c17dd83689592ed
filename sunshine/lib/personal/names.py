"""Names of people: a surname with a title or a word of kinship, and a full name behind a word that says so."""

import re
from collections.abc import Iterator

from sunshine.lib.personal.english import find_english_names
from sunshine.lib.personal.kinds import PersonalKind, PersonalSpan
from sunshine.lib.personal.surnames import (
    BEGINNINGS,
    CALLED,
    COMMON,
    DOUBLE,
    ENDINGS,
    PLACES,
    SINGLE,
    TITLED,
    WORDS,
    YOUNG,
)
from sunshine.lib.personal.titles import KIN, OF_OFFICE, OFFICE, SHORT

_TITLES = KIN | OFFICE | SHORT
_TITLE = re.compile("|".join(sorted(_TITLES, key=lambda word: (-len(word), word))))
_ENDS_SURNAME = "".join(sorted(SINGLE | {double[-1] for double in DOUBLE}))
_BEGINS_NAME = "".join(sorted(COMMON))
_HINT = re.compile(  # a title's first character with a surname one, two or three characters before it
    f"[{''.join(sorted({title[0] for title in _TITLES}))}]"
    f"(?:(?<=[{_ENDS_SURNAME}].)|(?<=[{_BEGINS_NAME}]..)|(?<=[{_BEGINS_NAME}]...))"
)
_NO_FURTHER = "，,。.;!?、:：;()（）\"“”'‘’《》<>\n\t /…~—-"
_GOES_ON = (
    "的说看他她在是和跟把给也都又去来帮就从还总昨今天那这住家啊呢吧吗打拿借找有没不要想让被因叫问答已以同"
    "与等来您你我们几两一怎每老卖养种开欠偷骂收修管挺很态服"
)
_AFTER_SHORT = frozenset(_NO_FURTHER + _GOES_ON)
_LEADS = frozenset(
    "的和跟找给让请是帮把被叫与对问说及等下上里边位名个到过替陪看见听诉告管我你他们员居道家村区长属,"
)
_SHOP = re.compile(
    r"(?:家)?(?:的)?(?:[\u4e00-\u9fff]{0,3}(?:饭店|饭馆|菜馆|面馆|餐馆|超市|烧烤|麻辣烫|饺子|包子|串店|诊所"
    r"|理发|美甲|美容|熟食|水饺|便利店|食杂店|小卖[店部]|小吃|火锅|粥铺|羊汤|豆腐坊|油坊|门市|药店|商店|旅店"
    r"|烤肉|面条|早餐|酒馆|茶馆|羊馆|炖鱼|鱼馆|铺子)|店|馆|铺|屯|村|镇|窝棚|桥|胡同|油坊|纪念馆|牌(?!子))"
)
_LANDMARK = re.compile(
    r"(?:的)?(?:对门|对面|对过|隔壁|旁边|跟前|门前|门口|门外|附近|后面|前面|后身|房后|往|东[边侧头]|西[边侧头]"
    r"|南[边侧头]|北[边侧头]|那条|路口|[屯村湾台沟坝塘冲岗店铺油]|窝[棚堡铺]|烧锅|店|铺|[\u4e00-\u9fff]{0,2}(?:饭店|超市|烧烤"
    r"|菜馆|面馆|熟食|小卖|食杂))"
)
_OLD = re.compile(
    rf"(?<![大缩多么长变古养中矮最很太特挺好更越减弱微过狭窄细偏名极])[老小](?P<surname>[{''.join(sorted(SINGLE))}])(?P<home>家(?![具庭长属园电乡务政禽装境教]))?(?P<head>头儿?"
    r"|头子|儿(?![子女媳]))?"
)
_OLD_NOT = re.compile(r"李子|王[八子牌]|孙子|黄[车狗鱼牛瓜]|马[路达]|熊|牛|江湖|田|康|钱(?!头|家|[,。])")
_SAID = re.compile(
    r"(?:[我他她个板子师]叫|名叫|姓名|名字(?:是|叫|为)?|叫做|名为|自称|署名|户主|户名|(?:报修|报名|联系|申请"
    r"|投诉|反映|举报|求助|当事|收件|经办|负责|责任)人|法人|代表人?|真名|本名|落款|监护人|死者|伤者"
    r"|我是|叫|业主|房东|租户|租客|本人(?!于)|转告|爱人|老伴|丈夫|妻子|媳妇|儿子|女儿(?!童)|闺女|侄女|侄子|外孙子?|孙女"
    r"|母亲|父亲|老板|经理|主任|书记|收费员|网格员|楼长|办事员|司机|医生|大夫|老师|校长|队长|邻居|同事|患者"
    r"|孤儿|[包村]干部|民警|找|——|敬礼[!。]?|我[爸妈爹娘]|爷爷|奶奶|姥姥|姥爷|公公|婆婆|岳父|岳母|弟弟|妹妹)(?:姓名)?[是叫为:\s]{0,3}"
)
_THANKS = frozenset({"谢谢", "感谢", "多谢", "答谢", "致谢"})
_SEX = re.compile(r"\s?[(,]\s?(?:男|女|[0-9一二三四五六七八九十]{1,4}岁)")
_FUNCTION = frozenset(
    "的了是在把上下又他她它收从欠不说也都和这那有要住半打想来去给让被还就因为跟与同已正将会能可以没到过对向由等及或者只很太最今昨前后每月日时至称表带问答女男先您你我们吗呢吧啊请于找个些什么怎哪几多少所其此近"
)
_LAST = frozenset("正天明向同前后来开已去时月日年元业军工")
_NOT_GIVEN = _FUNCTION | frozenset(
    "屯庄堡沟岗坡区县市镇乡村路街道局委办所院校厂司部厅科站处队店楼城栋层号户室元年业务政府法规费员工课科班岁"
)
_ETHNIC = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})[·•・][\u4e00-\u9fff]{2,8}?(?=[,。;!?、\s的在是说想嫁来和]|$|先生|女士|同志)"
)


_LONGEST = 6  # characters before the dot of a name such as 阿卜杜拉·吐尔逊


def find_names(folded: str) -> Iterator[PersonalSpan]:
    """Find a surname with a title or kinship (张大娘, 李主任, 老王家, 王某某), and full names that a word announces."""
    found = (
        *_titled(folded),
        *_called(folded),
        *_announced(folded),
        *_with_dot(folded),
        *find_english_names(folded),
    )
    yield from (PersonalSpan(PersonalKind.NAME, start, end) for start, end in found)


def _titled(folded: str) -> Iterator[tuple[int, int]]:
    for hint in _HINT.finditer(folded):
        title = _TITLE.match(folded, hint.start())
        if title and (start := _titled_from(folded, title)) is not None:
            yield start, title.end()


def _called(folded: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _OLD.finditer(folded) if _is_called(folded, match))


def _announced(folded: str) -> Iterator[tuple[int, int]]:
    for match in _SAID.finditer(folded):
        sure = match[0][-1] in "叫是为名:" or match[0].startswith("敬礼")
        if end := _full_name_to(folded, match.end(), SINGLE if sure else SINGLE - BEGINNINGS):
            yield match.end(), end
    for match in _SEX.finditer(folded):
        end = match.start()
        for start in range(max(0, end - 4), end - 1):
            if _begins_word(folded, start) and _full_name_to(folded, start, SINGLE) == end:
                yield start, end


def _with_dot(folded: str) -> Iterator[tuple[int, int]]:
    for match in _ETHNIC.finditer(folded):
        start = match.start()
        while match.start() - start < _LONGEST and not _begins_word(folded, start):
            start -= 1
        if _begins_word(folded, start) and not set(folded[start : match.end()]) & _FUNCTION:
            yield start, match.end()


def _titled_from(folded: str, title: re.Match[str]) -> int | None:
    """Where the name before a title begins, or None: no surname there, or the words are those of a shop or a place."""
    at, end, word = title.start(), title.end(), title[0]
    if word in SHORT and end < len(folded) and folded[end] not in _AFTER_SHORT:
        return None
    if word not in OFFICE and _SHOP.match(folded, end):
        return None
    if folded[max(0, at - 2) : at] in DOUBLE - PLACES:
        return at - 2
    start = _surname_from(folded, at, word)
    return _whole_name_from(folded, at) if start is None and word in OFFICE else start


def _surname_from(folded: str, at: int, title: str) -> int | None:
    """Where a surname of one character right before a title begins, with 老 or 小 before it (小马师傅)."""
    surname = folded[at - 1]
    if surname not in SINGLE or folded[max(0, at - 2) : at] in _THANKS:
        return None
    if folded[at - 2 : at - 1] in ("老", "小") and surname in TITLED and _begins_word(folded, at - 2):
        return at - 2
    sure = surname not in ENDINGS and title not in OF_OFFICE
    return at - 1 if sure or _begins_word(folded, at - 1) else None


def _whole_name_from(folded: str, at: int) -> int | None:
    """Where a full name before a title begins (钱长河书记): a common surname at the start of a word."""
    for start in (at - 3, at - 2):
        given = folded[start + 1 : at]
        known = (
            start >= 0
            and folded[start] in COMMON
            and not set(given) & _NOT_GIVEN
            and folded[start : start + 2] not in WORDS
        )
        if known and all(_is_han(c) for c in given) and _begins_word(folded, start):
            return start
    return None


def _begins_word(folded: str, at: int) -> bool:
    """Whether a word begins here: at the start, behind a sign but no digit (6门, 60周), or behind a word that leads to a person."""
    before = folded[at - 1 : at]
    return before in _LEADS or not (_is_han(before) or before.isdigit())


def _is_called(folded: str, match: re.Match[str]) -> bool:
    """Whether 老王, 小岳, 老李头, 老张家 is somebody; a family named as a landmark (老张家对门) is not."""
    if _OLD_NOT.match(folded, match.start("surname")):
        return False
    if match["home"]:
        return not _LANDMARK.match(folded, match.end())
    called = YOUNG if match[0][0] == "小" else CALLED
    if match["surname"] not in called or _SHOP.match(folded, match.end()):
        return False
    return bool(match["head"]) or match.end() == len(folded) or folded[match.end()] in _AFTER_SHORT


def _full_name_to(folded: str, start: int, surnames: frozenset[str]) -> int | None:
    """Where a full name that begins here ends: surname and one or two characters, then a sign or a word that goes on."""
    long = folded[start : start + 2] in DOUBLE - PLACES
    if not long and (folded[start : start + 1] not in surnames or folded[start : start + 2] in WORDS):
        return None
    first = start + (2 if long else 1)
    for end in (first + 2, first + 1):
        given = folded[first:end]
        if len(given) == end - first and _is_given(given, folded[end : end + 1]) and _may_end(folded, end):
            return end
    return None


def _is_given(given: str, following: str) -> bool:
    """Whether characters may be a given name; a word such as 正 or 天 may end one in front of a sign."""
    if _is_han(following) or given[-1] not in _LAST:
        return all(_is_han(c) and c not in _NOT_GIVEN for c in given)
    return len(given) > 1 and _is_han(given[0]) and given[0] not in _NOT_GIVEN


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _may_end(folded: str, end: int) -> bool:
    following = folded[end : end + 1]
    return not _is_han(following) or following in _FUNCTION or following in _AFTER_SHORT
