"""Somebody with a browser: reads pages as text and sends forms as they stand on them.

Knows addresses and fields alone, no model and no action, so that it can visit later versions as well.
"""

import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.test import Client

NOT_TYPED = {"submit", "button", "image", "reset", "file"}
UNSEEN = ("script", "style", "svg", "template", "noscript")
READ = ("application/json", "application/geo+json", "text/xml", "application/xml", "text/plain")


@dataclass
class Visitor:
    """One browser, in which an officer may be logged in."""

    officer: Any = None
    language: str = "zh-hans"
    browser: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.browser.cookies["django_language"] = self.language
        if self.officer is not None:
            self.browser.force_login(self.officer)

    def get(self, address: str) -> Any:
        """The answer to an address."""
        return self.browser.get(address)

    def read(self, address: str) -> str:
        """What an address shows, as text: its status, its title and what can be read."""
        return text_of(self.get(address))

    def last_link(self, on: str, ends: str) -> str:
        """The last link on a page whose address ends so."""
        links = [str(link["href"]) for link in soup_of(self.get(on)).select("a[href]")]
        return [link for link in links if re.search(ends, link)][-1]

    def send(self, address: str, *, on: str = "", **said: Any) -> Any:
        """Send the form of an address as the page (the address's own, or `on`) offers it, with `said` typed in it.

        A page that first says what a rule would move is agreed with. Returns what the sender is led to; raises
        AssertionError with the page's words when the form comes back.
        """
        page = soup_of(self.get(on or address))
        answer = self.browser.post(address, {**offered(page, address, said), **typed(said)})
        for _turn in range(2):
            if answer.status_code != 200 or not asked_again(soup_of(answer)):
                break
            answer = self.browser.post(address, offered(soup_of(answer), address, said))
        if answer.status_code not in (200, 302, 303) or came_back(answer):
            raise AssertionError(f"{address} {answer.status_code}: {text_of(answer)}")
        return self.get(answer["Location"]) if answer.status_code != 200 else answer


def soup_of(answer: Any) -> BeautifulSoup:
    """The page of an answer."""
    return BeautifulSoup(answer.content.decode(), "html.parser")


def asked_again(page: BeautifulSoup) -> bool:
    """Whether the page has tried the rule and wants to be agreed with."""
    return page.select_one("main form input[name=tried]") is not None


def came_back(answer: Any) -> bool:
    """Whether the page shows the form again, with what is wrong or what the rule would move."""
    if answer.status_code != 200:
        return False
    page = soup_of(answer)
    wrong = page.select_one("main .errors, main .errorlist, main [aria-invalid=true]")
    return asked_again(page) or wrong is not None


def offered(
    page: BeautifulSoup, address: str, said: dict[str, Any], *, fixed: bool = False
) -> dict[str, Any]:
    """What the form of an address would send if nothing were typed; fields said to be None are left out.

    With `fixed` also what stands there and cannot be changed.
    """
    found: dict[str, Any] = {}
    form = _form(page, address)
    known = form.get("id")
    outside = page.select(f'[form="{known}"]') if known else []
    for part in [*form.select("input[name], select[name], textarea[name]"), *outside]:
        if isinstance(part.get("name"), str) and (values := _values(part, fixed)):
            found.setdefault(str(part["name"]), []).extend(values)
    return {name: values for name, values in found.items() if said.get(name, "") is not None}


def _form(page: BeautifulSoup, address: str) -> Tag:
    path = urlsplit(address).path
    forms = [form for form in page.select("form") if form.get("method", "").lower() == "post"]  # type: ignore[union-attr]
    there = [form for form in forms if urlsplit(str(form.get("action") or address)).path == path]
    if not there:
        raise AssertionError(f"no form for {address} on the page: {[form.get('action') for form in forms]}")
    return max(there, key=lambda form: len(form.select("input, select, textarea")))


def _values(part: Tag, fixed: bool = False) -> list[str]:
    """What a field of a form sends as it stands."""
    if part.has_attr("disabled") and not fixed:
        return []
    if part.name == "textarea":
        return [part.get_text().removeprefix("\n")]
    if part.name == "select":
        options = part.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")]
        if not chosen and not part.has_attr("multiple"):
            chosen = options[:1]
        return [str(option.get("value", option.get_text())) for option in chosen]
    kind = str(part.get("type", "text"))
    if kind in NOT_TYPED or (kind in ("checkbox", "radio") and not part.has_attr("checked")):
        return []
    return [str(part.get("value", "on" if kind in ("checkbox", "radio") else ""))]


def typed(said: dict[str, Any]) -> dict[str, Any]:
    """What somebody types, as a browser sends it."""
    return {name: "on" if value is True else value for name, value in said.items() if value is not None}


def text_of(answer: Any) -> str:
    """An answer as text: where it leads, or its title and what its main part says; files by their fingerprint."""
    if answer.status_code in (301, 302, 303):
        return f"{answer.status_code} → {answer['Location']}"
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "").partition(";")[0]
    head = f"{answer.status_code} {kind}"
    if kind == "text/html":
        return f"{head}\n{_words(body)}"
    if kind in ("application/json", "application/geo+json"):
        return f"{head}\n{json.dumps(json.loads(body), ensure_ascii=False, indent=1, sort_keys=True)}"
    if kind in READ:
        return f"{head}\n{body.decode()}"
    # A workbook says when it was made, and so never has the same bytes twice.
    return f"{head} {sha256(body).hexdigest()}" if kind.startswith("image/") else head


def _words(body: bytes) -> str:
    page = BeautifulSoup(body.decode(), "html.parser")
    title = page.title.get_text(strip=True) if page.title else ""
    main = page.main or page.body or page
    for part in main.find_all(UNSEEN):
        part.decompose()
    for part in main.find_all(["input", "select", "textarea"]):
        part.replace_with(_shown(part))
    # One line for each text: a change of one word is a change of one line.
    return "\n".join([f"# {title}", *main.stripped_strings])


def _shown(part: Tag) -> str:
    """What can be seen of a field: what stands in it, what is chosen of how much, whether it is ticked."""
    kind = str(part.get("type", "text"))
    if part.name == "input" and (kind == "hidden" or kind in NOT_TYPED):
        return ""
    if part.name == "input" and kind in ("checkbox", "radio"):
        return "[x]" if part.has_attr("checked") else "[ ]"
    if part.name == "select":
        options = part.find_all("option")
        chosen = [option.get_text(strip=True) for option in options if option.has_attr("selected")]
        return f"[{'、'.join(chosen)} /{len(options)}]"
    return f"[{' '.join(''.join(_values(part, fixed=True)).split())}]"
