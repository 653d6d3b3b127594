"""Which sentence is chosen, and how its words are weighed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.papers import Paper
from papers.sample import sample_papers
from summaries.extractive.choosing import chosen
from summaries.extractive.ranking import Ranker
from summaries.extractive.salience import salience
from summaries.extractive.summarizer import one_sentence
from summaries.text.understanding import Reading
from topics.english.stems import stem

PAPERS = pytest.mark.parametrize("paper", sample_papers(), ids=lambda paper: paper.id.base)


def test_what_the_paper_proposes_is_chosen() -> None:
    """Not the background, not the offer of code, and without the opener."""
    abstract = (
        "Folding hinges are widely used in ships, but they often creak. "
        "To address this issue, we propose TinFold, a folding hinge that needs no oil. "
        "Experiments on three ships show the effectiveness of our hinge. "
        "Code is available at https://example.org/tinfold."
    )

    told = one_sentence("TinFold: Folding Hinges Without Oil", abstract)

    assert told == "We propose TinFold, a folding hinge that needs no oil."


@pytest.mark.parametrize(
    "opening", ["It", "They", "These hinges", "This", "Such hinges", "Their use"]
)
def test_a_sentence_that_needs_another_is_not_chosen(opening: str) -> None:
    """A sentence that points back does not stand alone, however well it fits the title."""
    abstract = (
        f"We study folding hinges of tin on ships. {opening} in folding hinges without oil on "
        "ships was known to creak in folding."
    )

    told = one_sentence("Folding Hinges Without Oil on Ships in Folding", abstract)

    assert told == "We study folding hinges of tin on ships."


@pytest.mark.parametrize(
    "opening",
    [
        "Often we wish to fold hinges on ships without oil.",
        "Folding hinges without oil on ships are among what we know least of.",
        "Folding hinges on ships lose their oil, which we call drying.",
    ],
)
def test_what_people_do_is_not_what_the_paper_does(opening: str) -> None:
    """Not every "we" is the authors'."""
    abstract = (
        f"{opening} Using birch, we fold tin by hand for hinges of any ship. Smiths gain from it."
    )

    told = one_sentence("Folding Hinges on Ships Without Oil", abstract)

    assert "we fold tin by hand" in told.lower()


def test_a_bare_question_is_not_chosen() -> None:
    """What is asked is no summary; what the paper does about it is."""
    abstract = (
        "Do we fold hinges on ships with oil or without oil? We find that birch folds quietly. "
        "It comes in planks."
    )

    told = one_sentence("Folding Hinges on Ships With Oil or Without", abstract)

    assert told == "We find that birch folds quietly."


@PAPERS
def test_shorter_forms_say_enough(paper: Paper) -> None:
    """No form of fewer than eight words stands for a longer sentence."""
    ranker = Ranker(Reading.of(paper.title, paper.abstract))
    forms = [form for n in range(len(ranker.reading.lines)) for form in ranker.candidates(n)]

    assert all(len(form.line.words) >= 8 for form in forms if form.cuts)


@PAPERS
def test_the_sample_is_told_by_what_the_papers_do(paper: Paper) -> None:
    """The sentence speaks of the paper or its result, and is a sensible length."""
    told = one_sentence(paper.title, paper.abstract)

    assert 6 <= len(told.split()) <= 40
    assert not told.startswith(("It ", "They ", "These ", "However"))


@PAPERS
def test_words_of_the_title_are_likely(paper: Paper) -> None:
    """A probability for every word of the abstract; those of the title are above the rest."""
    reading = Reading.of(paper.title, paper.abstract)
    likely = salience(reading)
    titled = [chance for word, chance in likely.items() if word in reading.title_stems]
    rest = [chance for word, chance in likely.items() if word not in reading.title_stems]

    assert set(likely) == {word for line in reading.lines for word in line.stems}
    assert all(0 < chance < 1 for chance in likely.values())
    assert sum(titled) / len(titled) > 2 * sum(rest) / len(rest)


@given(st.text(max_size=80), st.text(max_size=400))
def test_any_text_has_a_best_sentence(title: str, abstract: str) -> None:
    """One form of every sentence is ranked, with scores that fall."""
    reading = Reading.of(title, abstract)
    ranked = Ranker(reading).ranked()

    assert sorted(form.place for _, form in ranked) == list(range(len(reading.lines)))
    assert [score for score, _ in ranked] == sorted((s for s, _ in ranked), reverse=True)


def test_nothing_is_chosen_from_nothing() -> None:
    """An empty abstract gives an empty sentence; asking for its best one is an error."""
    assert one_sentence("A Title", " \n ") == ""
    with pytest.raises(ValueError, match="without sentences"):
        chosen(Ranker(Reading.of("A Title", "")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("folding", "folds"),
        ("generative", "generated"),
        ("optimisation", "optimize"),
        ("studies", "study"),
        ("networks", "network"),
    ],
)
def test_inflected_forms_have_a_stem_in_common(one: str, other: str) -> None:
    """Endings of English words do not part them."""
    assert stem(one) == stem(other)
