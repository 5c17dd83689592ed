"""Which Chinese characters sound alike, as people who type by sound take one for another: 底 for 邸, 名 for 明.

GB 2312 orders its 3,755 common characters by their sound, so that the first character of each syllable is all there is to
know. Rarer ones that estates like in their names are told beside them.
"""

from bisect import bisect_right

_FIRST = (
    "啊埃鞍肮凹芭白斑邦苞杯奔崩逼鞭彪鳖彬兵玻捕擦猜餐苍操厕层插拆搀昌超车郴撑吃充抽初揣川疮吹春戳疵聪凑粗蹿摧村磋"
    "搭呆耽当刀德蹬堤颠碉跌丁丢东兜都端堆墩掇蛾恩而发藩坊菲芬丰佛否夫噶该干冈篙哥给根耕工钩辜刮乖棺光瑰辊锅"
    "哈骸酣夯壕呵嘿痕哼轰喉呼花槐欢荒灰荤豁击嘉歼僵蕉揭巾荆炯揪鞠捐撅均喀开刊康考坷肯坑空抠枯夸块宽匡亏坤括"
    "垃莱蓝琅捞勒雷棱厘俩联凉撩列琳玲溜龙楼芦驴峦掠抡萝妈埋瞒芒猫么玫门萌眯棉苗蔑民明谬摸谋拇"
    "拿氖男囊挠呢馁嫩能妮蔫娘鸟捏您柠牛脓奴女暖虐挪哦欧啪拍攀乓抛呸喷砰坯篇飘撇拼乒坡剖扑"
    "期掐牵枪橇切钦青琼秋趋圈缺裙然瓤饶惹壬扔日戎揉茹软蕊闰若撒腮三桑搔瑟森僧莎筛珊墒梢奢砷声师收蔬刷摔栓霜谁吮说"
    "斯松搜苏酸虽孙蓑塌胎坍汤掏特藤梯天挑贴厅通偷凸湍推吞拖挖歪豌汪巍瘟嗡挝巫"
    "昔瞎掀厢萧楔薪星兄休墟轩靴勋压焉殃邀椰一茵英哟拥幽迂鸳曰耘匝栽攒赃遭责贼怎增扎摘瞻樟招遮珍蒸芝中舟珠抓拽专桩椎谆捉"
    "兹鬃邹租钻嘴尊昨"
)
_RARER = {
    "邸": "低", "馨": "新", "鑫": "新", "昕": "新", "璟": "景", "瑾": "紧", "麒": "其", "琪": "其", "麟": "林", "翡": "飞",
    "榭": "谢", "懿": "以", "怡": "以", "熙": "西", "曦": "西", "禧": "西", "泓": "红", "晟": "生", "钰": "玉", "煜": "玉",
    "旸": "阳", "滢": "英", "瀛": "英", "筠": "云", "沅": "元", "湄": "梅", "湉": "天", "璞": "普", "骊": "里", "璃": "里",
    "俪": "里", "莞": "完", "泮": "判", "珑": "龙", "栾": "乱", "嵘": "容", "墅": "书", "芙": "夫", "茗": "明", "颢": "好",
}  # fmt: skip
_BOUNDS = [character.encode("gb2312") for character in _FIRST]
_LAST = "座".encode("gb2312")


def syllable(character: str) -> str:
    """A character that stands for all that sound like `character` whatever their tone; itself where that is unknown."""
    common = _RARER.get(character, character)
    try:
        code = common.encode("gb2312")
    except UnicodeEncodeError:
        return character
    place = bisect_right(_BOUNDS, code) if code <= _LAST else 0
    return _FIRST[place - 1] if place else character


def read_syllables(text: str) -> str:
    """A text by its syllables: two of the same sound are equal."""
    return "".join(map(syllable, text))
