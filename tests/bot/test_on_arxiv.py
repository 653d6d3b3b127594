"""The command line and the console on a small arXiv over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.identifiers import PaperId
from domain.papers import Author
from tests.bot.terminal import Terminal
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.invented import FRIDAY, invented

TOPIC = 'cat:cs.CV AND "paper boats"'


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    """Three papers announced on a Friday: one new, one cross-listed, one of another field."""
    with FakeArxiv() as server:
        server.announce(
            FRIDAY,
            invented(1),
            invented(2, categories=("math.CO", "cs.CV"), primary="math.CO"),
            invented(3, title="On Kites", categories=("cs.CV",), comment="v1 of two"),
        )
        server.announce(FRIDAY, invented(4), replaced=True)
        yield server


def at(arxiv: FakeArxiv, folder: Path, now: str = "2024-03-08T06:00:00Z") -> Terminal:
    """A terminal that takes the small arXiv for the great one."""
    return Terminal(
        folder,
        hurried=True,
        now=now,
        arxiv_api_url=arxiv.api_url,
        arxiv_site_url=arxiv.url,
        arxiv_rss_url=arxiv.url,
        arxiv_interval="0",
    )


def test_digest_of_the_day(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """New and cross-listed papers that match, with arXiv's own words; replacements are no news."""
    ran = at(arxiv, tmp_path).run("digest", TOPIC, "--date", "2024-03-08", "--format", "json")
    assert ran.status == 0, ran.err
    digest = json.loads(ran.out)
    told = {"announced": 3, "matched": 2, "muted": [], "withdrawn": 0, "shown": 2, "late": []}
    told |= {"yours": 0, "lacks_profile": False}
    assert digest["coverage"] == told
    shown = {entry["paper"]["id"]: entry for entry in digest["entries"]}
    assert set(shown) == {"2403.00001", "2403.00002"}
    assert shown["2403.00001"]["kind"] == "new"
    assert shown["2403.00002"]["kind"] == "cross"
    paper = shown["2403.00001"]["paper"]
    assert paper["title"] == "On the Folding of Paper Boats, Part 1"
    assert [author["name"] for author in paper["authors"]] == ["Ada Beispiel", "Bo Ejemplo 1"]
    assert paper["abs_url"] == "https://arxiv.org/abs/2403.00001"
    claim = shown["2403.00001"]["summary"]["tldr"]
    assert claim["evidence"][0]["quote"] in paper["abstract"]


