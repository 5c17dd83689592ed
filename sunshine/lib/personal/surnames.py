"""Surnames: two characters and more, one character, and those that are as often the end or the whole of another word."""

_COMPOUND = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政
濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马
公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌
微生 梁丘 左丘 东门 西门 第五 完颜 纳兰 爱新觉罗
"""
DOUBLE = frozenset(_COMPOUND.split())
PLACES = frozenset({"南门", "东门", "西门", "第五", "百里", "东方", "子车"})
"""Surnames of two characters that in a message are nearly always a place, a number or a direction."""
COMMON = frozenset(
    "王李张刘陈杨赵吴周徐孙朱胡郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖萧蔡潘袁董余苏吕魏蒋杜丁沈姜范傅钟卢汪戴崔任陆廖姚谭韦"
    "贾邹熊孟秦邱侯尹薛闫阎雷史陶贺顾郝龚邵覃钱戚赖庞樊殷葛齐伍莫庄聂岳翟倪严牛俞颜欧栾佟关毕柴裴乔耿霍"
)
SINGLE = COMMON | frozenset(
    "高林黄马于方石江白金叶程田康毛邱夏段万武龙汤黎易常温文安洪尚左季鲁焦房付冉卜卞艾古涂苗甄柳辛骆甘祝盛凌舒"
    "芦童蓝游欣明华司宁梅闵解邢项宫全詹申屈单米瞿纪褚娄窦曲项荆穆仲展门岑牟邬滕楚鞠蔺冀费井卓桑"
    "兰冷柯闻辛池沙盖阚宗郎隋麻巩桂尤荣包骆敖边迟晁丛宿厉郁单练巴喻储苑佘邸逄郄乜厍綦亓逯郗惠仇凤花洛蒙敬"
    "邴矫衣仉战初国隗滑寇封曲赫谷尧闻戎糜晏"
)
ENDINGS = frozenset(
    "初国战衣高林黄马于方石江白金叶田康毛段万武龙易常温文安左向房车管付古明华成代司宁解应商项全单占米初门费井边原党路游关莫任庄"
    "辛柴梅花封盖沙池冷麻包童申展惠敬商洪尚季焦盛荣宗练滑谷许何曾余严史陆关顾乔"
)
"""Often the end of a word, so a surname only where a word begins: 提高老师, 公安局长, 停车师傅, 由于某 hold no surname."""
BEGINNINGS = frozenset("初国战衣高方安白金江石田文明毛左向房车付古华司解全单门费边党井游包展冷麻沙池花封温万")
"""Often the beginning of a word: in front of a given name a surname only where 叫, 是 or a colon says so."""
CALLED = (COMMON | frozenset("马林黄江叶程田康夏邢付")) - frozenset("任何史关严莫顾赖柴")
"""Put behind 老 or 小 without more: 老何 and 小史 are as often words."""
YOUNG = CALLED | frozenset("高方")
"""Put behind 小: 小高 is somebody, 老高 as often a word."""
TITLED = YOUNG | frozenset("石白江于文龙万安毛")
"""Put behind 老 or 小 in front of a title: 老高太太, 小于师傅."""
_WORDS = """
何时 陆续 严肃 辛苦 辛勤 何处 何人 许多 曾经 周边 周围 周末 周一 周二 周三 周四 周五 周六 周日 胡乱 谢谢 余下 范围
陈旧 陈述 张贴 孙子 孙女 任何 任意 任务 严重 严格 严禁 关于 关系 关门 关闭 关心 关注 高度 高兴 高额 安全 安排 马上
方便 方式 方面 万元 全部 明白 明显 成立 成为 金额 单位 单元 管理 解决 解释 应该 应当 包括 常常 原来 原因 车辆 车位
石头 白天 温度 文明 文件 毛病 路灯 路面 水电 代表 代理 房屋 房子 房产 宁可 项目 商量 商业 商品 商铺 初步 门口 门卫
费用 边上 康复 向来 易拉 武装 龙头 江边 江北 叶子 田地 段时 黄金 黄色 牛奶 钱财 史上 施工 柴油 庄稼 莫名 齐全 贺卡
欧式 汤圆 连续 曲折 荣誉 盛大 游客 童年 艾滋 古代 左右 冷水 花园 花钱 惠民 敬老 麻烦 麻将 沙子 井盖 池子 党员 党委
党支 广场 岳父 岳母 万科 任职 严查 严惩 严打 严控 金属 任教 任课 任期 张口 张嘴 张罗 张望 张开 张扬 周转 周到 周期
周全 周折 陈列 谢绝 谢天 孙儿 胡说 胡来 胡同 罗列 郑重 许可 许愿 许久 韩国 董事 余地 余额 余款 余热 杜绝 丁点 范例
钟头 钟点 戴着 戴口 雷雨 雷声 陶瓷 贺信 顾客 顾不 钱包 赖账 赖着 殷切 牛羊 牛肉 颜色 毕竟 毕业 柴火 乔迁 耿直 严厉
严峻 杨树 杨柳 柳树 李子 陆地 何故 何等 何种 何曾 任由 任凭 任性 曲线 单据 梅花 兰花 甘愿 祝福 祝您 祝愿 祝贺 盛行
凌晨 凌乱 童话 蓝天 蓝色 蓝牌 游泳 游戏 欣赏 明年 明天 明知 全家 全体 全村 全程 全年 米面 敬请 敬爱 敬礼 惠及 滑坡
滑倒 封闭 封路 封堵 尤其 桂花 巩固 沙发 池塘 盖楼 盖房 练习 易燃 易发 文字 文化 温暖 温馨 安装 安心 安静 安置 常年
常态 黎明 武断 万一 段落 夏天 夏季 康养 毛巾 程序 程度 田间 江水 金钱 白色 白费 石子 石板 方案 方向 马桶 马达 马路
黄昏 林地 林场 高低 高楼 高层 高空 高声 高压 梁上 曾多 余生 景区 温泉 宁愿 单独 费力 费劲 卫生 边境
"""
WORDS = frozenset(_WORDS.split())
"""Words that begin with a surname's character and are no name."""
