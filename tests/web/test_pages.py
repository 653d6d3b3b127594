"""The pages of the archive, as a visitor sees them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from app.archive.reading import DayCount
from domain.papers import Author
from domain.summaries import Analysis
from tests.web.site import DIFFUSION, GONE, OLD, STRANGE, Site, a_site, by_a_model, papers
from web.chart import weeks_told

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Tree(HTMLParser):
    """Elements with their attributes, as a browser's parser would have them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.elements.append((tag, dict(attrs)))


async def test_the_front_page_tells_the_newest_day_by_topic(site: Site) -> None:
    """With what it stands on: what is complete, and what is late."""
    shown = (await site.get("/")).text
    assert "8 March 2024" in shown
    assert "3 papers announced." in shown
    assert "complete in 1 archive" in shown
    assert "late: math" in shown
    assert 'href="/topic/diffusion-models"' in shown
    assert f'href="/paper/{DIFFUSION.base}"' in shown


async def test_headings_leave_no_level_out(site: Site, tmp_path: Path) -> None:
    """As whoever hears a page goes by them; also where little is said of a paper."""
    pages = [(await site.get(path)).text for path in ("/", "/topics", f"/paper/{OLD.base}")]
    async with a_site(tmp_path) as other:
        key, made = by_a_model(papers()[0], datetime(2024, 3, 9, tzinfo=UTC))
        little = replace(made, takeaways=(), analysis=Analysis(background=(made.tldr,)))
        await other.services.library.save_summary(key, little)
        pages.append((await other.get(f"/paper/{DIFFUSION.base}")).text)
    assert "Background" in pages[-1]
    for page in pages:
        tags = [tag for tag, _ in Tree(page).elements if re.fullmatch(r"h[1-6]", tag)]
        levels = [int(tag[1]) for tag in tags]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), tags


async def test_a_topic_has_its_papers_and_its_days(site: Site) -> None:
    """The chart has a bar for each day, and the same numbers in a table."""
    shown = LexborHTMLParser((await site.get("/topic/diffusion-models")).text)
    titles = [one.text() for one in shown.css(".listed h3")]
    assert titles == ["Diffusion models of x2", "A diffusion model, taken back"]
    assert len(shown.css("svg rect.matched")) == 2
    rows = [[cell.text() for cell in row.css("th, td")] for row in shown.css("tbody tr")]
    assert rows == [["8 Mar 2024", "2", "3"], ["7 Mar 2024", "0", "1"]]


async def test_weeks_are_drawn_and_told() -> None:
    """A bar for each, the last told apart, with a line at what is usual; in words as well."""
    last = date(2024, 3, 8)
    counts = [
        DayCount(last - timedelta(weeks=number), 100, 12 if number == 0 else 4)
        for number in range(8)
    ]
    told = weeks_told(counts)
    assert told is not None
    chart = LexborHTMLParser(told[0])
    assert len(chart.css("rect.announced")) == 7
    (newest,) = chart.css("rect.matched")
    heights = [float(str(one.attributes["height"])) for one in chart.css("rect.announced")]
    assert {round(float(str(newest.attributes["height"])) / one, 1) for one in heights} == {3.0}
    assert len(chart.css("line.usual")) == 1
    assert "12 papers in the week up to 8 March 2024, where 4 would be usual" in told[1]
    assert weeks_told(counts[:4]) is None


async def test_a_day_leads_to_those_beside_it(site: Site) -> None:
    """And has its papers; a day of which nothing is known is not there."""
    shown = (await site.get("/day/2024-03-07")).text
    assert "Lamps in topology" in shown
    assert 'rel="next" href="/day/2024-03-08"' in shown
    for missing in ("2024-03-06", "2024-03-07?page=2", "2024-03-07?page=x", "20240307", "today"):
        assert (await site.get(f"/day/{missing}")).status_code == 404


