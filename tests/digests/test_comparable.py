"""What makes papers comparable, as it is read on a card and in a digest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composing.pages import digest_document, paper_document
from domain.chats import Detail
from domain.digests import Reason
from domain.fulltext import FullText, Section, TextOrigin
from domain.papers import Paper
from domain.summaries import Summary
from domain.topics import Field, Term
from i18n.catalogues import speech_of
from i18n.speech import speaking
from rendering.common.plain import visible_lines
from storage.memory import MemoryStore
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.llm.answers import Answer, Told
from summaries.llm.budget import Budget, Limits
from summaries.llm.summarizer import LanguageModelSummarizer
from tests.digests.invented import digest, entry
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import ScriptedModel
from tests.summaries.invented_papers import cases

CASE = next(cases())
CLOCK = SettableClock("2026-11-22T12:00:00Z")
NAME = CASE.paper.title.partition(":")[0]
TITLE = f"{NAME}：用于模态模型的稀疏路由"
CODE = "https://github.com/inkwell/routing"


def chinese() -> Answer:
    """A true answer in Chinese."""
    texts = (
        f"{NAME} 只计算一个词元所需要的那些层。",
        "现有的剪枝方法在长输入上不能保持准确率。",
        "路由器用蒸馏损失训练，不需要人工标注。",
        "对于短输入，路由器不会提高准确率。",
    )
    cited = ([1, 3], [2], [4], [7])
    tldr, *takeaways = (Told(text=t, sentences=c) for t, c in zip(texts, cited, strict=True))
    return Answer(tldr=tldr, takeaways=takeaways, translated_title=TITLE)


async def summary_by(
    answer: Answer, language: str = "en", paper: Paper = CASE.paper, text: FullText | None = None
) -> Summary:
    """What a model's answer comes to."""
    summarizer = LanguageModelSummarizer(
        model=ScriptedModel(answer),
        fallback=ExtractiveSummarizer(CLOCK),
        budget=Budget(limits=Limits(), notes=MemoryStore(), clock=CLOCK),
        clock=CLOCK,
    )
    return await summarizer.summarize(paper, text, language)


def lines_of(
    summary: Summary, paper: Paper = CASE.paper, text: FullText | None = None
) -> list[str]:
    """A paper's card, line by line."""
    return list(visible_lines(paper_document(paper, summary, text=text)))


async def test_a_translated_title_stands_beside_the_original() -> None:
    """On the card and in a digest, whatever the detail; never in the original's place."""
    summary = await summary_by(chinese(), "zh")
    assert not summary.provenance.is_extractive
    assert summary.title == TITLE
    with speaking(speech_of("zh")):
        card = paper_document(CASE.paper, summary)
        shown = visible_lines(card)
        assert card.title == CASE.paper.title
        assert TITLE in shown
        for detail in Detail:
            told = replace(entry(1), paper=CASE.paper, summary=summary)
            page = list(visible_lines(digest_document(digest(entries=(told,)), detail)))
            original = next(n for n, line in enumerate(page) if CASE.paper.title in line)
            assert page.index(TITLE) > original


async def test_an_english_title_is_shown_once() -> None:
    """There is nothing to translate, and what a model gives all the same is left out."""
    answer = CASE.answer.model_copy(update={"translated_title": f"{NAME}: Another Title"})
    summary = await summary_by(answer)
    assert summary.title == ""
    assert "Another Title" not in " ".join(lines_of(summary))


async def test_provenance_is_one_line() -> None:
    """Model, basis, version and day; of an extract, that it is one."""
    paper = replace(CASE.paper, id=replace(CASE.paper.id, version=2))
    text = FullText((Section("1 Method", "It routes every token."),), (), TextOrigin.HTML)
    summary = await summary_by(CASE.answer, paper=paper, text=text)
    named = replace(summary, provenance=replace(summary.provenance, model="gpt-6-luna"))
    assert lines_of(named, paper)[-1] == "by gpt-6-luna from the full text of v2, 22 Nov 2026"
    extract = await ExtractiveSummarizer(CLOCK).summarize(CASE.paper, None, "en")
    assert lines_of(extract)[-1] == "extracted from the abstract of v1"
    unversioned = replace(CASE.paper, id=CASE.paper.id.latest)
    assert lines_of(extract, unversioned)[-1] == "extracted from the abstract"


@pytest.mark.parametrize(
    ("words", "said"),
    [(100, "1 minute to read"), (230 * 12, "12 minutes to read"), (0, None)],
)
async def test_reading_time_goes_by_the_words_of_the_paper(words: int, said: str | None) -> None:
    """At 230 a minute; of a paper that was not read, none is told."""
    summary = await summary_by(CASE.answer)
    body = FullText((Section("Method", "word " * words),), (), TextOrigin.HTML)
    shown = " ".join(lines_of(summary, text=body if words else None))
    assert (said in shown) if said else ("to read" not in shown)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (f"Code is at {CODE}.", CODE),
        (f"See \\url{{{CODE}}}", CODE),
        ("Our code will be released on GitHub.", None),
        ("The code is in inkwell/routing.", None),
        ("See https://github.com/ for code.", None),
    ],
)
async def test_code_links_are_found_and_never_guessed(told: str, found: str | None) -> None:
    """In abstract and comment, where they have the form of one."""
    paper = replace(CASE.paper, comment=told)
    answer = CASE.answer.model_copy(
        update={"significance": [Told(text=f"The code is at {CODE}.", sentences=[1])]}
    )
    summary = await summary_by(answer, paper=paper)
    assert summary.code_links == ((found,) if found else ())
    assert summary.analysis.significance == ()


async def test_the_matching_topic_tells_why_a_paper_may_matter() -> None:
    """By its words, on the card of one paper."""
    summary = await summary_by(CASE.answer)
    reason = Reason("learning from teachers", Term("distillation"), Field.ABSTRACT)
    shown = visible_lines(paper_document(CASE.paper, summary, reasons=[reason]))
    wanted = (
        "Why it may matter to you: Matched learning from teachers: “distillation” in the abstract"
    )
    assert wanted in shown
    assert not any("may matter" in line for line in lines_of(summary))


async def test_keywords_are_the_papers_terms() -> None:
    """Those that do not stand in it are left out."""
    answer = CASE.answer.model_copy(update={"keywords": ["routing method", "quantum gravity"]})
    shown = " ".join(lines_of(await summary_by(answer)))
    assert "Keywords: routing method" in shown
    assert "quantum gravity" not in shown
