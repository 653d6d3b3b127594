"""Extractive summaries: every claim is the paper's own words, with the sentence it stands on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NothingToSummarize
from domain.fulltext import FullText, Section, TextOrigin
from domain.papers import Paper
from domain.summaries import Basis, Summary
from papers.sample import sample_papers
from summaries.extractive.analysis import analysed
from summaries.extractive.passages import of_opening
from summaries.extractive.salience import salience
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.text.boilerplate import is_hollow, is_notice
from summaries.text.understanding import Reading
from tests.fakes.clock import SettableClock
from tests.summaries.test_compression import is_subsequence
from topics.english.stems import content, tokens

CLOCK = SettableClock("2024-03-08T06:00:00")
PAPERS = pytest.mark.parametrize("paper", sample_papers(), ids=lambda paper: paper.id.base)

HINGES = FullText(
    sections=(
        Section(
            "1 Introduction",
            "Folding hinges are found on most ships of the northern sea. "
            "Earlier hinges (Holt and Reyes, 2031) need oil twice a year. "
            "In this paper, we propose a folding hinge that needs no oil.",
        ),
        Section(
            "2 Related Work",
            "Previous methods for quiet hinges have been proposed for doors (Moss et al., 2030).",
        ),
        Section(
            "3 Method",
            "A thin layer of birch between two plates of tin carries the load of the hinge.",
        ),
        Section(
            "4 Results",
            "Table 3 lists all measurements of the hinges on all the ships. "
            "We find that the folding hinge creaks 62% less than the best oiled hinge. "
            "The load \\frac{a}{b} of the hinge is given by x_{1} = 3 and y = 4 z.",
        ),
        Section(
            "5 Limitations",
            "Hinges longer than two metres were not tested in salt water.",
        ),
        Section("6 Conclusion", "We conclude that birch can take the place of oil in hinges."),
        Section("Acknowledgements", "We find that the captain was kind to us on our folding ship."),
        Section("References", "Moss et al. We show that hinges of doors need birch. 2030."),
    ),
    figures=(),
    origin=TextOrigin.HTML,
)


async def summary_of(paper: Paper, text: FullText | None = None, language: str = "en") -> Summary:
    """The summary of a paper."""
    return await ExtractiveSummarizer(CLOCK).summarize(paper, text, language)


def invented(abstract: str, title: str = "Folding Hinges Without Oil") -> Paper:
    """A paper with an abstract of one's own."""
    return replace(sample_papers()[0], title=title, abstract=abstract, comment=None)


def check_grounded(summary: Summary, sources: dict[str, str]) -> None:
    """Quotes stand in their section word for word; claims have their words in their order."""
    for claim in summary.claims():
        (evidence,) = claim.evidence
        assert evidence.quote in sources[evidence.section]
        assert is_subsequence(claim.text, evidence.quote)


@PAPERS
async def test_claims_are_grounded_in_the_abstract(paper: Paper) -> None:
    """Every quote is in the abstract, every claim in its quote."""
    check_grounded(await summary_of(paper), {"Abstract": paper.abstract})


@PAPERS
async def test_takeaways_are_several_and_differ(paper: Paper) -> None:
    """Two to six points, none like another or like the one-sentence summary, no notices."""
    summary = await summary_of(paper)
    told = [summary.tldr, *summary.takeaways]
    words = [frozenset(content(tokens(claim.text))) for claim in told]

    assert 2 <= len(summary.takeaways) <= 6
    assert len({claim.evidence for claim in told}) == len(told)
    for place, one in enumerate(words):
        for other in words[place + 1 :]:
            assert len(one & other) < 0.7 * min(len(one), len(other))
    assert not any(is_notice(claim.text) for claim in told)


@PAPERS
async def test_takeaways_follow_the_paper(paper: Paper) -> None:
    """Points stand in the order in which the paper makes them."""
    summary = await summary_of(paper)
    places = [paper.abstract.index(claim.evidence[0].quote) for claim in summary.takeaways]

    assert places == sorted(places)


@PAPERS
async def test_the_analysis_says_nothing_twice(paper: Paper) -> None:
    """Each sentence stands once in the whole summary."""
    claims = list((await summary_of(paper)).claims())

    assert len({claim.evidence for claim in claims}) == len(claims)


@PAPERS
async def test_keywords_are_phrases_of_the_paper(paper: Paper) -> None:
    """Each stands in the title or abstract as it is given; none lies within another."""
    summary = await summary_of(paper)
    text = f"{paper.title} {paper.abstract}"

    assert 1 <= len(summary.keywords) <= 6
    for keyword in summary.keywords:
        assert keyword in text
        assert not any(keyword in other for other in summary.keywords if other != keyword)