async def test_a_claim_marks_the_sentence_that_it_stands_on(site: Site) -> None:
    """Each number of a claim leads to a sentence of the abstract, in which it stands."""
    shown = LexborHTMLParser((await site.get(f"/paper/{DIFFUSION.base}")).text)
    claims = shown.css(".claim")
    assert claims
    for claim in claims:
        evidence = str(claim.attributes["data-evidence"]).split()
        for note in claim.css("a.note"):
            target = str(note.attributes["href"])
            (sentence,) = shown.css(target)
            assert target[1:] in evidence
            words = claim.text().rpartition(" ")[0].strip().rstrip(".")
            assert words.split()[-1] in sentence.text()
    assert shown.css(".abstract .sentence math msup")


async def test_what_is_withdrawn_and_what_is_replaced_say_so_everywhere(site: Site) -> None:
    """On the front page, a topic's, a day's, an author's, found ones, and their own."""
    own = f"/paper/{GONE.base}"
    everywhere = (
        *("/", "/topic/diffusion-models", "/day/2024-03-08", "/author?name=Ada%20Lamp"),
        *("/search?q=diffusion", own),
    )
    for path in everywhere:
        shown = (await site.get(path)).text
        assert '<strong class="mark-withdrawn">withdrawn</strong>' in shown, path
        assert path == own or '<span class="mark-version">v2</span>' in shown, path
    assert "withdrawn by its authors or by arXiv" in (await site.get(own)).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("diffusion models", 2),
        ("cat:math.AT", 1),
        ('au:"B Wick" -diffusion', 1),
        ("lamp", 4),
        ("nothing-like-this", 0),
    ],
)
async def test_search_means_what_topics_mean(site: Site, query: str, found: int) -> None:
    """Forms of words, categories, authors, without; or it says what is wrong."""
    shown = LexborHTMLParser((await site.visitor.get("/search", params={"q": query})).text)
    assert len(shown.css(".listed")) == found


async def test_a_query_that_cannot_be_read_says_why(site: Site) -> None:
    """In one sentence, with the query still there to be mended."""
    shown = LexborHTMLParser((await site.visitor.get("/search", params={"q": '"lamps'})).text)
    assert "quot" in shown.css("[role=alert]")[0].text()
    assert shown.css("#q")[0].attributes["value"] == '"lamps'


async def test_an_author_has_papers_of_that_very_name(site: Site) -> None:
    """Old ids after new ones."""
    shown = LexborHTMLParser((await site.get("/author?name=Ben%20Wick")).text)
    links = [one.attributes["href"] for one in shown.css(".listed h3 a")]
    assert links == [f"/paper/{GONE.base}", f"/paper/{DIFFUSION.base}", f"/paper/{OLD.base}"]
    assert (await site.get("/author?name=Nobody")).status_code == 404


async def test_status_has_each_archive_by_day(site: Site) -> None:
    """In words as well as in colours."""
    shown = LexborHTMLParser((await site.get("/status")).text)
    cells = {
        row.css("th")[0].text(): [one.attributes["title"] for one in row.css("td")]
        for row in shown.css("tbody tr")
    }
    assert cells == {"cs": ["complete", "quiet"], "math": ["late", "complete"]}


async def test_the_visitors_language_is_spoken(site: Site) -> None:
    """By Accept-Language, and answers say that they differ by it."""
    chinese = await site.get("/", accept_language="de, zh-CN;q=0.8, en;q=0.5")
    assert '<html lang="zh">' in chinese.text
    assert "公布了 3 篇论文" in chinese.text
    assert "扩散模型" in chinese.text
    for other in ("en", "de", "zh;q=0", "en;q=1, zh;q=0.9", ";;,q", "zh;q=x"):
        answer = await site.get("/", accept_language=other)
        assert '<html lang="en">' in answer.text, other
        assert "Accept-Language" in answer.headers["vary"]


