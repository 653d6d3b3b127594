"""The archive in a real Chromium: what visitors do, by pointer and keys, on phones and desktops.

Skipped where there is no Chromium.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.operations.archive_server import archive_served
from bot.settings import Settings
from domain.chats import AccessKey
from domain.fulltext import Figure
from tests.platforms.test_telegram_webhook import free_port
from tests.web.site import DIFFUSION, OLD, PRIVATE, TELEGRAM_TOKEN, a_site
from tests.web.test_figures import FREE, Reader
from tests.web.test_mini_app import signed

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
PAPER: Final = f"/paper/{DIFFUSION.base}"
EACH: Final = (
    *("/", "/topics", "/topic/diffusion-models", "/day/2024-03-08", PAPER, f"{PAPER}/like"),
    *("/author?name=Ada%20Lamp", "/search?q=lamp", "/status", "/about", "/nowhere"),
    *("/digest/lantern", "/channel/lampcircle"),
)
PHONE: Final = {"width": 390, "height": 844}
DESKTOP: Final = {"width": 1280, "height": 900}
FLAT: Final = {"width": 1280, "height": 120}
"""A window in which what a claim stands on is scrolled beside it."""

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here"),
]


@dataclass(frozen=True)
class Visit:
    """A browser, and the archive that it is to visit."""

    browser: Browser
    address: str

    @asynccontextmanager
    async def page(
        self, *, size: dict[str, int] = DESKTOP, scheme: str = "light", scripts: bool = True
    ) -> AsyncIterator[Page]:
        """A window; whatever its console complains of fails the test."""
        context = await self.browser.new_context(
            base_url=self.address,
            viewport=size,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            bypass_csp=False,
        )
        page = await context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(f"{request.failure}"))
        yield page
        assert not await context.cookies()
        await context.close()
        # What was still to come when a page was left is aborted.
        assert [one for one in complaints if "ERR_ABORTED" not in one] == []


def picture() -> bytes:
    """A figure that can be seen."""
    drawn = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(drawn, "PNG")
    return drawn.getvalue()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visit(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Visit]:
    """The archive as the process serves it, and Debian's browser."""
    address = f"127.0.0.1:{free_port()}"
    figures = tuple(Figure(str(n), f"Lamp {n}.", picture(), "image/png") for n in (1, 2))
    async with (
        a_site(tmp_path_factory.mktemp("browsed")) as site,
        archive_served(
            replace(site.services, reader=Reader(FREE, figures)),
            Settings(_env_file=None, web_address=address, telegram_token=TELEGRAM_TOKEN),
        ),
        async_playwright() as playwright,
    ):
        key = AccessKey("lantern", PRIVATE, "digest 2024-03-08", site.services.clock.now())
        await site.services.store.keep_key(key)
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        expect.set_options(timeout=60_000)
        yield Visit(browser, f"http://{address}")
        await browser.close()


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_visitor_reads_a_paper(visit: Visit, scripts: bool) -> None:
    """From the front page to a topic, a paper, its evidence and a figure; also without scripts."""
    async with visit.page(scripts=scripts) as page:
        await page.goto("/")
        await page.get_by_role("link", name="Diffusion models", exact=True).first.click()
        await expect(page.locator("h1")).to_have_text("Diffusion models")
        await page.get_by_role("link", name="Diffusion models of").first.click()
        await expect(page).to_have_url(f"{visit.address}{PAPER}")
        note = page.locator(".tldr .note").first
        if scripts:
            await page.locator(".tldr .claim").hover()
            await expect(page.locator(".sentence.pointed").first).to_be_visible()
            await note.focus()
            await expect(page.locator(".sentence.pointed").first).to_be_visible()
        await note.click()
        await expect(page.locator(".sentence:target")).to_be_in_viewport()
        enlarged = page.locator("#figure-1")
        await expect(enlarged).to_be_hidden()
        await page.get_by_role("link", name="Figure 1, enlarged").click()
        await expect(enlarged.locator("img")).to_be_visible()
        if scripts:
            await expect(enlarged.locator(".back")).to_be_focused()
            await page.keyboard.press("Escape")
        else:
            await enlarged.locator(".back").click()
        await expect(enlarged).to_be_hidden()
        await page.locator("details.cite summary").click()
        await expect(page.locator("details.cite pre")).to_contain_text("@misc")
        cited = await page.request.get(f"{visit.address}{PAPER}.bib")
        assert (await cited.text()).strip() == (
            await page.locator(".cite pre").inner_text()
        ).strip()