async def test_a_summary_says_how_it_was_made() -> None:
    """Model, method, moment, version, basis and language; the same under which it is kept."""
    paper = sample_papers()[14]
    summarizer = ExtractiveSummarizer(CLOCK)
    summary = await summarizer.summarize(paper, None, "zh")
    key = summarizer.key(paper, None, "zh")
    made = summary.provenance

    assert made.is_extractive
    assert made.made_at == CLOCK.now()
    assert made.paper_version == 2
    assert made.basis is Basis.ABSTRACT
    assert (key.language, key.basis, key.model, key.prompt) == (
        made.language,
        made.basis,
        made.model,
        made.prompt,
    )
    assert key == summarizer.key(paper, None, "en")
    assert key != summarizer.key(paper, HINGES, "en")


async def test_the_same_paper_gives_the_same_summary() -> None:
    """Nothing is left to chance."""
    paper = sample_papers()[3]

    assert await summary_of(paper) == await summary_of(paper)


async def test_code_links_come_from_abstract_and_comment() -> None:
    """Links are found, not guessed."""
    paper = sample_papers()[0]

    assert (await summary_of(paper)).code_links == ("https://example.org/stepwise-mirrors",)
    assert (await summary_of(invented("We fold hinges of tin without oil."))).code_links == ()


def test_the_parts_of_the_analysis() -> None:
    """Each part holds the sentence that belongs there."""
    reading = Reading.of(
        "Folding Hinges Without Oil",
        "Hinges of ships are important for the safety of crews. "
        "Existing methods rely on oil and fail in cold water. "
        "We propose a novel folding hinge made of birch and tin. "
        "The hinge is pressed from two plates by means of steam. "
        "We collected creaks of 412 ships over six winters with the help of their crews. "
        "Our hinge reduces creaking by 62% compared with oiled hinges. "
        "These findings suggest that birch could be used in bridges. "
        "Our method does not yet handle hinges longer than two metres.",
    )
    parts = analysed(of_opening("Abstract", reading, salience(reading)), (), room=200)
    told = {name: " ".join(point.text for point in part) for name, part in parts.items()}

    assert "safety of crews" in told["background"]
    assert "rely on oil" in told["prior_work"]
    assert "novel folding hinge" in told["innovation"]
    assert "by means of steam" in told["method"]
    assert "412 ships" in told["workload"]
    assert "62%" in told["performance"]
    assert "bridges" in told["significance"]
    assert "two metres" in told["limitations"]


async def test_a_part_without_support_is_empty() -> None:
    """An abstract of plain method has no limitations, workload or prior work."""
    paper = invented(
        "We propose a folding hinge that needs no oil. The hinge is pressed from two plates."
    )
    analysis = (await summary_of(paper)).analysis

    assert analysis.limitations == analysis.workload == analysis.prior_work == ()


async def test_the_analysis_repeats_no_sentence() -> None:
    """A sentence that the author gave twice is told once; formulas alone are no claims."""
    sentence = "We show that folded hinges of birch hold for years."
    paper = invented(f"{sentence} If $q > p-1$, then $u = 0$. {sentence}")
    summary = await summary_of(paper)

    assert [claim.text for claim in summary.claims()] == [sentence]


@pytest.mark.parametrize(
    ("title", "keyword"),
    [
        ("Probing Folded Hinges", "Folded Hinges"),
        ("Seams of SU(2) Hinge Theory", "SU(2) Hinge Theory"),
        ("On the Einstein-Lind/Moss Hinge Equations", "Einstein-Lind/Moss Hinge Equations"),
        ("The p-Laplacian of a Hinge", "p-Laplacian"),
        ("HingeBank: A Large Dataset", "HingeBank"),
        ("Remarks on the Hinge Anomaly", "Hinge Anomaly"),
    ],
)
async def test_names_are_whole_keywords(title: str, keyword: str) -> None:
    """Names with brackets, slashes and hyphens stay whole; verbs are no part of them."""
    paper = invented("We fold a hinge of tin and study how its creak decays in time.", title)

    assert keyword in (await summary_of(paper)).keywords


async def test_notices_are_no_takeaways() -> None:
    """Code, support and pages are not what a paper says."""
    paper = invented(
        "We propose a folding hinge that needs no oil. "
        "A layer of birch carries the load between plates of tin. "
        "It creaks less than any hinge on ships of the north. "
        "Our code and models are publicly available at https://example.org/hinge. "
        "This work was supported by a grant of the Sea Council."
    )
    summary = await summary_of(paper)

    assert len(summary.takeaways) == 2
    assert not any("grant" in c.text or "example.org" in c.text for c in summary.claims())


async def test_full_text_adds_what_the_abstract_lacks() -> None:
    """Findings and limits are taken from sections, with the section's title; debris is not."""
    paper = invented("We propose a folding hinge that needs no oil. Oil is dear on folding ships.")
    summary = await summary_of(paper, HINGES)
    sources = {section.title: section.text for section in HINGES.sections}
    told = {claim.text: claim.evidence[0].section for claim in summary.claims()}

    check_grounded(summary, {"Abstract": paper.abstract, **sources})
    assert summary.provenance.basis is Basis.FULL_TEXT
    assert summary.tldr.text == "We propose a folding hinge that needs no oil."
    assert told["We conclude that birch can take the place of oil in hinges."] == "6 Conclusion"
    assert told["Hinges longer than two metres were not tested in salt water."] == "5 Limitations"
    finding = "We find that the folding hinge creaks 62% less than the best oiled hinge."
    assert told[finding] == "4 Results"
    assert not set(told.values()) & {"Acknowledgements", "References"}
    assert not any("Table" in text or "frac" in text or "2031" in text for text in told)


