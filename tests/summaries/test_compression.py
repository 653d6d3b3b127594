"""Shorter forms of sentences: deletions only, and what is left reads as a sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.sample import sample_papers
from summaries.extractive.compression import brief, displayed, plain, points_elsewhere, variants
from summaries.text.sentences import sentences
from topics.english.stems import tokens

SAMPLE = [s.text for paper in sample_papers() for s in sentences(paper.abstract)]


def is_subsequence(short: str, long: str) -> bool:
    """Whether the words of one text are, in their order, words of the other."""
    rest = iter(tokens(long))
    return all(word in rest for word in tokens(short))


def texts(sentence: str) -> list[str]:
    """The forms of a sentence."""
    return [variant.text for variant in variants(sentence)]


@pytest.mark.parametrize(
    ("sentence", "shorter"),
    [
        (
            "In this paper, we propose a hinge that folds without any oil at all.",
            "We propose a hinge that folds without any oil at all.",
        ),
        (
            "To address this problem, we propose a hinge that folds without oil.",
            "We propose a hinge that folds without oil.",
        ),
        (
            "We propose a hinge that folds without oil, which makes it cheap.",
            "We propose a hinge that folds without oil.",
        ),
        (
            "We propose a hinge (see our earlier notes) that folds without any oil.",
            "We propose a hinge that folds without any oil.",
        ),
        (
            "While oil is cheap and easy to find, we propose a hinge that folds without oil.",
            "We propose a hinge that folds without oil.",
        ),
        (
            "Our results show that a dry hinge can last for twelve long years.",
            "A dry hinge can last for twelve long years.",
        ),
        (
            "We propose a hinge that folds without oil to overcome these limitations.",
            "We propose a hinge that folds without oil.",
        ),
        (
            "The hinge, which is new, is cheaper than any other hinge we know.",
            "The hinge is cheaper than any other hinge we know.",
        ),
    ],
)
def test_what_can_go_goes(sentence: str, shorter: str) -> None:
    """Openers, asides, trailing clauses and reports can be left out."""
    assert shorter in texts(sentence)


@pytest.mark.parametrize(
    ("sentence", "broken"),
    [
        ("We fold a hinge named (BERT) with great care in dry rooms.", "named with"),
        ("While the hinge is new, we show that it folds without any oil.", "We show that it"),
        ("We compare the cost of two kits: tin, which is old, and steel.", "two kits: tin."),
        ("Errors between our map, the old map, and the truth are small.", "map, the old map."),
        ("Parcels, such as letters and boxes, remain in the cellar for years.", "Parcels."),
        ("We improve training and test accuracy on all of the seven maps.", "We improve training."),
        ("We prove for shrinkage α ∈ (0, 1) that the hinge converges quickly.", "∈ that"),
        ("We make hinges from birch twigs, old tin, and the bones of fish.", "twigs, old tin."),
        ("We fold tin – a metal of old – into a hinge for ships of any size.", "fold tin."),
        ("They change the (sub)word shares of all models we could find here.", "theword"),
    ],
)
def test_what_must_stay_stays(sentence: str, broken: str) -> None:
    """No form loses its verb, the antecedent of its pronoun, or half of a pair."""
    assert not [text for text in texts(sentence) if broken in text]


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("We show that dry hinges last for ten years, if the tin is pure.", "if the tin"),
        ("We show that dry hinges last for ten years, when the tin is pure.", "when the tin"),
        ("If the tin is pure and cold, we show that hinges last for ten years.", "If the tin"),
        ("Under mild assumptions, we show that hinges last for ten years.", "mild assumptions"),
        ("For pure tin, we prove that folding hinges last for ten years.", "pure tin"),
        ("In two dimensions, we prove that folding hinges last for ten years.", "two dim"),
        ("With high probability, we find that hinges last for ten years.", "high prob"),
        ("We bound the life of dry hinges (up to a constant factor) by ten years.", "up to"),
        ("We fold hinges of tin in ships, but they fail in the rain.", "fail"),
        ("Our hinge of tin lasts ten years, although it creaks in winter.", "although"),
        ("We fold hinges of tin in ships, which may creak in winter.", "may creak"),
        ("Our hinge lasts ten years, without losing any of its strength.", "without losing"),
        ("Our results suggest that a dry hinge can last for twelve years.", "suggest"),
        ("The results indicate that a dry hinge can last for twelve years.", "indicate"),
    ],
)
def test_no_negation_hedge_or_condition_is_lost(sentence: str, bound: str) -> None:
    """A form never claims more than the sentence does."""
    assert all(bound in text for text in texts(sentence))


@pytest.mark.parametrize(
    ("sentence", "shorter"),
    [
        (
            "Although oil is not cheap, we propose a hinge that folds and never creaks.",
            "We propose a hinge that folds and never creaks.",
        ),
        (
            "For the first time, we propose a hinge that folds without any oil.",
            "We propose a hinge that folds without any oil.",
        ),
        (
            "In contrast to oiled hinges, we propose a hinge that folds without oil.",
            "We propose a hinge that folds without oil.",
        ),
    ],
)
def test_what_was_there_before_can_go(sentence: str, shorter: str) -> None:
    """A clause that is background only binds nothing."""
    assert shorter in texts(sentence)


@pytest.mark.parametrize("sentence", SAMPLE)
def test_forms_of_the_sample_are_sound(sentence: str) -> None:
    """Every form is the sentence's own words and stands as a sentence."""
    for text in texts(sentence):
        assert is_subsequence(text, sentence)
        assert text[0] == text[0].upper()
        assert text.endswith((".", "?", "!"))
        assert text.count("(") == text.count(")")
        assert not re.search(r"\b(?:the|a|of|and|that|which|by|to)[.?!]$", text)


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(SAMPLE)).map(", while ".join)))
def test_any_text_is_only_cut(text: str) -> None:
    """Whatever the text, its forms hold its words in order, and the first is the whole of it."""
    forms = variants(text)

    assert tokens(forms[0].text) == tokens(text)
    assert forms[0].cuts == ()
    for form in forms:
        assert is_subsequence(form.text, text)
    assert is_subsequence(plain(text), text)


