"""What grounds tell of a claim that does not stand: the rule, and what of it."""

from __future__ import annotations

from typing import Final

import pytest

from summaries.grounding.rules import _ADVICE, Ground, Problem, Rule, repeated

TITLE: Final = "RouteNet: Sparse Routing"
SAID: Final = (
    "We propose RouteNet, which evaluates only the layers that a frame needs.",
    "RouteNet reaches 91.5% accuracy and is 3.2x faster than Halver.",
    "Copper is mined in the north, where winters are dark.",
)


def told(claim: str, *cited: int, language: str = "en", **more: object) -> list[tuple[Rule, str]]:
    """By which rules a claim falls, and what is told of it."""
    ground = Ground(TITLE, SAID, len(SAID), language, **more)  # type: ignore[arg-type]
    return [(problem.rule, problem.what) for problem in ground.problems(claim, cited)]


def test_a_problem_is_a_line_for_the_model() -> None:
    """The rule, what of the claim, and what to do about it; there is advice for every rule."""
    for rule in Rule:
        assert str(Problem(rule, "xyz")) == f"{rule.value} “xyz”: {_ADVICE[rule]}"


@pytest.mark.parametrize(
    ("claim", "cited", "problems"),
    [
        ("RouteNet evaluates only the layers that a frame needs.", (0,), []),
        ("RouteNet evaluates only the layers that a frame needs.", (0, 0), []),
        ("RouteNet evaluates layers that a frame needs.", (), [(Rule.CITATION, "no sentence")]),
        ("RouteNet evaluates only layers that a frame needs.", (0, 3), [(Rule.CITATION, "S4")]),
        ("RouteNet evaluates only layers that a frame needs.", (9, 3, -1), [
            (Rule.CITATION, "S0, S4, S10"),
        ]),
        ("RouteNet evaluates.", (0,), [(Rule.LENGTH, "2 words")]),
        ("RouteNet evaluates layers.", (0,), []),
        ("RouteNet evaluates.", (4,), [(Rule.LENGTH, "2 words"), (Rule.CITATION, "S5")]),
        ("RouteNet reaches 95.1% accuracy.", (1,), [(Rule.NUMBER, "95.1%")]),
        ("WaveMix reaches 91.5% accuracy.", (1,), [(Rule.NAME, "WaveMix")]),
        ("RouteNet is 3.2x slower than Halver.", (1,), [(Rule.POLARITY, "slower for faster")]),
        ("RouteNet does not reach 91.5% accuracy.", (1,), [(Rule.POLARITY, "not reach 91 .")]),
        ("Merchants of the harbour sell tin and zinc.", (2,), [
            (Rule.SUPPORT, "Merchants of the harbour sell tin and zinc."),
        ]),
        (f"{SAID[0]} {SAID[1]}", (0, 1), [(Rule.COPY, "several sentences word for word")]),
    ],
)  # fmt: skip
def test_what_a_claim_falls_by(
    claim: str, cited: tuple[int, ...], problems: list[tuple[Rule, str]]
) -> None:
    """Exactly that, and nothing beside it."""
    assert told(claim, *cited) == problems


@pytest.mark.parametrize(("words", "stands"), [(3, True), (60, True), (61, False)])
def test_a_claim_has_three_to_sixty_words(words: int, *, stands: bool) -> None:
    """Or as many as its place allows."""
    claim = " ".join(("RouteNet evaluates layers " * 30).split()[:words])
    assert (Rule.LENGTH not in {rule for rule, _ in told(claim, 0)}) == stands
    ground = Ground(TITLE, SAID, 3)
    for longest in (words, words - 1):
        found = [p.what for p in ground.problems(claim, [0], longest=longest)]
        assert (f"{words} words" in found) == (longest < words)


@pytest.mark.parametrize(("letters", "stands"), [(5, False), (6, True), (180, True), (181, False)])
def test_where_no_blanks_part_words_characters_count(letters: int, *, stands: bool) -> None:
    """Three for a word at most, and two at least."""
    claim = ("评估层" * 70)[:letters]
    assert (Rule.LENGTH not in {rule for rule, _ in told(claim, 0, language="zh")}) == stands


def test_a_loser_that_wins_is_told() -> None:
    """Who outperforms whom."""
    ground = Ground("", ("On all tasks AlphaQ outperforms BetaQ by a wide margin.",), 1)
    (problem,) = ground.problems("BetaQ outperforms AlphaQ by a wide margin.", [0])
    assert problem == Problem(Rule.POLARITY, "who outperforms whom")


def test_in_another_language_each_sentence_shares_a_term() -> None:
    """Those that share none are told by their numbers."""
    assert told("RouteNet 只评估所需要的层。", 0, language="zh") == []
    (problem,) = told("RouteNet 只评估所需要的层。", 0, 2, language="zh")
    assert problem == (Rule.SUPPORT, "nothing of S3")
    (problem,) = told("人们在这里买卖各种商品。", 0, 2, language="zh")
    assert problem == (Rule.SUPPORT, "nothing of S1, S3")


