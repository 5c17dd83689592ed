"""Components as tags: {% load ui %}. Each is described with its parameters in docs/developer/ui.md."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import segno
from django import template
from django.conf import settings
from django.forms import BoundField
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext as _

from sunshine.ui import assets, custody, words

register = template.Library()
NOTICE_ICONS = {"info": "info", "warning": "warning", "public": "sun", "overdue": "clock", "urgent": "phone"}


# ── built files and icons ─────────────────────────────────────────────────────
@register.simple_tag
def vite_asset(source: str) -> SafeString:
    """Style sheets and module of an entry point of web/."""
    built = assets.entry(source)
    sheets = format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((assets.address(css),) for css in built.get("css", ()))
    )
    return format_html('{}\n<script type="module" src="{}"></script>', sheets, assets.address(built["file"]))


@register.simple_tag
def vite_styles(source: str) -> SafeString:
    """Only the style sheets of an entry point, for pages that must work when nothing else does."""
    try:
        sheets = assets.entry(source).get("css", ())
    except assets.NotBuilt:  # the error page must come even then
        sheets = ()
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((assets.address(css),) for css in sheets)
    )


@register.simple_tag
def built(source: str) -> str:
    """Address of a built file, for a picture the page names itself; empty when nothing is built."""
    try:
        return assets.address(assets.entry(source)["file"])
    except assets.NotBuilt:
        return ""


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon; always beside a word, so screen readers skip it."""
    classes, sprite = f"icon {css}".strip(), built("src/icons.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', classes, sprite, name
    )


@register.simple_tag
def qr(text: str, css: str = "", title: str = "") -> SafeString:
    """A QR code as inline SVG; error correction M, quiet zone 4 modules."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        svgclass=f"qr {css}".strip(), lineclass=None, border=4, omitsize=True, title=title or text
    )
    return mark_safe(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 -- segno escapes the title


@register.simple_tag
def hotline() -> str:
    """The number behind every office, also for pages that are shown without a context."""
    return str(settings.HOTLINE)


@register.simple_tag
def telephone(number: str, css: str = "") -> SafeString:
    """A telephone number to press; what stands on lines below it, as a remark beside it."""
    first, _line, remark = str(number).partition("\n")
    bare = "".join(sign for sign in first if sign.isdecimal() or sign == "+")
    beside = format_html(' <span class="small soft">{}</span>', remark) if remark else ""
    if not bare:
        return format_html("{}", beside)
    return format_html(
        '<a class="{}" href="tel:{}">{}<span class="number">{}</span></a>{}',
        f"with-icon {css}".strip(),
        bare,
        icon("phone"),
        first,
        beside,
    )


# ── time ──────────────────────────────────────────────────────────────────────
def _time(at: datetime, said: str, css: str = "") -> SafeString:
    return format_html(
        '<time class="{}" datetime="{}" title="{}">{}</time>', css, at.isoformat(), words.exactly(at), said
    )


@register.simple_tag
def since(at: datetime | None, at_now: datetime | None = None) -> SafeString | str:
    """How long ago, in words; the exact time as title. Nothing stays nothing."""
    return _time(at, words.since_words(at, at_now or now())) if at else ""


@register.simple_tag
def until(at: datetime | None, at_now: datetime | None = None) -> SafeString | str:
    """When due, in words; red with “overdue” once it has passed."""
    if not at:
        return ""
    reference = at_now or now()
    return _time(at, words.until_words(at, reference), "overdue-text" if at < reference else "")


@register.simple_tag
def moment(at: datetime | None, short: bool = False) -> SafeString | str:
    """Day and minute; short leaves this year's number out."""
    if not at:
        return ""
    return _time(at, words.briefly(at, now()) if short else words.exactly(at))


@register.simple_tag
def day(at: datetime | None) -> SafeString | str:
    """The day."""
    return _time(at, words.on_day(at)) if at else ""


@register.filter
def duration(span: timedelta | None) -> str:
    """How long, in words."""
    return words.duration(span) if span is not None else ""


# ── forms ─────────────────────────────────────────────────────────────────────
@register.simple_tag
def field(bound: BoundField, label: str = "", help_text: str = "") -> SafeString:
    """One form field in our markup, with another label or help if the page needs it."""
    bound.label = label or bound.label
    bound.help_text = help_text or bound.help_text
    return bound.as_field_group()


@register.inclusion_tag("ui/parts/file_picker.html")
def file_picker(
    bound: BoundField, count: int = 6, megabytes: int = 20, accept: str = "image/*"
) -> dict[str, Any]:
    """Photos: several, added one after the other, shown small; plain file input without script."""
    return {
        "field": bound,
        "count": count,
        "bytes": megabytes * 2**20,
        "megabytes": megabytes,
        "accept": accept,
    }


