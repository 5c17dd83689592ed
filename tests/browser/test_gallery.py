"""The kit in a real browser: both widths, both languages, elder mode, with and without script."""

import brotli
import pytest
from PIL import Image
from playwright.sync_api import expect

from sunshine.ui import assets
from tests.browser.axe import assert_accessible

PAGES = ["/ui/", "/ui/desk/", "/ui/paper/", "/desk/accounts/login/"]


@pytest.fixture(autouse=True)
def _demonstration(settings) -> None:
    """Only there, and to staff, is the kit shown."""
    settings.DEMO = True


@pytest.mark.long("loads every page of a room at every width", seconds=240)
def test_every_page_is_accessible_and_fits_its_width(look) -> None:
    assert look(PAGES) == []


def test_text_is_large_enough_and_in_large_print_even_small_text_is_large(open_page) -> None:
    usual, large = open_page("/ui/"), open_page("/ui/", elder=True)

    least = usual.evaluate("parseFloat(getComputedStyle(document.querySelector('.notice p')).fontSize)")
    sizes = large.locator(".main *:visible").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert (least >= 16, min(sizes) >= 20) == (True, True)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_language_and_elder_mode_are_switched_where_one_is(open_page, script) -> None:
    page = open_page("/ui/?a=1", script=script)

    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Large text").click()

    assert page.url.endswith("/ui/?a=1")
    expect(page.locator("html[lang=en][data-elder]")).to_have_count(1)


def test_the_desk_menu_folds_on_a_phone_without_script(open_page) -> None:
    page = open_page("/ui/desk/", script=False)
    work = page.get_by_role("link", name="全部事项")

    expect(work).to_be_hidden()
    page.get_by_role("link", name="菜单").first.click()
    expect(work).to_be_visible()
    page.get_by_role("link", name="收起菜单").click()
    expect(work).to_be_hidden()


def test_a_message_can_be_put_away(open_page) -> None:
    page = open_page("/ui/")

    page.locator(".message").get_by_role("button", name="关闭").click()

    expect(page.locator(".message")).to_have_count(0)


def test_what_was_typed_is_back_after_a_reload(open_page) -> None:
    page = open_page("/ui/")
    page.locator("#id_open-text").fill("3号门路灯不亮")
    page.get_by_label("还没解决").first.check()
    page.reload()

    expect(page.locator("#id_open-text")).to_have_value("3号门路灯不亮")
    expect(page.get_by_label("还没解决").first).to_be_checked()
    page.get_by_role("button", name="清空重填").click()
    expect(page.locator("#id_open-text")).to_have_value("")


def test_the_map_is_loaded_only_when_it_is_opened_and_takes_a_point_by_keyboard(open_page) -> None:
    page = open_page("/ui/")
    loaded = "performance.getEntriesByType('resource').filter(one => one.name.includes('/map-')).length"
    before = page.evaluate(loaded)
    page.get_by_text("在地图上选位置").click()
    expect(page.locator(".map-area")).to_have_count(6)
    page.locator("[data-map-canvas]").focus()
    page.keyboard.press("Enter")

    assert (before, page.evaluate(loaded) > 0) == (0, True)
    expect(page.locator("[data-map-status]")).to_contain_text("网格")
    assert page.locator("#id_open-lon").input_value().startswith("125.9")
    assert_accessible(page)


def test_photos_add_up_and_can_be_taken_out(open_page, tmp_path) -> None:
    page = open_page("/ui/")
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(b"\x89PNG" + name.encode())
        page.locator("#id_open-photos").set_input_files(tmp_path / name)

    expect(page.locator("[data-files-list] li")).to_have_count(2)
    page.get_by_role("button", name="移除 a.png").click()
    assert page.locator("#id_open-photos").evaluate("input => [...input.files].map(file => file.name)") == [
        "b.png"
    ]


def test_a_large_photo_is_made_smaller_and_upright_before_it_is_sent(open_page, tmp_path) -> None:
    exif = Image.Exif()
    exif[274] = 6
    noise = Image.effect_noise((3200, 2400), 90).convert("RGB")
    noise.save(tmp_path / "large.jpg", quality=97, exif=exif)
    page = open_page("/ui/")
    page.locator("#id_open-photos").set_input_files(tmp_path / "large.jpg")

    expect(page.locator("[data-files-list] li")).to_have_count(1)
    sent = page.locator("#id_open-photos").evaluate(
        "async input => { const one = await createImageBitmap(input.files[0]);"
        " return [input.files[0].size, input.files[0].name, one.width, one.height] }"
    )
    assert sent[0] < (tmp_path / "large.jpg").stat().st_size
    assert sent[1:] == ["large.jpg", 1920, 2560]


def test_a_photo_that_the_browser_cannot_read_goes_as_it_is(open_page, tmp_path) -> None:
    (tmp_path / "IMG_0412.HEIC").write_bytes(b"\0\0\0\x18ftypheic" + b"x" * 3_000_000)
    page = open_page("/ui/")
    page.locator("#id_open-photos").set_input_files(tmp_path / "IMG_0412.HEIC")

    expect(page.locator("[data-files-list] li")).to_have_count(1)
    size = page.locator("#id_open-photos").evaluate("input => input.files[0].size")
    assert size == 3_000_012


def test_a_button_that_asks_first_can_be_left_by_keyboard(open_page) -> None:
    page = open_page("/ui/")
    page.get_by_text("撤回我的反映").click()
    expect(page.get_by_role("button", name="是的，撤回")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="是的，撤回")).to_be_hidden()


def test_what_every_page_loads_leaves_room_for_its_text() -> None:
    entry = assets.entry("src/app.ts")
    files = [entry["file"], *entry["css"], assets.entry("src/icons.svg")["file"]]

    assert sum(len(brotli.compress((assets.DIST / file).read_bytes())) for file in files) <= 45_000
