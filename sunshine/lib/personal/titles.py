"""What people are called by behind their surname: words of kinship and nicknames, of office and courtesy, and single characters."""

_KIN = """
老爷子 老太太 老太 老头 老头子 老汉 大爷 大娘 大妈 大叔 大婶 大嫂 大姐 大哥 大姨 大伯 大姑 大舅 二爷 二娘 二叔 二婶
二嫂 二姐 二哥 二姨 三爷 三娘 三叔 三婶 三嫂 三姐 三哥 三姨 四爷 四叔 四婶 四哥 五爷 五叔 爷爷 奶奶 姥姥 姥爷 叔叔
阿姨 婶子 婶儿 嫂子 伯伯 姑姑 舅舅 老大 老二 老三 老四 老五 老六 老七 老八 家媳妇 家小子 家姑娘 家老太太 家老头
家老爷子 家大哥 家大姐 家大嫂 家大娘 家大爷 家二小子 家老大 家老二 家老三 家老四
婆子 老婆子 婆婆 家儿子 家大儿子 家二儿子 家闺女 家姑爷 家孙子
瘸子 胖子 秃子 麻子 聋子 瞎子 傻子 疯子 哑巴 罗锅 大个
大个子 半仙 结巴 木匠 瓦匠 铁匠 皮匠 大胆 大脑袋 大舌头
"""
_OFFICE = """
主任 副主任 书记 副书记 支书 经理 总经理 副经理 科长 局长 副局长 处长 所长 副所长 站长 队长 副队长 组长 社长 厂长
乡长 镇长 副镇长 村长 县长 副县长 市长 副市长 区长 副区长 院长 副院长 部长 股长 班长 楼长 屯长 会长 店长 校长 副校长
园长 教授 师傅 师父 大夫 医生 护士 护士长 老师 董事长 董事 主席 主管 总监 法官 律师 警官 警察 检察官 会计 出纳 干事
委员 代表 指导员 教导员 教练 网格员 专员 老板 老板娘 房东 司机 工程师 先生 女士 小姐 太太 同志 夫人 同学 某某 某某某
"""
KIN = frozenset(_KIN.split())
OFFICE = frozenset(_OFFICE.split())
SHORT = frozenset("哥姐叔婶姨嫂爷奶伯姑舅某总工局队所")
"""Titles of one character: counted only where the word ends."""
OF_OFFICE = frozenset("总工局队所")