async def test_a_paper_without_abstract_is_told_from_its_text() -> None:
    """The first section stands for the abstract; without any text there is nothing to tell."""
    paper = invented("")
    summary = await summary_of(paper, HINGES)

    assert summary.tldr.text == "We propose a folding hinge that needs no oil."
    assert summary.tldr.evidence[0].section == "1 Introduction"
    for nothing in ("", " \n\t", "\x00", "!!! ??? ..."):
        with pytest.raises(NothingToSummarize, match="no abstract"):
            await summary_of(invented(nothing), FullText((), (), TextOrigin.PDF))


@pytest.mark.parametrize(
    "abstract",
    [
        "This paper has been withdrawn by the author due to an error in Lemma 3.",
        "Wir schlagen ein Scharnier vor. Es braucht kein Öl. Es knarrt nicht.",
        "$x_1 = \\frac{a}{b}$ $\\sum_{n} \\alpha^{n}$.",
        "我们提出一种无需润滑油的铰链。它不会发出声响。",
        "hinge",
        "Hinges!!! ??? ...",
        "We fold\x07 hinges\x1b[31m of tin, \u202eand they\u0000 creak.",
        "We propose a hinge, and " * 130,
        "A" * 3000,
        "(" * 500 + "We fold." + "$" * 301,
    ],
)
async def test_odd_abstracts_give_a_sensible_summary(abstract: str) -> None:
    """One sentence at least, from the abstract, and nothing that upsets a screen."""
    paper = invented(abstract)
    summary = await summary_of(paper)

    check_grounded(summary, {"Abstract": abstract})
    assert summary.tldr.text
    for claim in summary.claims():
        assert claim.text.isprintable()


@given(st.text(max_size=60), st.text(min_size=1, max_size=300).filter(str.strip))
async def test_any_abstract_gives_a_grounded_summary(title: str, abstract: str) -> None:
    """Whatever stands in it, a summary comes of it, or the error that there are no words."""
    paper = invented(abstract, title)
    try:
        summary = await summary_of(paper)
    except NothingToSummarize:
        assert not tokens(abstract)
        return
    check_grounded(summary, {"Abstract": abstract})
    assert all(keyword in f"{title}\n{abstract}" for keyword in summary.keywords)


@pytest.mark.parametrize(
    "sentence",
    [
        "Code is available at https://example.org/hinge.",
        "The source code and all trained models will be made publicly available.",
        "We release our code and data on GitHub.",
        "This work was supported in part by a grant of the Sea Council.",
        "We thank the crew for their patience.",
        "Accepted at the Conference on Hinges.",
        "This paper has been accepted by the Journal of Doors.",
        "To appear in the Journal of Doors.",
        "Keywords: hinges, birch, tin, ships",
        "The paper is organised as follows.",
        "12 pages, 4 figures, 3 tables, and an appendix.",
        "Project page: https://example.org/hinge",
    ],
)
def test_notices(sentence: str) -> None:
    """What is about the paper's files, pages and helpers is known as such."""
    assert is_notice(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "We introduce HingeBank, a dataset of 12,000 creaks of folding hinges.",
        "Models of hinges trained on public data creak less than others.",
        "The code of a hinge is a number that tells its maker how it folds.",
        "Open doors are found to creak more than closed ones.",
        "A hinge of birch is presented to lessen the creak of doors.",
        "The results presented in this paper hold for hinges of tin too.",
        "We study 76 papers on hinges published in the last ten years.",
        "As data on creaks are not always accessible, builders rely on their ears.",
        "No dataset of creaks is available for doors of the north.",
    ],
)
def test_what_only_looks_like_a_notice(sentence: str) -> None:
    """Data and code may be what a paper is about."""
    assert not is_notice(sentence)


def test_hollow_sentences() -> None:
    """A sentence that could stand in any paper is known; one with figures is not such."""
    assert is_hollow("Extensive experiments demonstrate the effectiveness of our method.")
    assert is_hollow("We hope that our work inspires others to fold hinges.")
    assert is_hollow("Can a hinge be quiet?")
    assert is_hollow("Some particular cases are studied in more detail.")
    assert is_hollow("Relations with bridges and boats are briefly discussed.")
    assert is_hollow("In a forthcoming paper, hinges of tin will be folded.")
    assert is_hollow("(In particular, the hinge may be open.)")
    assert is_hollow("We also present some numerical examples of folded hinges.")
    assert not is_hollow("We present examples that show where hinges of birch break.")
    assert not is_hollow("Experiments show that the performance of birch is better than tin's.")
    assert not is_hollow("Open hinges are studied in seas of little salt.")
    assert not is_hollow("Experiments show that performance rises by 12% on 4 ships.")
    assert not is_hollow("Birch carries the load between two plates of tin.")