def test_each_word_of_the_title_is_half_a_word() -> None:
    """One of three with two that stand nowhere is too little."""
    claim = "Sparse merchants of zinc."
    assert told(claim, 0) == [(Rule.SUPPORT, claim)]
    assert told("Sparse layers of merchants.", 0) == []


def test_sentences_are_held_against_a_claim_one_by_one() -> None:
    """What ends one and what begins the next are words of their own."""
    ground = Ground("", ("It takes some time to train", "12 hours are enough to train."), 2)
    assert ground.problems("It takes 12 hours to train.", [0, 1]) == []


def test_words_at_the_edges_of_sentences_are_words() -> None:
    """Though nothing ends them; and a quote may go on from one to the next."""
    ground = Ground("", ("It takes tin", "zinc is sold."), 2)
    assert ground.problems("Tin, zinc, lead and gold.", [0, 1]) == []
    claim = "RouteNet “is 3.2x faster than Halver. Copper is mined” there."
    assert told(claim, 1, 2) == []


def test_half_of_the_telling_words_are_enough() -> None:
    """Five of ten; five of eleven are not."""
    claim = "RouteNet evaluates layers that a frame needs, copper, tin, zinc, lead and gold"
    assert told(f"{claim}.", 0) == []
    assert told(f"{claim} and silver.", 0) == [(Rule.SUPPORT, f"{claim} and silver.")]


def test_words_among_other_letters_are_names_whatever_they_look_like() -> None:
    """And nobody is spoken to in any language."""
    assert told("RouteNet 只评估 gradual 的层。", 0, language="zh") == [(Rule.NAME, "gradual")]
    assert told("请用 RouteNet 评估您的层。", 0, language="zh") == [
        (Rule.INSTRUCTION, "请"), (Rule.INSTRUCTION, "您"),
    ]  # fmt: skip


def test_names_of_the_title_are_known_everywhere() -> None:
    """Though no sentence has them."""
    ground = Ground("WaveMix: Sparse Routing", SAID, 3)
    assert ground.problems("WaveMix evaluates only the layers that a frame needs.", [0]) == []


def test_names_of_the_first_sentence_are_known_next_to_it() -> None:
    """Where there is no abstract."""
    body = ("The frame needs layers, says Vintara.", "The frame needs some layers.")
    assert Ground("", body, 0).problems("The frame of Vintara needs some layers.", [1]) == []


def test_in_the_papers_own_language_words_are_compared() -> None:
    """Whatever that language is."""
    ground = Ground("Titel", ("Kupfer wird im Norden abgebaut.",), 1, "de", "de")
    assert ground.problems("Im Norden wird Kupfer abgebaut.", [0]) == []
    claim = "Die Händler verkaufen Zinn und Zink."
    (problem,) = ground.problems(claim, [0])
    assert problem == Problem(Rule.SUPPORT, claim)


@pytest.mark.parametrize(("away", "stands"), [(0, True), (1, True), (-1, True), (2, False)])
def test_names_of_the_body_are_known_next_to_what_is_cited(away: int, *, stands: bool) -> None:
    """One sentence before or after, where nothing else is said."""
    body = ["The frame needs some layers."] * 9
    body[4 + away] = "The frame needs layers, says Vintara."
    ground = Ground(TITLE, (*SAID, *body), 3)
    claim = "The frame of Vintara needs some layers."
    assert (ground.problems(claim, [7]) == []) == stands
    wide = Ground(TITLE, (*SAID, *body), 3, nearby=2)
    assert wide.problems(claim, [7]) == []


def test_names_of_the_last_sentences_are_known_at_the_edge() -> None:
    """Of the abstract's names, only those of what is the paper's own are known everywhere."""
    body = ("The frame needs layers, says Vintara.", "The frame needs some layers.")
    ground = Ground(TITLE, (*SAID, *body), 3)
    assert ground.problems("The frame of Vintara needs some layers.", [4]) == []
    assert ground.problems("The frame of RouteNet needs some layers.", [4]) == []
    assert [
        each.rule for each in ground.problems("The frame of Halver needs some layers.", [4])
    ] == [Rule.NAME]


def test_quotes_and_numbers_of_the_title_are_the_papers() -> None:
    """Though it is cited by no number."""
    ground = Ground("Seven Ways: “To Layers and Back”", SAID, 3)
    claim = "“To layers and back” evaluates layers that a frame needs in seven ways."
    assert ground.problems(claim, [0]) == []


def test_claims_that_say_what_an_earlier_one_says_are_repeated() -> None:
    """By their places; the first of them is not."""
    claims = ["RouteNet is fast on audio.", "Copper is mined.", "On audio, RouteNet is fast."]
    assert repeated(claims) == [2]
    assert repeated(claims[:2]) == []
    assert repeated([*claims, claims[1]]) == [2, 3]
