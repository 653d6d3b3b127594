"""Topics that bring too much, narrowed as people do it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.narrowing import both, titled
from app.services import Services
from domain.documents import Buttons
from domain.errors import InputError
from domain.topics import Category, Field, Not, Query, Term
from handlers.dispatch import dispatch
from papers.sample import sample_papers
from tests.handlers.greek import HERE, asked, greek_container, words_of
from topics.index import PaperIndex
from topics.language import parse_query


async def followed(services: Services) -> list[tuple[str, str]]:
    """Labels and queries."""
    return [(s.topic.label, str(s.topic.query)) for s in await services.store.subscriptions(HERE)]


async def test_offers_are_buttons_that_do_it(tmp_path: Path) -> None:
    """Each says how much it would leave; pressed, the topic means that, under its old name."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("subscribe", "cat:cs OR cat:math"))
        (before,) = await followed(services)
        document = await dispatch(services, asked("narrow", "1"))
        text = " ".join(words_of(document))
        assert "Only cs.CV: 1 paper" in text
        (board,) = (block for block in document.blocks if isinstance(block, Buttons))
        (button,) = (b for row in board.rows for b in row if b.label == "Only cs.CV")
        name, _, argument = button.command.removeprefix("/").partition(" ")
        changed = await dispatch(services, asked(name, argument))
        (after,) = await followed(services)
        assert after[0] == before[0]
        assert parse_query(after[1]) == both(parse_query(before[1]), Category("cs.CV"))
        (board,) = (block for block in changed.blocks if isinstance(block, Buttons))
        ((undo,),) = board.rows
        name, _, argument = undo.command.removeprefix("/").partition(" ")
        await dispatch(services, asked(name, argument))
        assert await followed(services) == [before]


async def test_a_query_of_one_s_own(tmp_path: Path) -> None:
    """What stands after = is what the topic means."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("subscribe", "talking heads"))
        await dispatch(services, asked("narrow", "talking heads = ti:heads AND cat:cs.CV"))
        assert await followed(services) == [("Talking heads", "ti:heads AND cat:cs.CV")]


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("cats", "do not follow.*\n*.*/narrow"),
        ("talking heads = other", "follow that already"),
        ("talking heads = (other", "parenthesis"),
    ],
)
async def test_what_cannot_be_done_changes_nothing(
    tmp_path: Path, argument: str, said: str
) -> None:
    """It is said why."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("subscribe", "talking heads"))
        await dispatch(services, asked("subscribe", "other"))
        before = await followed(services)
        with pytest.raises(InputError, match=said):
            await dispatch(services, asked("narrow", argument))
        assert await followed(services) == before


LEAVES = st.sampled_from(
    [Term("graph"), Term("survey"), Term("graph", Field.ABSTRACT), Category("cs.CV")]
)
QUERIES = st.recursive(
    LEAVES,
    lambda parts: st.lists(parts, min_size=2, max_size=3, unique=True).map(
        lambda chosen: parse_query(" OR ".join(f"({part})" for part in chosen))
    ),
    max_leaves=4,
)


@given(QUERIES)
def test_narrower_queries_can_be_kept(query: Query) -> None:
    """They come back from their text, and asked for twice they are the same."""
    for narrowed in (titled(query), both(query, Not(Term("survey", Field.TITLE)))):
        assert parse_query(str(narrowed)) == narrowed
    once = both(query, Category("cs.LG"))
    assert both(once, Category("cs.LG")) == once


@given(QUERIES)
def test_in_titles_only_is_less(query: Query) -> None:
    """What matches in titles only matched before."""
    index = PaperIndex(sample_papers())
    assert index.matching(titled(query)) <= index.matching(query)
