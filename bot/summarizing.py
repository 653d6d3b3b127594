"""Wiring of summaries: extracts always, a language model where one is set up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.settings import PREFIX, Settings
from domain.errors import SettingsError
from domain.messages import Message, sentence
from domain.ports import Answerer, BulkSummarizer, Clock, Overviewer, Summarizer
from papers.text.latex import readable
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.llm.budget import Budget, Limits
from summaries.questions.answering import ExtractiveAnswerer

if TYPE_CHECKING:
    from summaries.llm.budget import CountingNotes
    from summaries.llm.models import OpenModel
    from summaries.llm.summarizer import LanguageModelSummarizer
    from summaries.llm.trial import Capability

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Summarizing:
    """What makes summaries.

    Attributes:
        on_demand: for those who wait.
        ahead: for those who do not.
        bulk: for many together; None where that is not set up.
        overviewer: for digests; None without a language model.
        answerer: for questions.
        model: the language model's name; empty where none is set up.
        close: to be awaited in the end.
    """

    on_demand: Summarizer
    ahead: Summarizer
    overviewer: Overviewer | None
    answerer: Answerer
    model: str
    close: Callable[[], Awaitable[None]]
    bulk: BulkSummarizer | None = None


async def _nothing() -> None:
    return None


def open_summarizing(
    settings: Settings, *, notes: CountingNotes, clock: Clock, is_served: bool = False
) -> Summarizing:
    """What makes summaries, as it is set up.

    A language model that cannot be used as it is set up is told in the log, and done without.

    Args:
        settings: name the model.
        notes: where it is counted what that costs.
        clock: for the provenance.
        is_served: whether the process stays: it looks at the model before anybody wants it.
    """
    extractive = ExtractiveSummarizer(clock)
    without = Summarizing(extractive, extractive, None, ExtractiveAnswerer(clock), "", _nothing)
    if not settings.llm_model:
        return without
    try:
        model = _opened(settings, notes, clock)
    except SettingsError as error:
        log.warning("language model not used", why=str(error))
        return without
    return _by(model, settings, without, notes, clock, is_served=is_served)


def _by(
    model: OpenModel,
    settings: Settings,
    without: Summarizing,
    notes: CountingNotes,
    clock: Clock,
    *,
    is_served: bool,
) -> Summarizing:
    # What asks a model and judges its answers is loaded where there is one.
    from summaries.llm.overviews import LanguageModelOverviewer
    from summaries.llm.questions import LanguageModelAnswerer
    from summaries.llm.summarizer import LanguageModelSummarizer
    from summaries.llm.trial import Capability

    budget = _budget(model, settings, notes, clock)
    capability = Capability(
        model, budget, clock, notes=notes, address=model.address, makes_trials=is_served
    )
    summarizer = LanguageModelSummarizer(
        model=model, fallback=without.on_demand, budget=budget, clock=clock, capability=capability
    )
    looking = asyncio.create_task(_look(model, capability)) if is_served else None

    async def close() -> None:
        if looking is not None:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
        await model.close()

    return replace(
        without,
        on_demand=summarizer,
        ahead=summarizer.ahead(),
        bulk=_in_bulk(model, summarizer, budget, notes, clock) if settings.llm_batch else None,
        overviewer=LanguageModelOverviewer(model=model, budget=budget, notes=notes),
        answerer=LanguageModelAnswerer(model, ExtractiveAnswerer(clock), budget, clock),
        model=model.name,
        close=close,
    )


def _tell(doubts: list[Message]) -> None:
    for doubt in doubts:
        log.warning("language model", doubt=str(doubt))


def _budget(model: OpenModel, settings: Settings, notes: CountingNotes, clock: Clock) -> Budget:
    limits = Limits.parse(settings.llm_daily_budget)
    _tell(_doubts(model, settings, limits))
    return Budget(limits=limits, notes=notes, clock=clock)


def _in_bulk(
    model: OpenModel,
    summarizer: LanguageModelSummarizer,
    budget: Budget,
    notes: CountingNotes,
    clock: Clock,
) -> BulkSummarizer | None:
    from summaries.llm.batch.summarizer import BatchSummarizer

    batches = model.in_batches()
    if batches is None:
        return None
    return BatchSummarizer(
        model=batches, summarizer=summarizer, budget=budget, notes=notes, clock=clock
    )


async def _look(model: OpenModel, capability: Capability) -> None:
    """Tell in the log until when a model is there, and what it can, before anybody wants it."""
    told = await model.told()
    if told.ends:
        _tell([_ending(model, told.ends)])
    if await capability.is_brief():
        _tell([_small(model)])


def _ending(model: OpenModel, day: str) -> Message:
    return sentence("{model} is shut down by its provider on {day}.", model=model.name, day=day)


def _small(model: OpenModel) -> Message:
    return sentence(
        "{model} is asked for one sentence and the takeaways alone: a trial showed that it "
        "cannot do more.",
        model=model.name,
    )


def _opened(
    settings: Settings, notes: CountingNotes | None = None, clock: Clock | None = None
) -> OpenModel:
    """The language model that is set up; see `open_summarizing`."""
    # Its libraries take a second to load, and are there only where a model was wanted.
    try:
        from summaries.llm.forms import FORM_OF, Remembered
        from summaries.llm.models import open_model
        from summaries.llm.servers import Limits as ServerLimits
    except ImportError as error:
        raise SettingsError(
            sentence(
                "{name} is set, but the libraries for it are not installed.",
                name=f"{PREFIX}LLM_MODEL",
            ),
            hint=sentence('Run "make run" again, or install "papercrier[llm]".'),
        ) from error
    key = settings.llm_api_key
    server = f"{settings.llm_model} {settings.llm_base_url}"
    return open_model(
        settings.llm_model,
        key=key.get_secret_value() if key else "",
        address=settings.llm_base_url,
        limits=ServerLimits(settings.llm_context, settings.llm_timeout, settings.llm_parallel),
        readable=readable,
        kept=Remembered(notes, clock, FORM_OF, server) if notes and clock else None,
    )


def _doubts(model: OpenModel, settings: Settings, limits: Limits) -> list[Message]:
    """What is to be said of the model before it is asked: of its name, and of its price."""
    from summaries.llm.prices import doubt_about

    doubts = [] if settings.llm_base_url else [doubt_about(model.named)]
    if settings.llm_batch and model.in_batches() is None:
        doubts.append(
            sentence(
                "{model} is asked one by one: there is no batch interface where it is asked.",
                model=model.name,
            )
        )
    if model.price(1, 1) is None:
        doubts.append(
            sentence(
                "No price of {model} is known: its tokens are counted, {tokens} a day at most.",
                model=model.name,
                tokens=f"{limits.tokens or 0:,}",
            )
        )
    return [doubt for doubt in doubts if doubt is not None]


async def look_at_model(settings: Settings) -> str:
    """Ask the language model about a small paper, as about any; what there is to be said of it.

    Raises:
        SettingsError: it cannot be used as it is set up.
        ModelError: it gives no answer that stands.
    """
    model = _opened(settings)
    from summaries.llm.trial import tried
    from summaries.llm.usage import Meter

    try:
        trial = await tried(model, Meter())
        told = await model.told()
    finally:
        await model.close()
    claims = sum(map(len, trial.judgement.standing.values()))
    context = settings.llm_context or told.context
    doubts = _doubts(model, settings, Limits.parse(settings.llm_daily_budget))
    if told.ends:
        doubts.append(_ending(model, told.ends))
    if trial.is_brief:
        doubts.append(_small(model))
    facts = [
        f"answers as {model.form}",
        f"{claims} claims about a small paper stand",
        f"reads {context:,} tokens at once" if context else "does not say how much it reads",
        "" if model.price(1, 1) is None else "its price is known",
        *(str(doubt).rstrip(".") for doubt in doubts),
    ]
    return "; ".join(filter(None, facts))
