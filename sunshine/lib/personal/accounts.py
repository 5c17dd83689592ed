"""Mail addresses, chat and other accounts, and number plates."""

import re
from collections.abc import Iterator

from sunshine.lib.personal.kinds import PersonalKind, PersonalSpan
from sunshine.lib.personal.windows import find_windows, matches_in

_AT = (
    r"(?:@|艾特|\(at\)|\[at\]|圈a|小老鼠|(?<=[a-z0-9])\s+at\s+(?=[a-z0-9])|#(?=(?:qq|1[26]3|126|139|189|sina"
    r"|gmail|foxmail|outlook|hotmail)))"
)
_DOT = r"\s?(?:\.|,(?=com|cn|net)|。|点|\bdot\b|\(dot\)|\[dot\])\s?"
_MAIL = re.compile(
    rf"(?<![a-z0-9._+-])[a-z0-9][a-z0-9._+-]{{0,63}}\s?{_AT}\s?[a-z0-9一二三四五六七八九幺零-]{{1,63}}"
    rf"(?:{_DOT}[a-z0-9-]{{1,30}}){{0,3}}{_DOT}(?:com|[康抗]姆?"
    rf"|cn|net|org|edu|gov|vip|cc|[a-z]{{2,6}})(?![a-z0-9])"
)
_MAIL_TOLD = re.compile(
    r"(?:邮箱|邮件|e-?mail|电邮)[^a-z0-9。;!?\n]{0,6}(?:(?:网易|qq|1[26]3|139|189|新浪|搜狐"
    r"|谷歌)[^a-z0-9。;!?\n]{1,8})?([a-z0-9](?=[a-z0-9._-]*[0-9_.-])[a-z0-9._-]{4,40}(?<![.-]))(?![a-z0-9_])"
)
_MAIL_PUBLIC = re.compile(r"公告|公示|官网|官方|公开|公布|(?:公共|举报|监督|投诉|意见|工作)邮?箱")
_MAIL_PUBLISHED = re.compile(r"(?:公告|公示牌?|官网|告示|牌子|通知)(?:上|里|写|贴)")
_SERVICE = (
    r"(?:微\s?[信x]|[薇威徽维]信|[微薇威][❤♥]️?|v\s?[信❤♥]️?|[vw][.\s]?x|weixin|wechat|we\s?chat|加微|[加\+➕]我?\s?(?:v"
    r"|qq?|微)|[vq](?=\s?[:号我])|扣扣|抠抠|[秋丘]秋|绿泡泡?|扣(?=[:\s]?[0-9]{6})|卫星(?=[:号])|q\s?q|球球|企鹅号?|腾讯号?|抖音|快手|小红书|微博|支付宝|钉钉|陌陌|b站"
    r"|视频号|闲鱼|旺旺|探探|头条号|telegram|飞书|skype)"
)
_WORDS = (
    r"(?:\s|[:=,\-\"“”'「]|号码?|群|账号|帐号|账户|帐户|昵称|名|i\s?d|是|为|叫|搜索?|加|找|联系|同|我的?"
    r"|你|他|她|的|发|到|转|也|用|请|可|以|一下|全|都|小写|大写|字母|下面|这个|就|那个|这|我?名字?|姓名|全?拼音?|手机号|加上|前面|后面|is)"
)
_ACCOUNT = r"[a-z0-9][a-z0-9_.-]{4,29}(?<![.-])"
_CHAT = re.compile(rf"(?<![a-z0-9]){_SERVICE}{_WORDS}{{0,10}}({_ACCOUNT})(?![a-z0-9_]|\s?(?:元|块|万|多|名))")
_CHAT_SPACED = re.compile(
    rf"(?<![a-z0-9]){_SERVICE}{_WORDS}{{0,10}}([a-z0-9_](?:[ .\-][a-z0-9_]){{4,24}})(?![a-z0-9_])"
)
_CHAT_DIGITS = re.compile(  # read out or in groups: QQ 87 6543 210, 扣扣八七六五四三二一零
    rf"(?<![a-z0-9]){_SERVICE}{_WORDS}{{0,10}}([0-9](?:[ .\-]?[0-9]){{4,11}})(?![0-9a-z_]|\s?(?:元|块|万|人|多|余|名|户))"
)
_CHAT_AFTER = re.compile(
    rf"(?<![a-z0-9_.@-])({_ACCOUNT})[)\"”\s,]{{0,2}}(?:这?是|,)?(?:我的?|本人)?的?(?:微信|v信|vx|wx|qq|抖音"
    r"|快手)(?:号|$|[,。;!?\s])"
)
_ADD = re.compile(
    r"(?:搜|加|搜索|添加)(?:一下|我|他|她)?[:\s]?((?!q|wx|vx)(?=[a-z0-9_-]*[0-9_-])[a-z][a-z0-9_-]{4,29})(?![a-z0-9_-])"
)
_QUOTED = re.compile(
    r"(?:昵称|网名|微信名|群名片|抖音名|快手名|群里的?名字?|q名)(?:是|叫|为|:"
    r"|\s){0,3}[\"“「『‘']([^\"”」』’'\n]{2,24})[\"”」』’']"
)
_DISPLAYED = re.compile(
    r"(?:(?:昵称|网名|微信名|群名片|抖音名|快手名)(?:是|叫|为|:|\s){1,3}|(?:朋友圈|群里|抖音上?"
    r"|快手上?)[^,。;!?\n]{0,8}人(?:叫|是叫|名叫)|(?:微信|qq|抖音|快手|群里)(?:上|里)?的?(?:名字?|昵称|网名)?"
    r"(?:叫做?|(?<=昵称)|(?<=网名)|(?<=[信手音]名))(?![称字你我他她它车人大物谁啥什起过号不没改])(?!社区|街道))([\w~·]{2,16})"
)
_SAID_DIGITS = str.maketrans("洞拐勾", "079")  # as they are said on the telephone
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_GAP = r"[\s_\-‐‑–—.,·・•]?"
_SERIAL = rf"[a-hj-np-z0-9](?:{_GAP}[a-z0-9]){{4,5}}"
_PLATE = re.compile(
    rf"(?:wj\s?)?[{_PROVINCES}]{_GAP}(?:牌\s?)?(?:[a-hj-np-z]|[埃爱艾]姆){_GAP}(?=[a-z\s.·\-]{{0,6}}[0-9])(?:{_SERIAL}(?![a-z0-9])"
    rf"|[a-z0-9](?:{_GAP}[a-z0-9]){{3}}[学挂警港澳领使试超])"
)
_TRACTOR = re.compile(rf"(?<![a-z0-9])[{_PROVINCES}][0-9]{{2}}{_GAP}[0-9]{{5}}(?![0-9])")
_PLATE_TOLD = re.compile(
    rf"(?:车牌号?码?|牌照号?|车号|号牌号?|牌子|车牌尾号)(?:是|为|:|\s|[{_PROVINCES}][a-z](?:的|后[面边头]是?)"
    rf"|[\u4e00-\u9fff]{{1,2}}(?=[a-z0-9])){{0,3}}((?=[a-z\s.·\-]{{0,6}}[0-9])(?:[a-hj-np-z]{_GAP})?[a-z0-9](?:{_GAP}[a-z0-9]){{4,5}})(?![a-z0-9])"
)
_PLATE_SHORT = re.compile(
    r"(?<![a-z0-9\u002d])([a-hj-np-z][·・•](?=[a-z]{0,3}[0-9])[a-z0-9]{5,6}"
    r"|[a-hj-np-z](?=[a-z]?[0-9])[a-z0-9]{5,6}(?=的?车|[,\s]?[绿蓝黄]牌|(?:又|总|老|天天"
    r"|一直)?[停堵占]))(?![a-z0-9])"
)
_PLATE_TAIL = re.compile(
    r"(?:车牌?|车牌照|车牌号|牌照|车号)(?:的|号)?(?:尾号|尾数|[后末][2-5]位)(?:数|字母|号)?[是为:\s]{0,2}"
    r"((?=[a-z]{0,3}[0-9])[0-9a-z]{2,5})(?![0-9a-z])"
)
_PLATE_NEXT = re.compile(
    r"\s?(?:和|跟|与|、|,|及|还有)\s?([a-hj-np-z](?=[a-z]{0,2}[0-9])[a-z0-9]{5,6}|[a-hj-np-z0-9]{5})(?![a-z0-9])"
)


