"""/saved, /read and /note, as people use them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.services import Services
from app.tastes import owner
from domain.chats import ChatRef, SavedPaper
from domain.documents import Bullets, Document
from domain.errors import InputError
from handlers.dispatch import dispatch
from rendering.discord.layout import to_discord
from rendering.telegram.rich import to_rich
from tests.composing.test_choosing import commands_of
from tests.handlers.greek import asked, greek_container, words_of
from tests.library.parsers import PARSERS
from tests.library.test_exports import file_of
from tests.library.test_similar import announce
from tests.ranking.invented import some

PAPER = "2403.00001"


async def saved_some(services: Services, *titles: str) -> list[str]:
    """Save papers with these titles, the first the longest ago, a day apart; their ids."""
    whose = owner(await services.context(asked("start")))
    bases = [f"2403.{number:05}" for number in range(1, len(titles) + 1)]
    now = services.clock.now()
    for age, (base, title) in enumerate(zip(bases, titles, strict=True)):
        at = now - timedelta(days=len(titles) - age)
        await services.store.keep_paper(whose, SavedPaper(base, title, at))
    return bases


async def say(services: Services, command: str, argument: str = "") -> Document:
    """The answer to a command."""
    return await dispatch(services, asked(command, argument))


def lines_of(document: Document) -> list[str]:
    """The papers of a list, a line each."""
    (bullets,) = (block for block in document.blocks if isinstance(block, Bullets))
    return ["".join(span.text for span in item) for item in bullets.items]


async def test_what_is_not_read_comes_first(tmp_path: Path) -> None:
    """The newest of it first; how much there is, and since when; a press ticks it off."""
    async with greek_container(tmp_path) as services:
        await saved_some(services, "Old ropes", "Lanterns", "New ropes")
        listed = await say(services, "saved")
        assert [line[:6] for line in lines_of(listed)] == ["New ro", "Lanter", "Old ro"]
        assert "3 unread, the oldest saved 3 days ago." in words_of(listed)
        (newest, *_) = commands_of(listed)
        assert newest == "/read 2403.00003"
        assert "Read: New ropes." in words_of(await say(services, "read", "2403.00003"))
        listed = await say(services, "saved")
        assert [line[:6] for line in lines_of(listed)] == ["Lanter", "Old ro", "✓ New "]
        assert newest not in commands_of(listed)
        assert "Not read yet: New ropes." in words_of(await say(services, "read", "2403.00003"))
        assert len(commands_of(await say(services, "saved"))) == 3


async def test_it_is_searched_by_words_of_titles_and_notes(tmp_path: Path) -> None:
    """In any form of a word, all of them."""
    async with greek_container(tmp_path) as services:
        await saved_some(services, "Weighing a rope", "Lanterns", "Glowing ropes")
        await say(services, "note", f"{PAPER} compare the lanterns")
        found = await say(services, "saved", "rope lantern")
        (line,) = lines_of(found)
        assert line.startswith("Weighing a rope")
        assert "compare the lanterns" in line
        assert len(lines_of(await say(services, "saved", "ropes"))) == 2
        (said,) = words_of(await say(services, "saved", "sails"))[1:]
        assert "Nothing that you saved has “sails” in it." in said


async def test_it_is_searched_by_what_papers_are_about(tmp_path: Path) -> None:
    """Papers whose abstracts are near the words come after those that have them in their title."""
    async with greek_container(tmp_path) as services:
        lanterns, ropes = some("lanterns", 3), some("ropes", 3, 300)
        known = [replace(one, title=f"On {one.id.base}") for one in (*lanterns, *ropes)]
        await announce(services, 6, *known)
        whose = owner(await services.context(asked("start")))
        for one in known:
            saved = SavedPaper(one.id.base, one.title, services.clock.now())
            await services.store.keep_paper(whose, saved)
        found = await say(services, "saved", "glow of wick, lantern and flame")
        assert {line.rpartition(" ")[2] for line in lines_of(found)} == {
            one.id.base for one in lanterns
        }
        assert "Near “glow of wick, lantern and flame” by what they are about:" in words_of(found)
        assert len(commands_of(found)) == 3


async def test_a_list_of_long_notes_is_no_flood(tmp_path: Path) -> None:
    """Each is shown as far as it tells which it is; the paper's own page has all of it."""
    async with greek_container(tmp_path) as services:
        whose = owner(await services.context(asked("start")))
        at, words = services.clock.now(), "words " * 160
        some = [SavedPaper(f"2402.{n:05}", "Ropes of light", at, note=words) for n in range(1, 61)]
        await services.store.keep_papers(whose, some)
        listed = await say(services, "saved")
        assert len(to_discord(listed)) <= 4
        assert len(to_rich(listed)) <= 2
        assert words in words_of(await say(services, "note", "2402.00001"))


async def test_a_note_saves_its_paper_and_goes_with_it(tmp_path: Path) -> None:
    """Shown by the paper alone, given out, taken back; gone with all else."""
    async with greek_container(tmp_path) as services:
        assert "Noted of" in " ".join(words_of(await say(services, "note", f"{PAPER} as ours")))
        assert "as ours" in " ".join(words_of(await say(services, "note", PAPER)))
        told = words_of(await say(services, "note", f"{PAPER}\nfirst line\nsecond"))
        assert "first line\nsecond" in told
        await say(services, "note", f"{PAPER}\tas ours")
        kept = json.loads(file_of(await say(services, "export")).text)
        assert kept["saved"][0]["note"] == "as ours"
        bibtex = file_of(await say(services, "export", "bibtex")).text
        assert "annote = {as ours}" in bibtex
        assert len(PARSERS["pybtex"](bibtex)) == 1
        assert "as ours" in file_of(await say(services, "export", "markdown")).text
        await say(services, "note", f"{PAPER} none")
        with pytest.raises(InputError, match="noted nothing"):
            await say(services, "note", PAPER)
        assert len(lines_of(await say(services, "saved"))) == 1
        await say(services, "note", f"{PAPER} as ours")
        await say(services, "forgetme", "yes")
        assert "no paper yet" in " ".join(words_of(await say(services, "saved")))


async def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    """Reading what is not saved, a note that is too long, one before others."""
    async with greek_container(tmp_path) as services:
        with pytest.raises(InputError, match="not saved"):
            await say(services, "read", PAPER)
        with pytest.raises(InputError, match="at most 1,000"):
            await say(services, "note", f"{PAPER} {'x' * 1_001}")
        group = replace(asked("note", f"{PAPER} x", chat=ChatRef("telegram", "-7")))
        with pytest.raises(InputError, match="private chat"):
            await dispatch(services, replace(group, is_private=False))