def test_digest_is_read_once_and_then_kept(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """The second time costs arXiv nothing, and gives the same page to the byte."""
    terminal = at(arxiv, tmp_path)
    terminal.run("chat")  # which makes the database
    first = terminal.run("digest", TOPIC, "--format", "markdown")
    # By the next noon all that arXiv publishes in a night has long been published.
    later = at(arxiv, tmp_path, now="2024-03-08T17:00:00Z")
    again = later.run("digest", TOPIC, "--format", "markdown")
    asked = len(arxiv.seen)
    third = later.run("digest", TOPIC, "--format", "markdown")
    assert first.out == again.out == third.out
    assert len(arxiv.seen) == asked


def test_the_command_line_tells_why_as_the_console_does(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """And takes what may stand after a paper."""
    terminal = at(arxiv, tmp_path)
    said = terminal.run("chat", typed=f"/subscribe {TOPIC}\n/summarize 2403.00001\n").out
    words = " ".join(said.split())
    start = words.index("Why it may matter to you: ")
    why = words[start : words.index("title", start)]
    for asked in ("2403.00001", "2403.00001 anew"):
        printed = terminal.run("summarize", asked)
        assert why in " ".join(printed.out.split()), printed.err


def test_past_date_comes_from_the_catch_up_listing(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """Within 90 days a date is as arXiv announced it."""
    arxiv.announce(date(2024, 4, 5), invented(9))
    terminal = at(arxiv, tmp_path, now="2024-04-05T12:00:00Z")
    ran = terminal.run("digest", TOPIC, "--date", "2024-03-08", "--format", "json")
    assert json.loads(ran.out)["coverage"]["matched"] == 2
    assert any(seen.path.startswith("/catchup/cs/2024-03-08") for seen in arxiv.seen)
    assert "econstructed" not in terminal.run("digest", TOPIC, "--date", "2024-03-08").out


def test_old_date_is_reconstructed_and_says_so(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """Beyond 90 days submission dates stand in, and the digest does not hide it."""
    terminal = at(arxiv, tmp_path, now="2025-03-08T12:00:00Z")
    ran = terminal.run("digest", TOPIC, "--date", "2024-03-08")
    assert ran.status == 0, ran.err
    assert "econstructed" in ran.out
    assert "Folding of Paper Boats, Part 1" in ran.out
    assert "Announced" not in ran.out


def test_listing_that_cannot_be_read_is_no_quiet_day(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """A denied listing fails, says so, and does not pass for a day without news."""
    arxiv.plan("/list", "html ...")
    arxiv.plan("/catchup", "html ...")
    arxiv.plan("/atom", "html ...")
    ran = at(arxiv, tmp_path).run("digest", TOPIC)
    assert ran.status == 1
    assert ran.out == ""
    assert "nothing" not in ran.err.lower()


def test_paper_by_any_link(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """A paper is found by its link, shown with all its fields, and kept."""
    terminal = at(arxiv, tmp_path)
    arxiv.announce(
        FRIDAY,
        invented(
            7,
            title='Na\\"ive Boats on $\\alpha$-Rivers',
            authors=(Author("Zo\\'e Beispiel", ("Harbour Institute",)),),
            abstract="We sail. Code: \\url{https://github.com/example/boats}.",
            comment="12 pages",
            doi="10.1000/boats",
            journal_ref="J. Boats 1 (2024)",
            published=datetime(2024, 3, 7, tzinfo=UTC),
        ),
    )
    ran = terminal.run(
        "summarize", "see https://arxiv.org/pdf/2403.00007v1.pdf.", "--format", "json"
    )
    assert ran.status == 0, ran.err
    paper = json.loads(ran.out)["paper"]
    assert paper["title"] == "Naïve Boats on α-Rivers"
    assert paper["authors"] == [{"name": "Zoé Beispiel", "affiliations": ["Harbour Institute"]}]
    assert paper["comment"] == "12 pages"
    assert paper["published"].startswith("2024-03-07")
    assert json.loads(ran.out)["summary"]["code_links"] == ["https://github.com/example/boats"]
    shown = terminal.run("summarize", "2403.00007").out
    assert "https://github.com/example/boats" in shown
    assert "J. Boats 1 (2024)" in shown


def test_unknown_paper_is_told_from_a_failure(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """A paper that is not there and an arXiv that does not answer are two things."""
    terminal = at(arxiv, tmp_path)
    unknown = terminal.run("summarize", "2403.99999")
    assert unknown.status == 1
    assert "arXiv has no paper 2403.99999" in unknown.err
    arxiv.plan("/api/query", "403 ...")
    failed = terminal.run("summarize", "2403.00001")
    assert failed.status == 1
    assert "has no paper" not in failed.err


def test_piped_conversation(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """Follow, read, ask why, search; the preview tells what the topic would have brought."""
    ran = at(arxiv, tmp_path).run(
        "chat",
        typed=f"/subscribe {TOPIC}\n/digest\n/why 2403.00001\n/search paper boats\n"
        "2403.00003\n/about\n",
    )
    assert ran.status == 0, ran.err
    assert "Following" in ran.out
    assert "Announced 3, matched 2, shown 2" in ran.out
    assert "It matches" in ran.out
    assert "On Kites" in ran.out
    assert "complete" in ran.out or "partial" in ran.out


def test_muted_words_are_left_out(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """A muted word keeps its papers out, and /why says so."""
    terminal = at(arxiv, tmp_path)
    ran = terminal.run(
        "chat", typed=f"/subscribe {TOPIC}\n/mute part 2\n/digest\n/why 2403.00002\n"
    )
    assert ran.status == 0, ran.err
    assert "matched 1" in ran.out
    assert "left out because of muted: part 2" in ran.out


def test_every_request_names_us(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """ArXiv can see who asks, and whom to write to."""
    terminal = Terminal(
        tmp_path,
        arxiv_api_url=arxiv.api_url,
        arxiv_site_url=arxiv.url,
        arxiv_rss_url=arxiv.url,
        arxiv_interval="0",
        contact="mailto:boats@example.org",
    )
    terminal.run("summarize", "2403.00001")
    assert arxiv.seen
    for seen in arxiv.seen:
        assert "papercrier" in seen.headers["user-agent"]
        assert "boats@example.org" in seen.headers["user-agent"]


def test_paper_ids_are_never_invented(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """Ids, links and titles that are shown are ones that arXiv announced."""
    ran = at(arxiv, tmp_path).run("digest", TOPIC, "--format", "markdown")
    assert {paper.base for paper in PaperId.find(ran.out)} == {"2403.00001", "2403.00002"}
