"""Whatever is typed after a command, and whatever stands in a paper, takes time as it is long.

Through the ways that people and papers take: each command of the table, and the whole summary of a
paper whose text does its worst.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from domain.errors import InputError, NothingToSummarize, PapercrierError
from domain.fulltext import FullText, Section, TextOrigin
from domain.identifiers import PaperId
from domain.messages import Message
from domain.papers import Paper
from domain.summaries import Basis, Provenance
from handlers.commands import COMMANDS
from handlers.dispatch import dispatch
from summaries.extractive.summarizer import extracted
from tests.growth.families import UNITS, text_of
from tests.growth.measuring import steepness
from tests.handlers.greek import asked, greek_container

_TYPED: Final = 1_024
"""Code points; four times as many are still less than a command takes."""

_READ: Final = 8_192
_LONGEST_ABSTRACT: Final = 20_000
_MADE: Final = Provenance(
    model="extractive",
    prompt="growth",
    made_at=datetime(2024, 3, 8, tzinfo=UTC),
    paper_version=1,
    basis=Basis.FULL_TEXT,
)


@contextmanager
def a_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop that turns on another thread, as what is measured has to be broken off on this one."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_what_is_typed_after_a_command(command: str, tmp_path: Path) -> None:
    """It is answered or refused by an error of the family, in time that grows with it."""
    with a_loop() as loop:
        harness = greek_container(tmp_path)
        services = asyncio.run_coroutine_threadsafe(harness.__aenter__(), loop).result()

        async def answered(text: str) -> None:
            with suppress(PapercrierError):
                await dispatch(services, asked(command, text))

        def made(unit: str) -> Callable[[int, int], Callable[[], object]]:
            def call(length: int, fresh: int) -> Callable[[], object]:
                text = text_of(unit, length, fresh)
                return lambda: asyncio.run_coroutine_threadsafe(answered(text), loop).result()

            return call

        grows = {name: steepness(made(unit), _TYPED) for name, unit in UNITS.items()}
        asyncio.run_coroutine_threadsafe(harness.__aexit__(None, None, None), loop).result()
    assert {name: times for name, times in grows.items() if times} == {}


@pytest.mark.parametrize("command", [c.name for c in COMMANDS if not c.takes_files])
async def test_more_than_a_command_takes_is_refused(command: str, tmp_path: Path) -> None:
    """In a sentence, whatever the command."""
    async with greek_container(tmp_path) as services:
        with pytest.raises(InputError) as caught:
            await dispatch(services, asked(command, "a " * 50_000))
    assert isinstance(caught.value.message, Message)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("unit", UNITS)
def test_a_summary_of_a_paper_that_does_its_worst(unit: str) -> None:
    """Its abstract, and two sections of the same."""

    def made(length: int, fresh: int) -> Callable[[], object]:
        worst = text_of(UNITS[unit], length, fresh)
        paper = Paper(
            id=PaperId("2403.00001", 1),
            title=f"On {worst[:300]}",
            authors=(),
            abstract=worst[:_LONGEST_ABSTRACT],
            categories=("cs.CV",),
            primary="cs.CV",
        )
        sections = (Section("Introduction", worst), Section("Results", worst))
        text = FullText(sections, (), TextOrigin.HTML)

        def summarised() -> None:
            with suppress(NothingToSummarize):
                extracted(paper, text, _MADE)

        return summarised

    grows = steepness(made, _READ)
    assert not grows, f"times {grows:.0f}"