def test_at_most_as_many_forms_as_asked() -> None:
    """The whole sentence is always among them."""
    sentence = (
        "In this paper, we propose a hinge (a kit), which folds, and show that it lasts well."
    )

    assert len(variants(sentence, most=2)) == 2
    assert variants(sentence, most=2)[0].text == sentence


def test_a_plain_sentence_has_no_links_back_and_no_citations() -> None:
    """Openers that point back and citations are left out; what the sentence says stays."""
    told = plain(
        "Moreover, we find that hinges creak (Holt and Reyes, 2031; Moss et al., 2032) [4]."
    )

    assert told == "We find that hinges creak."


def test_a_very_long_sentence_is_shown_in_a_shorter_form() -> None:
    """Forty words are enough for a point, where the sentence can be cut; else it stays whole."""
    birch = " and ".join(["birch"] * 15)
    long = f"We propose a hinge made of tin with {birch}, which creaks in {birch} on ships."
    solid = f"We propose a hinge made of {birch} with {birch} for ships and {birch} boats of tin."

    assert brief(long) == f"We propose a hinge made of tin with {birch}."
    assert brief(solid) == solid


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("In this context, hinges are graphs.", "In this context, hinges are graphs."),
        ("In this context, hinges are graphs of tin.", "Hinges are graphs of tin."),
        ("In this setting we fold hinges of tin.", "We fold hinges of tin."),
        ("Then the decay of the creak is found.", "The decay of the creak is found."),
        ("First steps of the hinge are hard.", "First steps of the hinge are hard."),
        ("However, hinges of tin struggle at sea.", "Hinges of tin struggle at sea."),
        ("Moreover, k-means finds them all.", "Moreover, k-means finds them all."),
    ],
)
def test_openings_that_link_go(sentence: str, shown: str) -> None:
    """What is left must be long enough and begin with a capital."""
    assert plain(sentence) == shown


def test_a_point_behind_a_colon_is_not_cut_off() -> None:
    """What only announces the point is no shorter form of it."""
    sentence = (
        "If the plates of the hinge are pressed by steam over all of the winter, then we get an "
        "elegant rule of thumb: the creak of the hinge grows with the square of its age, and it "
        "falls with the third part of the salt in the sea around the ship that it is a part of."
    )

    assert not brief(sentence).endswith("rule of thumb.")


def test_the_number_of_a_list_is_not_shown() -> None:
    """What stood second in a list may stand alone."""
    assert plain("(2) the hinge creaks on ships.") == "The hinge creaks on ships."


@pytest.mark.parametrize(
    ("piece", "shown"),
    [
        ("the hinge creaks", "The hinge creaks."),
        ("eGlider creaks", "eGlider creaks."),
        ("k-means creaks ,", "k-means creaks."),
        ("does it creak?", "Does it creak?"),
        ("it is “dry.”", "It is “dry.”"),
        ("\x07the\x1b hinge\u202e creaks", "The hinge creaks."),
        (r"the \emph{dry} hinge~\citep[p. 3]{holt31} creaks", "The dry hinge creaks."),
        (r"the {\em dry} hinge is \in{\bf R}", r"The dry hinge is \in{\bf R}."),
        (r"the \emph{sub}hinge creaks", r"The \emph{sub}hinge creaks."),
        (r"the hinge bends by \frac{1}{2}", r"The hinge bends by \frac{1}{2}."),
        ("", ""),
    ],
)
def test_a_piece_is_shown_as_a_sentence(piece: str, shown: str) -> None:
    """A capital first, a full stop last, no control signs, no markup; names keep their case."""
    assert displayed(piece) == shown


@pytest.mark.parametrize(
    ("sentence", "points"),
    [
        ("We address these issues with a hinge.", True),
        ("It folds without oil.", True),
        ("We show that it folds.", True),
        ("We show that the hinge folds.", False),
        ("This paper presents a hinge.", False),
        ("We study those who fold hinges, such as smiths.", False),
    ],
)
def test_sentences_that_need_another(sentence: str, points: bool) -> None:
    """Words that point to another sentence are noticed."""
    assert points_elsewhere(sentence) is points
