"""Wiring of summaries: extracts always, a language model where one is set up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.settings import PREFIX, Settings
from domain.errors import SettingsError
from domain.messages import sentence
from domain.ports import Clock, Overviewer, Summarizer
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.llm.budget import Budget, Limits

if TYPE_CHECKING:
    from summaries.llm.budget import CountingNotes
    from summaries.llm.models import OpenModel

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Summarizing:
    """What makes summaries.

    Attributes:
        on_demand: for those who wait.
        ahead: for those who do not.
        overviewer: for digests; None without a language model.
        model: the language model's name; empty where none is set up.
        close: to be awaited in the end.
    """

    on_demand: Summarizer
    ahead: Summarizer
    overviewer: Overviewer | None
    model: str
    close: Callable[[], Awaitable[None]]


async def _nothing() -> None:
    return None


def open_summarizing(settings: Settings, *, notes: CountingNotes, clock: Clock) -> Summarizing:
    """What makes summaries, as it is set up.

    A language model that cannot be used as it is set up is told in the log, and done without.
    """
    extractive = ExtractiveSummarizer(clock)
    without = Summarizing(extractive, extractive, None, "", _nothing)
    if not settings.llm_model:
        return without
    try:
        model = _opened(settings)
    except SettingsError as error:
        log.warning("language model not used", why=str(error))
        return without
    # What asks a model and judges its answers is loaded where there is one.
    from summaries.llm.overviews import LanguageModelOverviewer
    from summaries.llm.summarizer import LanguageModelSummarizer
    from summaries.text.portions import Room

    budget = Budget(limits=Limits.parse(settings.llm_daily_budget), notes=notes, clock=clock)
    summarizer = LanguageModelSummarizer(
        model=model,
        fallback=extractive,
        budget=budget,
        clock=clock,
        room=Room.of(settings.llm_context),
    )
    return Summarizing(
        on_demand=summarizer,
        ahead=summarizer.ahead(),
        overviewer=LanguageModelOverviewer(model=model, budget=budget, notes=notes),
        model=model.name,
        close=model.close,
    )


def _opened(settings: Settings) -> OpenModel:
    """The language model that is set up; see `open_summarizing`."""
    # Its libraries take a second to load, and are there only where a model was wanted.
    try:
        from summaries.llm.models import open_model
        from summaries.text.portions import Room
    except ImportError as error:
        raise SettingsError(
            sentence(
                "{name} is set, but the libraries for it are not installed.",
                name=f"{PREFIX}LLM_MODEL",
            ),
            hint=sentence('Run "make run" again, or install "papercrier[llm]".'),
        ) from error
    key = settings.llm_api_key
    return open_model(
        settings.llm_model,
        key=key.get_secret_value() if key else "",
        address=settings.llm_base_url,
        room=Room.of(settings.llm_context),
    )


async def look_at_model(settings: Settings) -> None:
    """Ask the language model for a word, to see whether it answers.

    Raises:
        SettingsError: it cannot be used as it is set up.
        ModelError: it does not answer.
    """
    model = _opened(settings)
    try:
        await model.reach()
    finally:
        await model.close()
