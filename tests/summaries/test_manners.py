"""Summaries of abstracts written as in each field: invented papers, real manners."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from domain.summaries import Summary
from papers.sample import sample_papers
from summaries.extractive.leaning import Lean, leaning
from summaries.extractive.summarizer import ExtractiveSummarizer
from tests.fakes.clock import SettableClock


@dataclass(frozen=True)
class Manner:
    """An invented paper and what a reader expects of its summary.

    Attributes:
        points: pieces of sentences that belong among takeaways and one-sentence summary.
        unsaid: pieces that belong into neither.
        results: pieces of sentences that are results.
        keywords: some of the keywords.
    """

    archive: str
    title: str
    abstract: str
    points: tuple[str, ...]
    unsaid: tuple[str, ...]
    results: tuple[str, ...]
    keywords: tuple[str, ...]


MANNERS = (
    Manner(
        "math",
        "Rigidity of folded tori with birch boundary",
        "We consider folded tori with birch boundary in the sense of Holt. "
        "Such tori were introduced in 1931 to study hinges of ships. "
        "We prove that every folded torus with birch boundary is rigid if its seam has length "
        "at most $2\\pi$. "
        "The proof rests on a gluing theorem for seams. "
        "As an application, we obtain a sharp bound on the number of seams of a folded torus. "
        "Some examples are also discussed.",
        ("is rigid if its seam", "gluing theorem", "sharp bound"),
        ("examples are also",),
        ("is rigid if its seam",),
        ("folded tori",),
    ),
    Manner(
        "math-ph",
        "Steady seams in the Lindqvist equation",
        "The existence of steady seams of the Lindqvist equation is shown for all loads. "
        "They are found as minimisers of the birch energy. "
        "It is proved that each steady seam is stable under small folds. "
        "The decay of the seam far from the hinge is computed explicitly. "
        "In a forthcoming paper, the results will be extended to tin.",
        ("is stable under small folds", "computed explicitly"),
        ("forthcoming",),
        ("is stable under small folds",),
        ("steady seams", "Lindqvist equation"),
    ),
    Manner(
        "hep-th",
        "Folded branes and the SU(2) seam anomaly",
        "We study folded branes of type IIB theory on a seam with SU(2) symmetry. "
        "In this context, the seam anomaly is a two-form on the moduli space of folds. "
        "We show that the seam anomaly cancels if the number of folds is even. "
        "This suggests a new duality between folded and flat branes. "
        "Relations with birch geometry are briefly discussed.",
        ("seam anomaly cancels", "two-form on the moduli space"),
        ("In this context", "briefly discussed"),
        ("seam anomaly cancels",),
        ("seam anomaly", "folded branes"),
    ),
    Manner(
        "gr-qc",
        "Decay of waves on folded black hole spacetimes",
        "Waves on black hole spacetimes are known to decay at the rate of Price. "
        "Here the same is shown for folded black hole spacetimes with two ends. "
        "(In particular, the data may contain the seam.) "
        "We establish a uniform bound on the energy flux through the seam. "
        "The estimates near the seam use a multiplier adapted to the fold.",
        ("uniform bound on the energy flux", "multiplier adapted"),
        ("In particular, the data",),
        ("uniform bound",),
        ("black hole spacetimes",),
    ),
    Manner(
        "q-bio",
        "Tide-dependent folding of the reef worm Lumbra minor",
        "How reef worms fold their bodies at low tide is not understood. "
        "Lumbra minor lives in the cracks of reefs that fall dry twice a day. "
        "We recorded 312 worms in 14 pools over two summers and traced their folds by hand. "
        "Worms fold within 40 seconds of the turn of the tide. "
        "It is the salt content of the water, and not its depth, that triggers folding. "
        "These findings suggest that worms could serve as sensors of salt in pools.",
        ("312 worms", "within 40 seconds", "salt content of the water"),
        (),
        ("salt content of the water",),
        ("reef worm Lumbra minor",),
    ),
    Manner(
        "econ",
        "Do port fees fold? Evidence from two hundred harbours",
        "Port fees make up a third of the price of birch. "
        "Whether lower port fees reach the buyer has been debated for decades. "
        "I exploit a reform of 2019 that halved the port fees of 203 harbours. "
        "I find that a third of the cut reached buyers within one year. "
        "It was larger where two harbours compete for the same ships. "
        "The paper is organized as follows.",
        ("reform of 2019", "a third of the cut reached buyers"),
        ("organized",),
        ("a third of the cut",),
        ("port fees",),
    ),
    Manner(
        "astro-ph",
        "A second ring around the minor planet Oduya",
        "We report the discovery of a second ring around the minor planet Oduya. "
        "Occultations of three stars were observed from five stations in 2029. "
        "The ring has a width of 4.2 km and an optical depth of 0.3. "
        "Its orbit lies outside the Roche limit of Oduya by a factor of 1.7. "
        "Several hypotheses on its origin are discussed.",
        ("second ring", "Occultations of three stars", "width of 4.2 km"),
        ("Several hypotheses",),
        ("outside the Roche limit",),
        ("minor planet Oduya",),
    ),
    Manner(
        "cs",
        "FoldNet: Learning to Fold Maps of Harbours",
        "Maps of harbours are hard to fold. "
        "However, existing methods struggle with maps of more than nine folds. "
        "In this paper, we propose FoldNet, a network that learns folds from worn maps. "
        "FoldNet reads the creases of a map and predicts the next fold. "
        "Moreover, it needs no labelled maps. "
        "Extensive experiments show the effectiveness of our method. "
        "FoldNet folds maps of 12 folds with 93% accuracy. "
        "Code is available at https://example.org/foldnet.",
        ("reads the creases", "we propose FoldNet", "93% accuracy"),
        ("effectiveness", "example.org", "However", "Moreover"),
        ("93% accuracy",),
        ("FoldNet",),
    ),
)
each = pytest.mark.parametrize("manner", MANNERS, ids=lambda manner: manner.archive)


async def summary_of(manner: Manner) -> Summary:
    """The summary of an invented paper."""
    paper = replace(sample_papers()[0], title=manner.title, abstract=manner.abstract, comment=None)
    return await ExtractiveSummarizer(SettableClock("2024-03-08T06:00:00")).summarize(
        paper, None, "en"
    )


@each
async def test_points_are_those_a_reader_expects(manner: Manner) -> None:
    """What matters is said, boilerplate, examples and links to other sentences are not."""
    summary = await summary_of(manner)
    said = [summary.tldr.text, *(claim.text for claim in summary.takeaways)]

    for piece in manner.points:
        assert any(piece.lower() in text.lower() for text in said), (piece, said)
    for piece in manner.unsaid:
        assert not any(piece in text for text in said), (piece, said)


@each
async def test_no_point_dangles(manner: Manner) -> None:
    """A point that leans on the sentence before it stands beside that sentence."""
    summary = await summary_of(manner)
    claims = [summary.tldr, *summary.takeaways]
    ends = {
        manner.abstract.index(claim.evidence[0].quote) + len(claim.evidence[0].quote)
        for claim in claims
    }

    assert 2 <= len(summary.takeaways) <= 6
    for claim in claims:
        if leaning(claim.text) is Lean.ON_THE_SENTENCE_BEFORE:
            assert manner.abstract.index(claim.evidence[0].quote) - 1 in ends, claim.text


@each
async def test_results_are_told_as_results(manner: Manner) -> None:
    """What is proved, found or measured is no background, wherever in the abstract it stands."""
    summary = await summary_of(manner)
    analysis = summary.analysis
    found = [summary.tldr, *summary.takeaways, *analysis.results, *analysis.performance]

    for piece in manner.results:
        assert any(piece in claim.text for claim in found), (piece, analysis)
        assert not any(piece in claim.text for claim in (*analysis.background, *analysis.method))


@each
async def test_keywords_name_the_subject(manner: Manner) -> None:
    """Names of the field are whole; verbs and pieces of phrases are none."""
    keywords = (await summary_of(manner)).keywords

    for keyword in manner.keywords:
        assert keyword in keywords, keywords


@pytest.mark.parametrize(
    ("sentence", "lean"),
    [
        ("This allows us to fold larger maps.", Lean.ON_THE_SENTENCE_BEFORE),
        ("They are made of birch and tin.", Lean.ON_THE_SENTENCE_BEFORE),
        ("Some of them creak at night.", Lean.ON_THE_SENTENCE_BEFORE),
        ("In both cases, the hinge holds.", Lean.ON_THE_SENTENCE_BEFORE),
        ("Using these folds the map is read.", Lean.ON_THE_SENTENCE_BEFORE),
        ("The former creak, the latter do not.", Lean.ON_THE_SENTENCE_BEFORE),
        ("Moreover, it holds for maps of tin.", Lean.ON_THE_SENTENCE_BEFORE),
        ("Suppose that the hinge is made of tin.", Lean.ON_THE_SENTENCE_BEFORE),
        ("This method needs no oil at all.", Lean.ON_THE_PAPER),
        ("We show that this bound is sharp.", Lean.ON_THE_PAPER),
        ("It is shown that the hinge holds.", Lean.NONE),
        ("It is the salt, and not the depth, that folds worms.", Lean.NONE),
        ("It is a hinge that folds by itself.", Lean.ON_THE_SENTENCE_BEFORE),
        ("It is possible to fold the map twice.", Lean.NONE),
        ("In this paper, we fold maps of harbours.", Lean.NONE),
        ("This paper folds maps of harbours.", Lean.NONE),
        ("However, maps of harbours are large.", Lean.NONE),
        ("To address this problem, we fold the maps twice.", Lean.NONE),
        ("In this context, maps are graphs with creases.", Lean.NONE),
        ("Hinges such as ours hold for years.", Lean.NONE),
        ("Those who fold maps know their creases.", Lean.NONE),
    ],
)
def test_leaning(sentence: str, lean: Lean) -> None:
    """What a sentence points to tells how much it needs the one before it."""
    assert leaning(sentence) is lean
