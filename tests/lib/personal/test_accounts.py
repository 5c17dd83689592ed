import pytest

from tests.lib.personal.marks import marked

MAILS = """
邮箱【zhang.san@qq.com】
【zhangsan @ 163.com】
【zhangsan＠１６３．ｃｏｍ】
【zhangsan#163.com】
邮箱【zhangsan(at)163.com】
【zhangsan艾特一六三点com】
QQ邮箱【123456789】
【zhang_san@vip.sina.com.cn】
【zhangsan [at] 163 [dot] com】
【zhang@163.com】
【zhang@163。com】
【zhang@163，com】
【zhang＠qq.com】
【zhang小老鼠163.com】
【zhang（at）163.com】
【zhang AT 163 DOT com】
邮箱【zhang@yeah.net】
邮箱【zhang_2020】网易的
【123456789@qq.com】
【zhang@139.com】
E-mail：【zhang@hlj.cn】
【lihua艾特幺六三点康姆】
""".strip().splitlines()
CHATS = """
微信【abc_1234】
我微信：【zhang-san88】
加我微信 【laowang1966】
VX【wangwu2020】
vx:【wangwu2020】
威信【wangwu2020】
微信号【wangwu2020】
V：【wangwu2020】
薇❤【wangwu2020】
QQ【123456789】
QQ号码是【123456789】
扣扣：【12345678】
Q:【123456789】
加Q【123456789】
QQ群【123456789】
抖音号【dy12345abc】
快手ID【ks_1234567】
微信名“【开心每一天】”
网名叫【雪域苍狼】，
钉钉号【dd_88990】
微信：【lisi_0455】
VX：【lisi0455】
v x【lisi0455】
微信id:【lisi0455】
我的vx是【lisi0455】
微信 【lisi0455】
微信就是【lisi0455】
微信加【lisi0455】
微信搜【lisi0455】
可加【lisi0455】（微信）
【lisi0455】是我微信
WeChat: 【lisi0455】
w.x【lisi0455】
威❤【lisi0455】
+微【lisi0455】
V❤【lisi0455】
扣【123456789】
Q号【123456789】
QQ：【１２３４５６７８９】
球球【123456789】
抖音【lisi0455】
抖音搜【lisi0455】
快手号：【lisi0455】
快手：【lisi0455】
B站【lisi0455】
微博ID【lisi0455】
小红书【lisi0455】
支付宝【lisi0455】
昵称“【冬天里的雪】”
微信名：【冬天里的雪】
扣扣号：【八七六五四三二一零】
qq号 【87 6543 210】
绿泡泡【zhang1234】
微信叫【岁月静好】
群里昵称【一米阳光】
快手名【北大荒老高】
my wechat is 【lina1990】
微信号就是我名拼音【zhangguifen1958】
""".strip().splitlines()
PLATES = """
【黑M12345】
【黑M·12345】
【黑 M 12345】
【黑M 123 45】
【黑m-d12345】
车牌号【M12345】
车牌【黑M1234挂】
【黑Ｍ１２３４５】
车牌是【12M45】的那辆
【京AD12345】
车号【黑M一二三四五】
【黑M①②③④⑤】
牌照：【黑MA123B】
号牌【鲁B·7U8K9】
【黑M 88K88】
【黑MU1234】
【黑M.12345】
【黑M_12345】
【黑M12 345】
【黑m幺二三四五】
车牌子【M12345】
【黑L·D12345】
【蒙E12345】
【黑AD12345】
【黑M12345】和【黑M54321】
【黑M12345】、【M54321】
【吉A·12345】
车牌：【12345】
车牌尾号【234】的白捷达
车尾号【A23】
车牌是黑M的【A1234】
【黑M，A1234】
车牌【黑埃姆A1234】
车牌号码 【黑m 幺幺八八拐】
""".strip().splitlines()
NOBODYS = """
公告上的邮箱是tousu@example.com
寄tousu@example.com行吗？公告上写的
邮箱tousu@example.gov.cn
京沪高铁
黑龙江A级景区
新A区
微信群
微信公众号
QQ群里
抖音上
公众号
邮箱满了
身份证丢了
银行卡丢了
APP下载
U盾
Wi-Fi
搜查
+V
line
qq
微信叫你们也不回
微信叫车叫不到
微信转10000元
车尾号3和8限行
""".strip().splitlines()


@pytest.mark.parametrize("told", MAILS)
def test_a_mail_address_is_found_however_its_signs_are_written(told: str):
    assert marked(told.replace("【", "").replace("】", "")) == told


@pytest.mark.parametrize("told", CHATS)
def test_an_account_is_found_behind_the_word_for_its_service(told: str):
    assert marked(told.replace("【", "").replace("】", "")) == told


@pytest.mark.parametrize("told", PLATES)
def test_a_plate_is_found_however_it_is_grouped(told: str):
    assert marked(told.replace("【", "").replace("】", "")) == told


@pytest.mark.parametrize("text", NOBODYS)
def test_words_about_services_and_letters_are_nobodys(text: str):
    assert marked(text) == text
