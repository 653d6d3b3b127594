"""The faults that digests written by language models are known for: each cannot occur here.

One test for each, in this order: authors that are not the paper's; a link to another paper;
unsupported affiliations; code denied; template text; error text; repeating takeaways; filled
workload; papers of another subject; several days under one date; a paper that comes again; raw
LaTeX and "PDF" that is none; figures without caption or licence; drifting labels.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.container import open_container
from bot.settings import Settings
from composing.pages import digest_document, paper_document
from domain.chats import ChatRef, Detail
from domain.documents import Card, Document, Gallery
from domain.fulltext import Figure, FullText, Section, TextOrigin
from domain.papers import Batch, BatchState, Paper
from domain.requests import Request
from domain.summaries import Summary
from domain.topics import Topic
from handlers.dispatch import dispatch
from papers.text.latex import readable
from rendering.common.plain import visible_lines
from rendering.files.hexo import to_hexo
from storage.memory import MemoryStore
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.llm.answers import Told
from summaries.llm.budget import Budget, Limits
from summaries.llm.summarizer import LanguageModelSummarizer
from tests.digests.invented import digest, entry
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import ScriptedModel
from tests.fakes.paper_source import FakeSource
from tests.summaries.invented_papers import cases
from topics.index import PaperIndex
from topics.language import parse_query

CASE = next(cases())
CLOCK = SettableClock("2031-03-07T12:00:00Z")
CODE: Final = "https://github.com/inkwell/routing"
DAY = date(2024, 3, 8)


def told(text: str, *cited: int) -> Told:
    """A claim of a model."""
    return Told(text=text, sentences=list(cited))


async def answered(paper: Paper = CASE.paper, **changes: list[Told]) -> tuple[Summary, str]:
    """The summary of an answer that is true but for some changes, and what is shown of it."""
    answer = CASE.answer.model_copy(update=changes)
    summarizer = LanguageModelSummarizer(
        model=ScriptedModel(answer),
        fallback=ExtractiveSummarizer(CLOCK),
        budget=Budget(limits=Limits(), notes=MemoryStore(), clock=CLOCK),
        clock=CLOCK,
    )
    summary = await summarizer.summarize(paper, None, "en")
    assert not summary.provenance.is_extractive
    return summary, shown(paper_document(paper, summary))


def shown(document: Document) -> str:
    """All that a reader sees."""
    return " ".join(" ".join(visible_lines(document)).split())


async def test_authors_are_the_papers() -> None:
    """The record's are shown, all of them, and no claim speaks of any."""
    false = told("This paper is by Jane Roe and colleagues.", 1)
    _, text = await answered(background=[false], takeaways=[*CASE.answer.takeaways, false])
    assert "Roe" not in text
    assert all(author.name in text for author in CASE.paper.authors)


async def test_links_lead_to_this_paper() -> None:
    """There is one, it is the record's, and a claim has none."""
    false = told("Routing is explained in arXiv:2312.01234 and at arxiv.org/abs/2312.01234.", 3)
    summary, text = await answered(significance=[false])
    document = paper_document(CASE.paper, summary)
    links = re.findall(r"https://arxiv\.org/abs/[\d.v]+", to_hexo(document))
    assert document.url == CASE.paper.id.abs_url
    assert set(links) == {CASE.paper.id.abs_url}
    assert "2312.01234" not in text


async def test_affiliations_are_arxivs_or_none() -> None:
    """A model cannot give one."""
    _, text = await answered(background=[told("The authors are from Okonjo University.", 1)])
    assert "Okonjo" not in text
    assert "ffiliation" not in text


async def test_code_that_the_abstract_links_to_is_never_denied() -> None:
    """The link is shown, and "no code" does not stand."""
    paper = replace(CASE.paper, abstract=f"{CASE.paper.abstract} Code is at {CODE} for all.")
    _, text = await answered(paper, limitations=[told("No code is available.", 8)])
    assert CODE.removeprefix("https://") in text
    assert "No code" not in text


@pytest.mark.parametrize(
    "template",
    [
        "The background of this paper is xxx.",
        "(1) xxx; (2) xxx; (3) xxx",
        "The past methods are [insert methods here].",
        "The performance on {{dataset}} supports the goal.",
    ],
)
async def test_no_template_is_left_in(template: str) -> None:
    """Whatever its marks are."""
    summary, text = await answered(background=[told(template, 1)])
    assert summary.analysis.background == ()
    assert template not in text


@pytest.mark.parametrize("error", ["Some Error for method", "Error for conclusion", "API error"])
async def test_no_error_is_published(error: str) -> None:
    """A part that failed is left out."""
    summary, text = await answered(method=[told(error, 3)])
    assert summary.analysis.method == ()
    assert error not in text


async def test_takeaways_each_say_something_else() -> None:
    """No claim twice, and none that is only an address."""
    again = told(CASE.answer.takeaways[1].text.replace("The router", "Its router"), 4)
    address = told(f"The code can be found at {CODE}.", 4)
    summary, _ = await answered(takeaways=[*CASE.answer.takeaways, again, address])
    assert [claim.text for claim in summary.takeaways] == [t.text for t in CASE.answer.takeaways]


