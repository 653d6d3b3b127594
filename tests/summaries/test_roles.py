"""The parts that sentences of an abstract play."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.papers import Paper
from papers.sample import sample_papers
from summaries.extractive.compression import plain
from summaries.extractive.roles import Role, most_likely, roles, settled
from summaries.text.headings import heading
from summaries.text.understanding import Line, Reading

ABSTRACT = (
    "Folding hinges are widely used in ships, but they often creak.",
    "In this paper, we propose a hinge that needs no oil.",
    "We use a thin layer of birch between two plates of tin.",
    "Experiments show that our hinge creaks 40% less than earlier hinges.",
)


def test_a_plain_abstract_is_told_rightly() -> None:
    """Background, aim, method and result in their usual wording are told apart."""
    found = roles([Line.of(sentence) for sentence in ABSTRACT])

    assert found[0] is Role.BACKGROUND
    assert found[1] in (Role.OBJECTIVE, Role.METHOD)
    assert found[2] is Role.METHOD
    assert found[3] is Role.RESULT


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("We prove that every folded torus is rigid.", Role.RESULT),
        ("It is shown that hinges of birch hold.", Role.RESULT),
        ("The hinge is found to creak at night.", Role.RESULT),
        ("We study hinges of ships.", Role.OBJECTIVE),
        ("A new hinge for ships is presented.", Role.OBJECTIVE),
        ("Hinges of ships have long been studied.", Role.BACKGROUND),
        ("Such hinges were introduced in 1931.", Role.BACKGROUND),
    ],
)
def test_wording_tells_more_than_the_place(sentence: str, role: Role) -> None:
    """A first sentence that says what was proved or studied is no background."""
    assert settled([Line.of(sentence)], [Role.BACKGROUND]) == [role]


def test_what_was_measured_is_a_result() -> None:
    """Once the paper speaks of itself, figures are results; its own acts stay methods."""
    lines = [
        Line.of("We propose a hinge of birch."),
        Line.of("It creaks 40% less than tin."),
        Line.of("We design plates of 2% tin."),
    ]

    assert settled(lines, [Role.OBJECTIVE, Role.METHOD, Role.METHOD]) == [
        Role.OBJECTIVE,
        Role.RESULT,
        Role.METHOD,
    ]


@pytest.mark.parametrize(
    ("sentence", "told", "role"),
    [
        ("The creak is weaker in hinges of birch.", Role.METHOD, Role.RESULT),
        ("The load of the hinge was highly uneven.", Role.METHOD, Role.RESULT),
        ("This oil limits its use at sea.", Role.METHOD, Role.RESULT),
        ("It turns out that the opposite is true.", Role.BACKGROUND, Role.RESULT),
        ("A key finding is that birch keeps quiet.", Role.METHOD, Role.RESULT),
        ("Our trial study revealed quiet doors at night.", Role.METHOD, Role.RESULT),
        ("The best hinge reached a silence of 0.48 at night.", Role.METHOD, Role.RESULT),
        ("The hinges need two to four times fewer folds.", Role.OTHER, Role.RESULT),
        ("We perform a series of trials at night.", Role.RESULT, Role.METHOD),
        ("We compare birch and tin and find both quiet.", Role.RESULT, Role.RESULT),
    ],
)
def test_what_came_out_and_what_was_done(sentence: str, told: Role, role: Role) -> None:
    """How something turned out is a result whatever the weights say; what was tried is a method."""
    lines = [Line.of("We propose a hinge of birch."), Line.of(sentence)]

    assert settled(lines, [Role.OBJECTIVE, told])[1] is role


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("We already know how hinges of tin are folded.", Role.BACKGROUND),
        ("We can fold hinges of tin in many ways.", Role.BACKGROUND),
        ("This pilot study folds hinges of birch at sea.", Role.METHOD),
        ("Recordings of hinges were made at night.", Role.METHOD),
    ],
)
def test_where_a_paper_begins_to_speak(sentence: str, role: Role) -> None:
    """What anybody knows or does is no beginning; a study with an adjective is one."""
    lines = [Line.of(sentence), Line.of("We propose a hinge of birch.")]

    assert settled(lines, [Role.METHOD, Role.OBJECTIVE])[0] is role


def test_what_an_objective_begins_with_is_background() -> None:
    """Under a heading for it, what stands before the aim itself is none."""
    lines = [
        Line.of("Objective: Hinges are found on most ships."),
        Line.of("In this paper, we present a review of hinges."),
        Line.of("Methods: 412 ships were visited."),
    ]

    assert settled(lines, [Role.OTHER] * 3) == [Role.BACKGROUND, Role.OBJECTIVE, Role.METHOD]


def test_before_the_paper_speaks_nothing_changes() -> None:
    """Figures of others stay background."""
    lines = [Line.of("Hinges of tin creak 40% less than oak."), Line.of("Ships need hinges.")]

    assert settled(lines, [Role.METHOD, Role.BACKGROUND]) == [Role.METHOD, Role.BACKGROUND]


def test_no_sentences_no_roles() -> None:
    """Nothing is told of nothing."""
    assert roles([]) == []


def test_most_abstracts_begin_with_background_and_end_with_results() -> None:
    """Over the sample papers the order of roles is the usual one."""
    told = [roles(Reading.of(p.title, p.abstract).lines) for p in sample_papers()]

    assert sum(found[0] in (Role.BACKGROUND, Role.OBJECTIVE) for found in told) > 24
    assert sum(Role.RESULT in found[len(found) // 2 :] for found in told) > 24


@given(
    st.lists(
        st.fixed_dictionaries({role: st.floats(-3, 3) for role in Role}), min_size=1, max_size=5
    ),
    st.dictionaries(
        st.sampled_from([f"{old} {new}" for old in ("begin", *Role) for new in Role]),
        st.floats(-3, 3),
    ),
)
def test_no_other_order_of_roles_is_likelier(
    scores: list[dict[Role, float]], follows: dict[str, float]
) -> None:
    """Changing the role of any one sentence never gives a higher sum."""

    def total(path: list[Role]) -> float:
        pairs = zip(("begin", *path), path, strict=False)
        steps = sum(follows.get(f"{old} {new}", 0.0) for old, new in pairs)
        return steps + sum(row[role] for row, role in zip(scores, path, strict=True))

    best = most_likely(scores, follows)

    for place in range(len(best)):
        for role in Role:
            other = [*best[:place], role, *best[place + 1 :]]
            assert total(other) <= total(best) + 1e-9


@pytest.mark.parametrize("paper", sample_papers(), ids=lambda paper: paper.id.base)
def test_a_role_for_each_sentence(paper: Paper) -> None:
    """Every sentence of an abstract is told."""
    lines = Reading.of("", paper.abstract).lines

    assert len(roles(lines)) == len(lines) > 0


@pytest.mark.parametrize(
    ("sentence", "part", "shown"),
    [
        ("Objective: We fold hinges of tin.", "objective", "We fold hinges of tin."),
        ("METHODS: Plates are pressed by steam.", "method", "Plates are pressed by steam."),
        ("Materials and Methods: We press plates.", "method", "We press plates."),
        ("Results We find that birch holds.", "result", "We find that birch holds."),
        ("Conclusion: birch holds for long years.", "result", "Birch holds for long years."),
        ("Results from ships agree with ours.", "", "Results from ships agree with ours."),
        ("Methods of folding are many and old.", "", "Methods of folding are many and old."),
        ("In short: birch holds for long years.", "", "In short: birch holds for long years."),
    ],
)
def test_headings_within_an_abstract(sentence: str, part: str, shown: str) -> None:
    """A heading names the part and is not shown; a word that only looks like one stays."""
    assert heading(sentence)[0] == part
    assert plain(sentence) == shown


def test_a_heading_holds_until_the_next() -> None:
    """Sentences without a heading belong to the one above them."""
    lines = [
        Line.of(text)
        for text in (
            "Background: Hinges creak.",
            "We have all heard them.",
            "Methods: We press plates.",
            "They are made of tin.",
            "Results: We hear less.",
        )
    ]

    assert settled(lines, [Role.OTHER] * 5) == [
        Role.BACKGROUND,
        Role.BACKGROUND,
        Role.METHOD,
        Role.METHOD,
        Role.RESULT,
    ]