async def test_what_is_hostile_is_shown_as_it_is(site: Site) -> None:
    """No element and no attribute comes of a title, a name, a comment or a formula."""
    base = f"/paper/{STRANGE.base}"
    for path in (base, "/", "/day/2024-03-08", "/author?name=Ada%20Lamp", "/search?q=script"):
        shown = (await site.get(path)).text
        elements = Tree(shown).elements
        scripts = [attributes for tag, attributes in elements if tag == "script"]
        assert all(str(one["src"]).startswith("/static/") for one in scripts), path
        assert not any(tag in ("img", "iframe", "object") for tag, _ in elements)
        for _, attributes in elements:
            assert not any(name.startswith("on") or name == "style" for name in attributes)
            for name in ("href", "src", "action"):
                address = str(attributes.get(name, "")).strip().lower()
                assert not address.startswith(("javascript:", "data:"))
    assert "&lt;script&gt;" in (await site.get(base)).text


async def test_no_sign_turns_a_page_around(tmp_path: Path) -> None:
    """Neither of a title nor of a name; lines of what is to be copied stay lines."""
    odd = "Lamps\u202e \ufffe\u2067turned"
    paper = replace(papers()[0], title=odd, authors=(Author(odd),), comment=odd, journal_ref=odd)
    async with a_site(tmp_path) as opened:
        await opened.services.library.save_papers([paper])
        for path in (f"/paper/{DIFFUSION.base}", "/day/2024-03-08", "/search?q=%E2%80%AElamps"):
            shown = (await opened.get(path)).text
            assert not set(shown) & set("\u202e\u2067\ufffe"), path
        cited = LexborHTMLParser((await opened.get(f"/paper/{DIFFUSION.base}")).text).css("pre")[0]
        assert len(cited.text().splitlines()) > 3


async def test_pages_are_small_and_stand_alone(site: Site) -> None:
    """The first page with all its parts is under 50 KB; nothing is loaded from elsewhere."""
    shown = (await site.get("/")).text
    size = len(shown.encode())
    for tag, attributes in Tree(shown).elements:
        address = attributes.get("href") if tag == "link" else attributes.get("src")
        if address and attributes.get("rel") != "canonical" and tag in ("link", "script", "img"):
            assert address.startswith("/"), address
            size += len((await site.get(address)).content)
    assert size < 50_000


async def test_pages_are_data_as_well(site: Site) -> None:
    """Each by the same address with ``.json``."""
    paper = (await site.get(f"/paper/{DIFFUSION.base}.json")).json()
    assert paper["paper"]["id"] == str(DIFFUSION)
    assert paper["announced"] == ["2024-03-08"]
    assert "Diffusion models" in paper["topics"]
    for path in ("/index", "/topics", "/topic/diffusion-models", "/day/2024-03-08", "/status"):
        answer = await site.get(f"{path}.json")
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.json()
    assert (await site.get("/paper/2403.99999.json")).status_code == 404


async def test_a_summary_is_in_a_language_that_the_visitor_reads(tmp_path: Path) -> None:
    """In theirs, else in English, else the paper's own words; one in another is somebody else's."""
    paper = papers()[0]
    async with a_site(tmp_path) as opened:

        async def told(language: str) -> str:
            shown = await opened.get(f"/paper/{DIFFUSION.base}", accept_language=language)
            return LexborHTMLParser(shown.text).css(".claim")[0].text()

        async def made_in(language: str) -> None:
            key, made = by_a_model(paper, datetime(2024, 3, 9, tzinfo=UTC))
            claim = replace(made.tldr, text=f"In {language}.")
            source = replace(made.provenance, language=language)
            summary = replace(made, tldr=claim, provenance=source)
            await opened.services.library.save_summary(replace(key, language=language), summary)

        own = await told("en")
        await made_in("de")
        assert await told("en") == await told("zh") == own
        await made_in("en")
        assert "In en." in await told("en")
        assert "In en." in await told("zh")
        await made_in("zh")
        assert "In en." in await told("en")
        assert "In zh." in await told("zh")