@register.inclusion_tag("ui/parts/confirm_button.html", takes_context=True)
def confirm_button(
    context: template.Context,
    url: str,
    label: str,
    question: str,
    do: str = "",
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """A button that asks first: opens a small box with the question and posts from there; needs no script."""
    return {
        "csrf_token": context.get("csrf_token"), "url": url, "label": label,
        "question": question, "do": do or label, "name": name, "value": value,
    }  # fmt: skip


@register.inclusion_tag("ui/parts/draft_note.html")
def draft_note() -> dict[str, Any]:
    """Inside a form with data-draft: says that what was typed came back, and offers to empty it."""
    return {}


@register.inclusion_tag("ui/parts/map.html")
def map_box(
    geojson_url: str, lon: str = "", lat: str = "", label: str = "", centre: str = "", zoom: int = 13
) -> dict[str, Any]:
    """A map of areas; with the selectors of two fields (#id_lon, #id_lat) one picks a point. centre is "lon,lat"."""
    return {
        "geojson_url": geojson_url, "lon": lon, "lat": lat, "centre": centre, "zoom": zoom,
        "label": label or _("Map of the grids"),
        "tile_url": getattr(settings, "TILE_URL", ""),
        "tile_datum": getattr(settings, "TILE_DATUM", "wgs84"),
        "attribution": getattr(settings, "TILE_ATTRIBUTION", ""),
    }  # fmt: skip


@register.inclusion_tag("ui/parts/locate_button.html")
def locate_button(lon: str = "#id_lon", lat: str = "#id_lat") -> dict[str, Any]:
    """“Use my location”, shown only where script runs; says in words what went wrong."""
    return {"lon": lon, "lat": lat, "status": f"located-{lon.strip('#')}"}


# ── pieces ────────────────────────────────────────────────────────────────────
@register.inclusion_tag("ui/parts/badge.html")
def badge(label: str, kind: str = "", icon: str = "") -> dict[str, Any]:
    """A word for a state. kind: "" | active | waiting | done | public | overdue."""
    return {"label": label, "kind": kind, "icon": icon or {"overdue": "clock", "done": "check"}.get(kind, "")}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A sentence that stands out: {% notice "warning" title=… %}…{% endnotice %}. info|warning|public|overdue|urgent."""
    heading = format_html('<p class="notice-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice {}">{}<div>{}{}</div></div>', kind, icon(NOTICE_ICONS[kind]), heading, content
    )


@register.inclusion_tag("ui/parts/timeline_item.html")
def timeline_item(
    title: str, at: datetime | None = None, who: str = "", text: str = "", state: str = "done"
) -> dict[str, Any]:
    """One <li> of <ol class="timeline">. state: done | now | next | late."""
    return {"title": title, "at": at, "who": who, "text": text, "state": state}


@register.inclusion_tag("ui/parts/custody_bar.html")
def custody_bar(links: Iterable[Any], at_now: datetime | None = None) -> dict[str, Any]:
    """Who held it how long. links: objects or dicts with holder, began, ended (None: now), took (words), over."""
    return {"spans": custody.spans(links, at_now or now())}


@register.inclusion_tag("ui/parts/proportion.html")
def proportion(part: float, whole: float, label: str) -> dict[str, Any]:
    """A thin bar: part of whole, said by label."""
    return {"width": round(1000 * part / whole) if whole else 0, "label": label}


@register.inclusion_tag("ui/parts/figure.html")
def figure(
    label: str, number: Any, unit: str = "", base: str = "", as_of: datetime | None = None,
    url: str = "", link: str = "", kind: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A number with its unit, its base, “as of” and the list behind it. kind="overdue" makes it red."""
    return {
        "label": label, "number": number, "unit": unit, "base": base,
        "as_of": as_of, "url": url, "link": link, "kind": kind,
    }  # fmt: skip


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "", icon: str = "inbox") -> dict[str, Any]:
    """What to do when there is nothing to show."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("ui/parts/pager.html")
def pager(previous_url: str = "", next_url: str = "", note: str = "") -> dict[str, Any]:
    """Newer and older pages by key; nothing when there is only one."""
    return {"previous_url": previous_url, "next_url": next_url, "note": note}


@register.inclusion_tag("ui/parts/steps.html")
def steps(current: int, *labels: str) -> dict[str, Any]:
    """Where one is in a form of several pages; current counts from 1."""
    return {"labels": labels, "current": current}


@register.inclusion_tag("ui/parts/tile.html")
def tile(url: str, title: str, text: str = "", icon: str = "", main: bool = False) -> dict[str, Any]:
    """A big thing to press; without an address it is no link."""
    return {"url": url, "title": title, "text": text, "icon": icon, "main": main}


@register.inclusion_tag("ui/parts/nav_link.html", takes_context=True)
def nav_link(
    context: template.Context, url: str, label: str, icon: str = "", count: int | None = None, late: bool = False,
    exact: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """An <li> of a navigation list, marked when one is there (or below it, unless exact)."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    there = path == url or (not exact and url != "/" and path.startswith(url))
    return {"url": url, "label": label, "icon": icon, "count": count, "late": late, "there": there}


@register.inclusion_tag("ui/parts/tab.html")
def tab(url: str, label: str, current: bool = False, count: int | None = None) -> dict[str, Any]:
    """A link in <nav class="tabs">."""
    return {"url": url, "label": label, "current": current, "count": count}