@pytest.mark.parametrize(
    "filler",
    ["The workload of this paper is heavy.", "N/A", "The workload is not mentioned.", "None"],
)
async def test_workload_is_told_or_left_out(filler: str) -> None:
    """With numbers of the paper, or not at all."""
    summary, text = await answered(workload=[told(filler, 6)])
    assert summary.analysis.workload == ()
    assert "Workload" not in text
    real = told(CASE.answer.results[0].text, *CASE.answer.results[0].sentences)
    _, text = await answered(workload=[real], results=[])
    assert real.text in text


def test_papers_of_another_subject_are_not_in_the_topic() -> None:
    """Words beside a word are not the topic: a mesh or a checklist is no diffusion model."""
    on_topic = replace(CASE.paper, title="Diffusion models for speech")
    mesh = replace(CASE.paper, title="Human mesh recovery", abstract="Heat diffusion on a mesh.")
    check = replace(CASE.paper, title="A checklist", abstract="Diffusion of clinical models.")
    query = parse_query('"diffusion models"')
    for paper, matches in ((on_topic, 1), (mesh, 0), (check, 0)):
        index = PaperIndex([paper])
        assert len(index.matches(Topic("diffusion models", query))) == matches


def test_each_paper_has_its_own_date() -> None:
    """Several days in one digest are told as such, and each paper's beside it."""
    first = DAY - timedelta(days=1)
    two = digest(
        since=first,
        entries=(entry(1, announced=first), entry(2, announced=DAY)),
        others=(),
        batches=(
            Batch(archive="cs", date=first, state=BatchState.COMPLETE),
            Batch(archive="cs", date=DAY, state=BatchState.COMPLETE),
        ),
    )
    text = shown(digest_document(two, Detail.FULL))
    assert "7–8 March 2024" in text
    assert "announced 7 March 2024" in text
    assert "announced 8 March 2024" in text


async def test_a_paper_is_news_once(tmp_path: Path) -> None:
    """Its replacement the day after is none, cross-listed it is told once, over days too."""
    clock = SettableClock("2024-03-08T17:00:00Z")
    source = FakeSource(clock)
    source.announces("2024-03-07", "2403.00001 cs.CV cs.LG stat.ML")
    source.announces("2024-03-08", "2403.00001v2 cs.CV cs.LG stat.ML\n2403.00002 cs.CV stat.ML")
    settings = Settings(_env_file=None, database=tmp_path / "p.db")
    topic = "cat:cs.CV OR cat:cs.LG OR cat:stat.ML"
    async with open_container(settings, source=source, clock=clock) as services:
        posts = {
            when: await dispatch(
                services, Request(ChatRef("console", "local"), "me", "digest", f"{topic} {when}")
            )
            for when in ("2024-03-07", "2024-03-08", "week")
        }
    told = {when: re.findall(r"/abs/(2403\.\d+)", to_hexo(post)) for when, post in posts.items()}
    assert set(told["2024-03-07"]) == {"2403.00001"}
    assert set(told["2024-03-08"]) == {"2403.00002"}
    headings = [block for block in posts["week"].blocks if isinstance(block, Card)]
    assert len(headings) == len(set(told["week"])) == 2


async def test_what_is_written_in_latex_is_read_and_pdf_leads_to_the_pdf() -> None:
    """No commands, no doubled blanks, and what is called PDF is one."""
    assert readable(rf"Code:  \url{{{CODE}}}  and   more") == f"Code: {CODE} and more"
    summary, text = await answered()
    assert "\\url" not in text
    page = to_hexo(paper_document(CASE.paper, summary))
    assert f"[PDF]({CASE.paper.id.pdf_url})" in page


async def test_figures_have_caption_and_licence_and_are_nobodys_hot_link() -> None:
    """Shown from the paper's own image, or linked to; never an image from some host."""
    licence = "http://creativecommons.org/licenses/by/4.0/"
    figure = Figure("1", "The router.", b"\x89PNG", "image/png")
    text = FullText((Section("Method", "It routes."),), (figure,), TextOrigin.HTML, licence)
    summary, _ = await answered()
    free = paper_document(CASE.paper, summary, text=text)
    (gallery,) = [block for block in free.blocks if isinstance(block, Gallery)]
    (picture,) = gallery.pictures
    assert "The router." in "".join(span.text for span in picture.caption)
    assert "CC BY 4.0" in "".join(span.text for span in gallery.credit)
    bare = replace(text, figures=(replace(figure, image=b""),), licence=None)
    closed = paper_document(CASE.paper, summary, text=bare)
    assert not any(isinstance(block, Gallery) for block in closed.blocks)
    assert "![" not in to_hexo(closed)


async def test_labels_do_not_drift() -> None:
    """They are the house's, each once, whatever the model writes before its claims."""
    labelled = told("Summary: RouteNet is fast.", 3)
    _, text = await answered(background=[labelled], method=[told("摘要：路由方法很快。", 3)])
    assert "摘要" not in text
    assert text.count("Summary:") == 1
    assert text.count("Key takeaways") == 1
