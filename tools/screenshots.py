"""Pictures for the README, taken from a running demonstration: one street lamp from report to answer, the line, the figures.

tools/screenshots.py http://127.0.0.1:8000 PASSWORD [FOLDER]

PASSWORD is the one that `sunshine demo` printed; pictures go to docs/images. A resident reports a lamp, the lamp
office accepts and answers; so the demonstration holds one matter more afterwards. Needs Chromium and playwright.
"""

import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images"
PHONE, DESKTOP = (390, 844), (1280, 860)
COMMUNITY = "231282999005"
GRID = f"{COMMUNITY}001"
HANDLER = "handler-light"
DISPATCHER = "dispatcher"
SECRETARY = "secretary5"
SUPERVISOR = "supervisor"
LAMP = "小区北门的路灯不亮，三天了，晚上老人孩子进出看不清路。"
DONE = "今天上午已更换灯头和线路，路灯已恢复照明。"
COLOURS = 96


class Camera:
    """Opens pages of the demonstration and keeps small pictures of them."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.browser, self.address, self.folder = browser, address, folder

    def visitor(self, size: tuple[int, int], *, sharp: float = 1) -> Page:
        """A fresh visitor with a window of that size."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            base_url=self.address,
            device_scale_factor=sharp,
            reduced_motion="reduce",
        )
        return context.new_page()

    def shoot(self, page: Page, name: str) -> None:
        """One picture of the window; few colours, so that it is small."""
        path = self.folder / f"{name}.png"
        page.wait_for_load_state("networkidle")
        page.screenshot(path=path)
        with Image.open(path) as taken:
            small = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        print(f"{path}: {path.stat().st_size:,} bytes")


def resident_reports(camera: Camera) -> tuple[Page, str]:
    """Home page, report form, receipt; returns the resident's page and the number of the matter."""
    page = camera.visitor(PHONE, sharp=1.5)
    page.goto("/")
    camera.shoot(page, "home")
    page.goto(f"/report/?place={GRID}")
    page.locator("#id_text").press_sequentially(LAMP, delay=5)
    page.wait_for_timeout(2500)  # the suggestions come while one types
    page.evaluate("scrollTo(0, 0)")
    camera.shoot(page, "report")
    page.locator("#report button[type=submit]").click()
    page.wait_for_url("**/t/**")
    return page, page.locator(".receipt-number").first.inner_text().strip()


def log_in(page: Page, name: str, password: str) -> None:
    """To the desk."""
    page.goto("/desk/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/desk/")


def office_answers(camera: Camera, number: str, password: str) -> None:
    """The lamp office accepts and answers; a picture of its page of the matter in between."""
    page = camera.visitor(DESKTOP)
    log_in(page, HANDLER, password)
    page.goto(f"/desk/cases/{number}/accept/")
    page.locator(f"form[action$='/{number}/accept/'] .main-action").click()
    page.wait_for_url("**after=accept**")
    page.goto(f"/desk/cases/{number}/")
    camera.shoot(page, "case")
    page.goto(f"/desk/cases/{number}/answer/")
    form = page.locator(f"form[action$='/{number}/answer/']")
    form.locator("textarea").fill(DONE)
    form.locator(".main-action").click()
    page.wait_for_url("**after=answer**")


def desk(camera: Camera, password: str) -> None:
    """My work and the list of the street, which always has something."""
    page = camera.visitor(DESKTOP)
    log_in(page, DISPATCHER, password)
    camera.shoot(page, "work")
    page.goto("/desk/cases/")
    camera.shoot(page, "list")


def line(camera: Camera, password: str) -> None:
    """Asking for help, lending a hand, the line; at the desk a wish on the list and the week."""
    phone = camera.visitor(PHONE, sharp=1.5)
    for name, address in {
        "help": f"/help/?at={COMMUNITY}",
        "serve": "/serve/",
        "line": f"/line/{COMMUNITY}/",
    }.items():
        phone.goto(address)
        camera.shoot(phone, name)
    page = camera.visitor(DESKTOP)
    log_in(page, SECRETARY, password)
    page.goto("/desk/wishes/?state=offered")
    page.locator("tbody a").first.click()
    camera.shoot(page, "wish")
    page.goto("/desk/week/")
    camera.shoot(page, "week")


def figures(camera: Camera, password: str) -> None:
    """The leader's desk of the street, and the figures of its month."""
    page = camera.visitor(DESKTOP)
    log_in(page, SUPERVISOR, password)
    for name in ("lead", "figures"):
        page.goto(f"/desk/{name}/")
        camera.shoot(page, name)


def take(browser: Browser, address: str, password: str, folder: Path) -> None:
    """All pictures, in the order of the story."""
    camera = Camera(browser, address, folder)
    resident, number = resident_reports(camera)
    office_answers(camera, number, password)
    resident.goto(resident.url.removesuffix("?new"))
    camera.shoot(resident, "tracking")
    board = camera.visitor(PHONE, sharp=1.5)
    board.goto(f"/c/{COMMUNITY}/")
    camera.shoot(board, "board")
    desk(camera, password)
    line(camera, password)
    figures(camera, password)


def main(arguments: list[str]) -> int:
    """Take the pictures; 2 on wrong usage, 1 without Chromium."""
    if len(arguments) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None:
        print(
            "There is no Chromium here: apt-get install chromium-headless-shell fonts-noto-cjk",
            file=sys.stderr,
        )
        return 1
    folder = Path(arguments[2]) if len(arguments) == 3 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--headless", "--no-sandbox"])
        take(browser, arguments[0].rstrip("/"), arguments[1], folder)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