_HINT = re.compile(
    r"[a-z0-9_](?:[a-z0-9_.+-]{4}|[ .\-][a-z0-9_][ .\-][a-z0-9_])|@|#|艾特|昵称|网名|微信名|群名|抖音|快手|朋友圈|群里|微信叫"
)
_DIGITS_HINT = re.compile(r"[0-9](?:[ .\-]?[0-9]){4}")
_MARGIN = 40  # characters; a service may be named that far before its account
_PLATE_HINT = re.compile(rf"[a-z]|[{_PROVINCES}][0-9]|车牌|牌照|车号|号牌|牌子|车尾")


def find_accounts(folded: str, plain: str) -> Iterator[PersonalSpan]:
    """Find mail addresses (RFC 5321, and 艾特/点/dot for their signs) and accounts named by a service's word.

    `plain` is the folded text with its Chinese digits written as digits.
    """
    seen = find_windows(folded, _HINT, _MARGIN)
    for match in matches_in(folded, seen, _MAIL):
        before, behind = (
            folded[max(0, match.start() - 14) : match.start()],
            folded[match.end() : match.end() + 12],
        )
        if not _MAIL_PUBLIC.search(before) and not _MAIL_PUBLISHED.search(behind) and ".gov." not in match[0]:
            yield PersonalSpan(PersonalKind.EMAIL, match.start(), match.end())
    for match in matches_in(folded, seen, _MAIL_TOLD):
        yield PersonalSpan(PersonalKind.EMAIL, *match.span(1))
    for match in matches_in(folded, seen, _CHAT, _CHAT_SPACED, _CHAT_AFTER, _ADD, _QUOTED, _DISPLAYED):
        yield PersonalSpan(PersonalKind.CHAT, *match.span(1))
    for match in matches_in(plain, find_windows(plain, _DIGITS_HINT, _MARGIN), _CHAT_DIGITS):
        yield PersonalSpan(PersonalKind.CHAT, *match.span(1))


def find_plates(plain: str) -> Iterator[PersonalSpan]:
    """Find number plates (GA 36-2018; NY 345.1 for tractors), without the province where a word or a second one says so.

    `plain` is a folded text with its Chinese digits written as digits.
    """
    plain = plain.translate(_SAID_DIGITS)
    seen = find_windows(plain, _PLATE_HINT, 16)
    for match in matches_in(plain, seen, _PLATE, _TRACTOR):
        yield PersonalSpan(PersonalKind.PLATE, match.start(), match.end())
        if second := _PLATE_NEXT.match(plain, match.end()):
            yield PersonalSpan(PersonalKind.PLATE, *second.span(1))
    for match in matches_in(plain, seen, _PLATE_TOLD, _PLATE_TAIL, _PLATE_SHORT):
        yield PersonalSpan(PersonalKind.PLATE, *match.span(1))
