"""Components as tags."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from sunshine.ui import assets
from tests.reading import words_of

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def draw(source: str, **context: object) -> BeautifulSoup:
    return BeautifulSoup(Template("{% load ui i18n %}" + source).render(Context(context)), "html.parser")


def test_a_page_loads_the_style_sheet_and_the_module_by_their_built_names() -> None:
    soup = draw('{% vite_asset "src/app.ts" %}')

    built = assets.entry("src/app.ts")
    assert soup.link["href"] == f"/static/dist/{built['css'][0]}"
    assert (soup.script["src"], soup.script["type"]) == (f"/static/dist/{built['file']}", "module")


def test_a_page_that_names_an_unbuilt_file_says_what_to_do() -> None:
    with pytest.raises(assets.NotBuilt, match="npm ci && npm run build"):
        draw('{% vite_asset "src/none.ts" %}')


def test_the_error_page_comes_even_when_nothing_is_built(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "none.json")

    soup = draw('{% vite_styles "src/app.ts" %}{% icon "phone" %}')

    assert (soup.find("link"), soup.use["href"]) == (None, "#phone")


def test_an_icon_is_skipped_by_screen_readers() -> None:
    assert draw('{% icon "phone" %}').svg["aria-hidden"] == "true"


def test_what_stands_below_a_telephone_number_is_a_remark_beside_it() -> None:
    tags = draw("{% telephone said %}", said="13800000021\n13800000021(儿子)")

    assert (tags.a["href"], tags.span.text, tags.find_all("span")[-1].text) == (
        "tel:13800000021",
        "13800000021",
        "13800000021(儿子)",
    )
    assert draw("{% telephone said %}", said="\n1380000002").a is None


def test_a_telephone_number_can_be_pressed() -> None:
    link = draw('{% telephone "0455-799 0000" %}').a

    assert (link["href"], link.get_text(strip=True)) == ("tel:04557990000", "0455-799 0000")


def test_a_qr_code_is_a_picture_with_a_name_and_no_inline_style() -> None:
    drawing = draw("{% qr url title='<Your> matter' %}", url="http://a.example/t/1").svg

    assert (drawing["role"], drawing.title.text, drawing.get("style")) == ("img", "<Your> matter", None)


def test_a_time_carries_its_exact_form() -> None:
    time = draw("{% since at at_now %}", at=NOON, at_now=NOON + timedelta(hours=2)).time

    assert (time.text, time["title"], time["datetime"]) == (
        "2小时前", "2026年11月23日 12:00", "2026-11-23T04:00:00+00:00",
    )  # fmt: skip


def test_what_is_late_is_red_and_says_so() -> None:
    late = draw("{% until at at_now %}", at=NOON, at_now=NOON + timedelta(hours=2)).time
    due = draw("{% until at at_now %}", at=NOON + timedelta(hours=2), at_now=NOON).time

    assert (late.text, late["class"], due["class"]) == ("已超2小时", ["overdue-text"], [])


@pytest.mark.parametrize("tag", ["since", "until", "moment", "day"])
def test_no_time_is_no_text(tag: str) -> None:
    assert draw(f"{{% {tag} at %}}", at=None).text == ""


def test_day_moment_and_duration_are_plain() -> None:
    now = timezone.now()
    page = "{% day at %}|{% moment at %}|{{ span|duration }}|{{ none|duration }}"

    assert (
        draw(page, at=NOON, span=timedelta(days=1), none=None).text
        == "2026年11月23日|2026年11月23日 12:00|1天|"
    )
    assert draw("{% moment at short=True %}", at=now).text.count("年") == 0


def test_a_badge_says_its_state_in_a_word_and_an_icon() -> None:
    badge = draw('{% badge "Late" "overdue" %}').span

    assert (badge.text, badge["class"], badge.use["href"].split("#")[1]) == (
        "Late",
        ["badge", "overdue"],
        "clock",
    )


def test_a_notice_holds_what_stands_between_its_tags() -> None:
    notice = draw('{% notice "warning" "Careful" %}<p>{{ word }}</p>{% endnotice %}', word="<x>").div

    assert (notice["class"], notice.find(class_="notice-title").text, notice.find_all("p")[1].text) == (
        ["notice", "warning"], "Careful", "<x>",
    )  # fmt: skip


def test_a_timeline_marks_where_the_matter_is_now() -> None:
    soup = draw(
        '{% timeline_item "Reported" at=at who="Li" text="dark" %}{% timeline_item "In hand" state="now" %}',
        at=NOON,
    )
    done, now = soup.find_all("li")

    assert (done["class"], done.get("aria-current"), now.get("aria-current")) == (["done"], None, "step")
    assert done.find(class_="timeline-meta").text == "2026年11月23日 12:00 · Li"


def test_a_figure_says_unit_base_time_and_the_list_behind_it() -> None:
    soup = draw('{% figure "Open" 12 "cases" "of 40" as_of=at url="/list/" %}', at=NOON)

    assert soup.find(class_="figure-number").text == "12cases"
    assert [line.text for line in soup.find_all(class_="figure-base")] == [
        "of 40",
        "截至 2026年11月23日 12:00",
    ]
    assert (soup.a["href"], words_of(soup.a)) == ("/list/", "查看清单: Open")


def test_a_proportion_of_nothing_is_empty() -> None:
    assert [draw(f"{{% proportion 1 {whole} 'x' %}}").rect["width"] for whole in (4, 0)] == ["250", "0"]


def test_an_empty_state_says_what_to_do() -> None:
    soup = draw('{% empty "Nothing" "Good." "/all/" "See all" %}')

    assert [node.get_text(strip=True) for node in soup.find_all("p")] == ["Nothing", "Good.", "See all"]


def test_a_pager_appears_only_when_there_is_another_page() -> None:
    assert draw("{% pager %}").find("nav") is None
    assert draw('{% pager next_url="?after=3" %}').a["rel"] == ["next"]
    assert draw('{% pager previous_url="?before=3" %}').a["href"] == "?before=3"


def test_steps_mark_the_current_one() -> None:
    items = draw('{% steps 2 "a" "b" "c" %}').find_all("li")

    assert [(item.get("class"), item.get("aria-current")) for item in items] == [
        (["done"], None),
        (None, "step"),
        (None, None),
    ]


def test_a_tile_without_address_is_no_link() -> None:
    assert draw('{% tile "" "Teach" %}').a is None
    assert draw('{% tile "/report/" "Report" main=True %}').a["class"] == ["tile", "main-action"]


@pytest.mark.parametrize(("path", "there"), [("/desk/", True), ("/desk/cases/", True), ("/", False)])
def test_navigation_marks_where_one_is(path: str, there: bool) -> None:
    link = draw('{% nav_link "/desk/" "Work" count=3 %}', request=RequestFactory().get(path)).a

    assert (link.get("aria-current") == "page", link.find(class_="count").text) == (there, "3")


def test_an_exact_link_is_marked_on_its_own_page_only() -> None:
    link = draw('{% nav_link "/desk/" "Work" exact=True %}', request=RequestFactory().get("/desk/cases/")).a

    assert link.get("aria-current") is None


def test_a_tab_shows_its_count() -> None:
    tab = draw('{% tab "/x/" "Open" current=True count=0 %}').a

    assert (tab["aria-current"], tab.find(class_="count").text) == ("page", "0")


def test_a_button_that_asks_first_posts_with_the_token() -> None:
    soup = draw('{% confirm_button "/x/" "Close" "Sure?" name="why" value="done" %}', csrf_token="t0ken")

    assert (soup.form["action"], soup.form["method"], soup.form.p.text) == ("/x/", "post", "Sure?")
    assert {field["name"]: field["value"] for field in soup.find_all("input")} == {
        "csrfmiddlewaretoken": "t0ken",
        "why": "done",
    }


def test_a_custody_bar_names_the_holder_of_now() -> None:
    soup = draw(
        "{% custody_bar links at_now %}",
        links=[{"holder": "Street", "began": NOON, "ended": None}],
        at_now=NOON,
    )

    assert (soup.strong.text, len(soup.find_all("rect"))) == ("（正在办）", 1)


def test_a_map_gets_tiles_only_when_they_are_set(settings) -> None:
    settings.TILE_URL, settings.TILE_ATTRIBUTION = "", ""
    bare = draw('{% map_box "/grids.json" %}').div
    settings.TILE_URL = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    tiled = draw('{% map_box "/grids.json" "#lon" "#lat" %}').div

    assert (bare.get("data-tile-url"), tiled["data-tile-url"]) == (None, settings.TILE_URL)
    assert (bare.get("data-tile-datum"), tiled["data-tile-datum"]) == (None, "wgs84")
    assert (bare.find("button"), tiled.find("button")["data-map-centre"]) == (None, "")


def test_the_location_button_is_hidden_without_script() -> None:
    with translation.override("en"):
        soup = draw("{% locate_button %}")

    assert (soup.button.has_attr("hidden"), words_of(soup.button), soup.find(role="status")["id"]) == (
        True, "Use my location", soup.button["data-status"],
    )  # fmt: skip
