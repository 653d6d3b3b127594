"""A paper is summarised in its own language, never in two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.fulltext import FullText, Section, TextOrigin
from papers.sample import sample_papers
from summaries.extractive import summarizer
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.text.language import is_foreign, language_of
from tests.fakes.clock import SettableClock

ENGLISH = (
    "We propose a folding hinge of birch that needs no oil. It is pressed from two plates of tin. "
    "We show that the hinge creaks 62% less than the best oiled hinge on 412 ships."
)
FRENCH = (
    "Nous proposons une charnière pliante en bouleau qui se passe d'huile dans les mers du nord. "
    "Elle est pressée entre deux plaques avec une couche de bois pour la charge. "
    "Nous montrons que la charnière grince 62 % de moins sur les navires de la flotte."
)
GERMAN = (
    "Wir schlagen ein Scharnier aus Birke vor, das ohne Öl auskommt und nicht knarrt. "
    "Es wird aus zwei Platten gepresst, und die Birke trägt die Last der Tür auf dem Schiff."
)
CHINESE = "我们提出一种无需润滑油的铰链。它由两块锡板压制而成。结果表明噪声降低了62%。"
SUMMARIZER = ExtractiveSummarizer(SettableClock("2024-03-08T06:00:00"))


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (FRENCH, "fr"), (GERMAN, "de"), (CHINESE, "zh"), ("", "en"), ("x y", "en")],
)
def test_languages_are_told(text: str, language: str) -> None:
    """By script or by common words; what cannot be told is English, as arXiv asks for."""
    assert language_of(text) == language
    assert not is_foreign(text, language)


@pytest.mark.parametrize(("text", "language"), [(FRENCH, "fr"), (GERMAN, "de"), (CHINESE, "zh")])
async def test_a_paper_is_told_in_its_own_language(text: str, language: str) -> None:
    """The summary says which language it is in, and its key too; no part of it is guessed."""
    paper = replace(sample_papers()[0], abstract=text, comment=None)
    summary = await SUMMARIZER.summarize(paper, None, "en")

    assert summary.provenance.language == language
    assert SUMMARIZER.key(paper, None, "en").language == language
    assert all(claim.evidence[0].quote in text for claim in summary.claims())
    assert not list(summary.analysis.parts())


@pytest.mark.parametrize("abstract", [f"{ENGLISH} {FRENCH}", f"{FRENCH} {ENGLISH}"])
async def test_an_abstract_in_two_languages_is_told_in_one(abstract: str) -> None:
    """What stands there over again in the other language is left out."""
    paper = replace(sample_papers()[0], abstract=abstract, comment=None)
    summary = await SUMMARIZER.summarize(paper, None, "en")
    quotes = [claim.evidence[0].quote for claim in summary.claims()]
    own = ENGLISH if summary.provenance.language == "en" else FRENCH

    assert all(quote in own for quote in quotes)


async def test_a_section_in_another_language_is_left_out() -> None:
    """An appendix in French adds nothing to an English paper."""
    sections = (
        Section("Résultats", f"{FRENCH} Nous montrons que la charge des navires est de 840 kg."),
        Section("Results", "We find that our hinge holds a load of 840 kg in warm water."),
    )
    paper = replace(sample_papers()[0], abstract=ENGLISH, comment=None)
    text = FullText(sections, (), TextOrigin.HTML)
    summary = await SUMMARIZER.summarize(paper, text, "en")

    assert {c.evidence[0].section for c in summary.claims()} <= {"Abstract", "Results"}
    assert any("840 kg" in claim.text for claim in summary.claims())


async def test_the_language_of_an_abstract_is_found_out_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However often its key is asked for; another version's text is another's."""
    told: list[str] = []

    def counted(text: str) -> str:
        told.append(text)
        return language_of(text)

    monkeypatch.setattr(summarizer, "language_of", counted)
    summarizer._spoken.cache_clear()
    paper = sample_papers()[0]
    for _ in range(3):
        SUMMARIZER.key(paper, None, "en")
        SUMMARIZER.key(paper, None, "zh")
    await SUMMARIZER.summarize(paper, None, "en")
    assert len(told) == 1
    assert SUMMARIZER.key(replace(paper, abstract=FRENCH), None, "en").language == "fr"
    assert len(told) == 2
    assert summarizer._spoken.cache_info().maxsize
