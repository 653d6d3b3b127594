"""Claims that affirm what their sentences deny, or deny what they affirm; and those that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.grounding.polarity import turned


def told(claim: str, *cited: str) -> list[str]:
    """What of an English claim is turned."""
    return list(turned(claim, cited))


@pytest.mark.parametrize(
    ("claim", "sentence", "found"),
    [
        ("The method does not need any labels today.", "It needs labels.", ["not need any labels"]),
        ("It isn't fast.", "It is fast.", ["not fast ."]),
        ("It ISN'T fast.", "It is fast.", ["not fast ."]),
        ("It is not fast.", "It is fast and never slow.", ["not fast ."]),
        ("It is not fast and not small.", "It is not fast. It is small.", ["not small ."]),
        ("Labels are no longer needed.", "Labels are needed.", ["no longer needed ."]),
        ("Labels never matter.", "Labels matter.", ["never matter ."]),
        ("We cannot doubt it.", "We doubt it.", ["cannot doubt it ."]),
        ("We never longer doubt it.", "We doubt it.", ["never longer doubt it"]),
        ("Labels help not", "Labels help.", ["not"]),
        ("Labels help not", "Labels rarely help.", []),
        ("It is not only fast.", "It is fast.", []),
        ("It is fast, and not only", "It is fast.", []),
        ("There is no doubt that labels are needed.", "Labels are needed.", []),
        ("It works no matter which labels are given.", "It works with labels given.", []),
        ("It is only not fast.", "It is fast.", ["not fast ."]),
    ],
)
def test_what_a_claim_denies_its_sentences_deny(
    claim: str, sentence: str, found: list[str]
) -> None:
    """The denial and three words after it are told; "not only" and "no doubt" are no denials."""
    assert told(claim, sentence) == found


@pytest.mark.parametrize(
    ("sentence", "is_denied"),
    [
        ("No labels are given.", True),
        ("Never labels.", True),
        ("We never labels give.", True),
        ("We never give labels.", True),
        ("We never give our labels.", True),
        ("We never give out our labels.", True),
        ("We never give out all our labels.", True),
        ("We never give out all our new labels.", False),
        ("We never fail, labels are given.", False),
        ("Labels are never given.", False),
        ("It avoids labels.", True),
        ("It avoids our labels.", True),
        ("It avoids our new labels.", True),
        ("It avoids all our new labels.", False),
        ("It avoids us, labels are given.", False),
    ],
)
def test_a_denial_bears_on_the_words_after_it(sentence: str, *, is_denied: bool) -> None:
    """Five of them at most, three after a word as "avoids", and none beyond a stop."""
    assert (told("There are not labels.", sentence) == []) == is_denied


@pytest.mark.parametrize(
    ("claim", "sentence", "stands"),
    [
        ("It needs no annotation of samples.", "It avoids costly labels of samples.", True),
        ("It needs no annotation of samples.", "It avoids costly labels.", False),
        ("It needs no annotation of samples.", "It has costly labels of samples.", False),
        ("It needs no annotation, samples are new.", "It avoids costly samples.", False),
        ("It needs no annotation but samples.", "It avoids costly samples.", False),
        ("It needs no blue annotation samples.", "It avoids costly samples.", True),
        ("It needs no red blue annotation samples.", "It avoids costly samples.", False),
        ("It needs no annotation of samples.", "Samples red blue green avoid.", True),
        ("It needs no annotation of samples.", "Samples red blue green brown avoid.", False),
        (
            "It needs no annotation of samples.",
            "Avoid red blue green brown black white pink grey gold samples.",
            True,
        ),
        (
            "It needs no annotation of samples.",
            "Avoid red blue green brown black white pink grey gold teal samples.",
            False,
        ),
        ("It needs no annotation of samples.", "The samples are unsupervised.", True),
        ("It needs no to be of the and annotation samples.", "Samples never.", True),
    ],
)
def test_a_denial_in_other_words_is_one_too(claim: str, sentence: str, *, stands: bool) -> None:
    """Where what is denied stands near a word that may deny."""
    assert (told(claim, sentence) == []) == stands


@pytest.mark.parametrize(
    ("claim", "cited", "found"),
    [
        ("The solver converges.", ["The solver does not converge."], ["converges"]),
        (
            "The solver converges.",
            ["The solver does not converge.", "The solver converges for small steps."],
            [],
        ),
        (
            "The solver converges.",
            ["The solver does not converge.", "It cannot converge."],
            ["converges"],
        ),
        ("It is fed.", ["It is not fed."], []),
        ("It eats.", ["It does not eat."], ["eats"]),
        ("It converges", ["It does not converge for large steps."], ["converges"]),
        ("It converges for large steps.", ["It does not converge."], ["converges"]),
        ("It converges for large steps.", ["It does not converge for large steps."], ["converges"]),
        ("It converges for tiny paths.", ["It does not converge for large steps."], []),
        (
            "It converges red blue green steps.",
            ["It does not converge for large steps."],
            [],
        ),
        (
            "It converges red blue steps.",
            ["It does not converge for large steps."],
            ["converges"],
        ),
        ("It gives white.", ["It does not give red blue green white."], ["gives"]),
        ("It gives white.", ["It does not give red blue green brown white."], []),
        ("It gives labels.", ["It does not to be of give labels."], ["gives"]),
        ("It gives labels.", ["It does not to be of the give labels."], ["gives"]),
        ("It gives labels.", ["It does not to be of the and give labels."], []),
        ("It gives labels.", ["It gives labels, they do not."], []),
        ("It gives labels.", ["Labels not given, it gives labels."], []),
        ("Labels are given.", ["It works without labels."], ["labels"]),
        ("However, labels are given.", ["It works without labels."], ["labels"]),
        ("It avoids labels.", ["It works without labels."], []),
    ],
)
def test_what_a_claim_affirms_its_sentences_do_not_all_deny(
    claim: str, cited: list[str], found: list[str]
) -> None:
    """Of the same thing, as far as both say of what; small words are left alone."""
    assert told(claim, *cited) == found


@pytest.mark.parametrize(
    ("language", "claim", "cited", "found"),
    [
        ("de", "Es lernt nicht.", ["It learns."], ["nicht"]),
        ("de", "Es lernt nicht.", ["It learns.", "It learns without labels."], []),
        ("de", "Es lernt nicht.", ["It learns unsupervised."], []),
        ("de", "Es lernt nicht.", ["It learns from unmixed states."], []),
        ("de", "Es lernt nicht.", ["It learns in the united states."], ["nicht"]),
        ("de", "Es lernt.", ["It does not learn."], []),
        ("xx", "Es lernt nicht.", ["It learns."], []),
        ("ru", "Он НЕ учится.", ["It learns."], ["не"]),
        ("zh", "它学习。", ["It does not learn."], ["what the sentences deny"]),
        ("zh", "它学习。", ["It does not learn.", "It learns."], []),
        ("zh", "它难以学习。", ["It does not learn."], []),
        ("zh", "它不学习。", ["It learns."], ["不"]),
        ("ja", "それは学ぶ。", ["It does not learn."], []),
    ],
)
def test_claims_in_other_languages(
    language: str, claim: str, cited: list[str], found: list[str]
) -> None:
    """Whether they deny anything and nothing cited does; Chinese ones also the other way round."""
    assert list(turned(claim, cited, language)) == found


@given(st.text(alphabet="not never avoid labels,. but", max_size=80))
def test_a_text_never_denies_itself(text: str) -> None:
    """Whatever it says."""
    assert told(text, text) == []


@pytest.mark.parametrize(
    ("claim", "sentence", "stands"),
    [
        ("The flow rises by a tenth.", "The flow falls by a tenth.", False),
        ("The flow fell by a tenth.", "The flow rose by a tenth.", False),
        ("The flow increases by a tenth.", "The flow falls by a tenth.", False),
        ("The flow declines by a tenth.", "The flow falls by a tenth.", True),
        ("We raise the accuracy.", "Gauges fall short; we lift accuracy.", True),
        ("We raise the number of classes.", "Gauges fall into two classes.", True),
    ],
)
def test_what_falls_does_not_rise(claim: str, sentence: str, *, stands: bool) -> None:
    """Methods that fall short and things that fall into classes do neither."""
    assert (told(claim, sentence) == []) == stands
