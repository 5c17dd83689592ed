"""What `sunshine demo` tells the person who started it."""

import unicodedata

from django.conf import settings

from sunshine.config import demo_accounts
from sunshine.config.supervisor import split_listen

PAGES = (
    ("/", "居民首页 residents' home"),
    ("/report/", "我要反映 report something"),
    ("/track/", "我的事办到哪了 follow a report"),
    ("/desk/", "工作台 staff"),
)


def _padded(text: str, width: int) -> str:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return text + " " * max(width - len(text) - wide, 0)


def demo() -> str:
    """Addresses, log-ins, and that everything is invented."""
    root = f"http://127.0.0.1:{split_listen(settings.LISTEN)[1]}"
    lines = [
        "",
        f"{settings.PLATFORM_NAME}  Sunshine Grid — demonstration 演示",
        "",
        "  本演示中的街道、社区、人员和事项均为虚构；肇东市是真实的县级市。",
        "  Streets, communities, people and matters are invented; Zhaodong itself is a real city.",
        "",
        *(f"  {_padded(about, 34)} {root}{path}" for path, about in PAGES),
        "",
        "  log-in 用户名        password 密码     who 身份",
        *(
            f"  {_padded(account.username, 20)} {_padded(account.password, 17)} {account.who}"
            for account in demo_accounts.listing()
        ),
        "",
        f"  Kept in {demo_accounts.path()}. Stop with Ctrl-C.",
        "",
    ]
    return "\n".join(lines)
