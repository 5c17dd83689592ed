"""What `sunshine demo` tells the person who started it."""

import unicodedata

from django.conf import settings

from sunshine.config import demo_accounts
from sunshine.config.supervisor import split_listen

PAGES = (
    ("/", "居民首页 residents' home"),
    ("/report/", "我要反映 report something"),
    ("/help/", "请人帮忙 ask for help"),
    ("/serve/", "我来帮忙 lend a hand"),
    ("/services/", "办事服务 services"),
    ("/line/", "一条主线 the line"),
    ("/track/", "我的事办到哪了 follow a report"),
    ("/desk/", "工作台 staff"),
)


def _padded(text: str, width: int) -> str:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return text + " " * max(width - len(text) - wide, 0)


def _own_links() -> list[tuple[str, str]]:
    """One invented member's own page and one invented wisher's, which have no log-in but a link of their own."""
    from sunshine.posts.models import Post
    from sunshine.volunteers.queries import token_of
    from sunshine.wishes.models import Wish
    from sunshine.wishes.queries.links import wish_token
    from sunshine.wishes.states import WishState

    found = []
    post = Post.objects.select_related("holder").exclude(holder=None).order_by("id").first()
    if post is not None and post.holder is not None:
        found.append((f"/serve/me/{token_of(post.holder.ref)}/", "一名党员自己的页面 a member's own page"))
    wish = Wish.objects.filter(state=WishState.DONE).order_by("id").first()
    if wish is not None:
        found.append((f"/w/{wish_token(wish.ref)}/", "一个心愿，待确认 a wish to be confirmed"))
    return found


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
        *(f"  {_padded(about, 38)} {root}{path}" for path, about in PAGES),
        *(f"  {_padded(about, 38)} {root}{path}" for path, about in _own_links()),
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
