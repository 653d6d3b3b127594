"""Topics and searches that may mean something else: asked about, never guessed silently."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.platforms.answering import answer
from domain.documents import Buttons, Document, Fold
from domain.errors import InputError
from handlers.dispatch import dispatch, split_command
from tests.handlers.greek import HERE, asked, greek_container, words_of


def buttons(document: Document) -> dict[str, str]:
    """Commands by label."""
    boards = (block for block in document.blocks if isinstance(block, Buttons))
    return {one.label: one.command for board in boards for row in board.rows for one in row}


async def test_another_reading_takes_the_place_of_what_was_followed(tmp_path: Path) -> None:
    """What was typed is followed, and a button puts what was meant in its place."""
    async with greek_container(tmp_path) as services:
        document = await dispatch(services, asked("subscribe", "LoRA"))
        assert "which is wider" in " ".join(words_of(document))
        command, _, argument = buttons(document)['"LoRA"'].removeprefix("/").partition(" ")
        changed = await dispatch(services, asked(command, argument))
        assert "which is wider" not in " ".join(words_of(changed))
        followed = await services.store.subscriptions(HERE)
        assert [(s.topic.label, str(s.topic.query)) for s in followed] == [("LoRA", "LoRA")]


async def test_what_is_followed_already_is_not_followed_twice(tmp_path: Path) -> None:
    """The one that was mistyped ends."""
    async with greek_container(tmp_path) as services:
        for topic in ("Robotics", "robotcs", "Robotics instead of: robotcs"):
            await dispatch(services, asked("subscribe", topic))
        labels = [s.topic.label for s in await services.store.subscriptions(HERE)]
        assert labels == ["Robotics"]
        await dispatch(services, asked("subscribe", "sparse codes instead of: nothing"))
        labels = [s.topic.label for s in await services.store.subscriptions(HERE)]
        assert labels == ["Robotics", "sparse codes"]


async def test_a_search_offers_other_readings(tmp_path: Path) -> None:
    """Each is a search."""
    async with greek_container(tmp_path) as services:
        document = await dispatch(services, asked("search", "Yann LeCun"))
        assert "the author" in " ".join(words_of(document))
        assert buttons(document) == {'au:"Yann LeCun"': '/search au:"Yann LeCun"'}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("扩散模型", {"Diffusion models": "/search Diffusion models"}), ("gaussian splatting", {})],
)
async def test_a_search_takes_the_name_of_a_ready_topic_as_words(
    tmp_path: Path, typed: str, offered: dict[str, str]
) -> None:
    """In English that is what was meant; in another language it is offered in English."""
    async with greek_container(tmp_path) as services:
        assert buttons(await dispatch(services, asked("search", typed))) == offered


async def test_for_an_unknown_category_there_are_buttons_with_known_ones(tmp_path: Path) -> None:
    """The rest of the topic stays as it was typed."""
    async with greek_container(tmp_path) as services:
        for command in ("subscribe", "search"):
            document = await answer(services, asked(command, "cat:cs.CW AND lanterns"))
            assert "no category “cs.CW”" in " ".join(words_of(document))
            offered = buttons(document)
            assert offered["cat:cs.CV AND lanterns"] == f"/{command} cat:cs.CV AND lanterns"
            assert all(label.startswith("cat:cs.") for label in offered)
        assert not buttons(await answer(services, asked("subscribe", "cat:zzzzqqqq")))


async def test_a_paper_is_no_topic(tmp_path: Path) -> None:
    """It is said what explains it; an id within a topic is a word."""
    async with greek_container(tmp_path) as services:
        for paper in ("2505.00228", "https://arxiv.org/abs/2505.00228v1"):
            with pytest.raises(InputError, match="is a paper, not a topic") as caught:
                await dispatch(services, asked("subscribe", paper))
            assert "/summarize 2505.00228" in str(caught.value)
        await dispatch(services, asked("subscribe", "lanterns of 2505.00228"))


@pytest.mark.parametrize(
    ("command", "argument"),
    [
        ("subscribe", "2403.99999999"),
        ("search", "arXiv: 2413.04634"),
        ("digest", "2403.99999999 last week"),
    ],
)
async def test_a_mistyped_id_is_no_topic(tmp_path: Path, command: str, argument: str) -> None:
    """It is said why it can be none; within a topic it is a word."""
    async with greek_container(tmp_path) as services:
        with pytest.raises(InputError, match="cannot be an arXiv id"):
            await dispatch(services, asked(command, argument))
        await dispatch(services, asked("subscribe", "lanterns of 2403.99999999"))
    with pytest.raises(InputError, match="cannot be an arXiv id"):
        split_command("https://arxiv.org/abs/2403.99999999")


async def test_a_digest_of_nothing_offers_other_readings(tmp_path: Path) -> None:
    """Each for the days that were asked for; one with papers is as it was asked for."""
    async with greek_container(tmp_path) as services:
        document = await dispatch(services, asked("digest", "Yann LeCun 2024-03-08"))
        assert buttons(document) == {'au:"Yann LeCun"': '/digest au:"Yann LeCun" 2024-03-08'}
        document = await dispatch(services, asked("digest", "cat:cs OR cat:math"))
        assert not [one for one in buttons(document).values() if one.startswith("/digest au")]


async def test_a_ready_topic_is_shown_by_its_name_its_query_when_asked_for(
    tmp_path: Path,
) -> None:
    """In the language of whoever reads; when followed, in the list, and in the catalogue."""
    for locale, name in (("en", "Machine translation"), ("zh", "机器翻译")):
        async with greek_container(tmp_path / locale) as services:
            for command, argument in (
                ("subscribe", "Machine translation"),
                ("subscriptions", ""),
                ("topics", name),
            ):
                document = await dispatch(services, asked(command, argument, locale=locale))
                (fold,) = (block for block in document.blocks if isinstance(block, Fold))
                shown = replace(document, blocks=tuple(b for b in document.blocks if b != fold))
                assert name in " ".join(words_of(shown)), command
                assert "NMT" not in repr(shown), command
                assert "NMT" in repr(fold), command


async def test_what_is_left_out_in_plain_words_is_asked_about(tmp_path: Path) -> None:
    """As a part of a topic, or as a mute where nothing else is said."""
    async with greek_container(tmp_path) as services:
        document = await dispatch(services, asked("subscribe", "robots but not humanoids"))
        command = buttons(document)["robots NOT humanoids"]
        assert command == "/subscribe robots NOT humanoids instead of: robots but not humanoids"
        document = await dispatch(services, asked("search", "not lanterns"))
        assert buttons(document)["lanterns"] == "/mute lanterns"