async def test_a_visitor_searches_and_subscribes(visit: Visit) -> None:
    """By keys alone, in what is found and in a topic."""
    async with visit.page(size=PHONE) as page:
        await page.goto("/topic/diffusion-models")
        feed = await page.get_by_role("link", name="Atom").get_attribute("href")
        assert (await page.request.get(f"{visit.address}{feed}")).ok
        field = page.get_by_role("search").get_by_role("searchbox")
        await field.focus()
        await page.keyboard.type("ti:diffusion")
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(f"{visit.address}/search?q=ti%3Adiffusion")
        await expect(page.locator("article.listed").first).to_be_visible()
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()


async def serious(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds on a page that keeps people out, and where first."""
    found = (await Axe().run(page)).response["violations"]
    return [
        (one["id"], one["nodes"][0]["html"])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


NIGHT: Final = {
    "bg_color": "#17212b",
    "text_color": "#f5f5f5",
    "link_color": "#2b5278",
    "section_bg_color": "#1f2b38",
}
"""A theme whose links are hard to read on its ground."""

WEBVIEW: Final = """
window.told = JSON.parse(sessionStorage.getItem("told") ?? "[]");
window.TelegramWebviewProxy = {postEvent: (kind, data) => {
  window.told.push([kind, JSON.parse(data)]);
  sessionStorage.setItem("told", JSON.stringify(window.told));
}};
"""
"""Stands for Telegram's app around the page."""


async def test_telegram_opens_it_in_its_colours(visit: Visit) -> None:
    """From the menu button, by day for whoever has night in Telegram; its back button goes back."""
    opening = urlencode(
        {
            "tgWebAppData": signed('{"id": 5, "language_code": "zh"}'),
            "tgWebAppVersion": "9.0",
            "tgWebAppThemeParams": json.dumps(NIGHT),
        }
    )
    async with visit.page(size=PHONE) as page:
        await page.add_init_script(WEBVIEW)
        await page.goto(f"/app#{opening}")
        await expect(page).to_have_url(f"{visit.address}/?app=zh")
        await expect(page.locator("html")).to_have_attribute("lang", "zh")
        ground = "getComputedStyle(document.body).backgroundColor"
        assert await page.evaluate(ground) == "rgb(23, 33, 43)"
        await page.locator(".card h3 a").first.click()
        await expect(page.locator("article.listed").first).to_be_visible()
        assert await page.evaluate(ground) == "rgb(23, 33, 43)"
        assert await serious(page) == []
        told = await page.evaluate("window.told")
        assert told[-1] == ["web_app_setup_back_button", {"is_visible": True}]
        assert ["web_app_ready", {}] in told
        await page.evaluate("Telegram.WebView.receiveEvent('back_button_pressed')")
        await expect(page).to_have_url(f"{visit.address}/?app=zh")
        await page.goto(f"{PAPER}?app=zh")
        await page.get_by_role("link", name="arXiv", exact=True).click()
        (left,) = (data for kind, data in await page.evaluate("window.told") if "link" in kind)
        assert left["url"].startswith("https://arxiv.org/abs/")
        await expect(page).to_have_url(f"{visit.address}{PAPER}?app=zh")


async def test_what_telegram_did_not_sign_is_told(visit: Visit) -> None:
    """With the way to the archive as it is on the web."""
    async with visit.page(size=PHONE) as page:
        await page.goto("/app#tgWebAppData=x")
        await expect(page.get_by_text("Telegram did not say who opens this")).to_be_visible()
        await page.get_by_role("link", name="The newest announcement").click()
        await expect(page).to_have_url(f"{visit.address}/")


@pytest.mark.parametrize(
    ("size", "scheme", "paths"),
    [
        (PHONE, "dark", EACH),
        (DESKTOP, "light", ("/", PAPER, f"{PAPER}#figure-1", "/status")),
        (FLAT, "light", (PAPER, f"/paper/{OLD.base}")),
    ],
)
async def test_nothing_keeps_anybody_out(
    visit: Visit, size: dict[str, int], scheme: str, paths: tuple[str, ...]
) -> None:
    """axe-core finds nothing serious on any page, and no page is wider than its window."""
    async with visit.page(size=size, scheme=scheme) as page:
        for path in paths:
            await page.goto(path)
            assert await serious(page) == [], path
            width = await page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], path
