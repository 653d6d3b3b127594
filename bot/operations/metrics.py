"""Figures for Prometheus, from how matters stood at the last look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import accumulate
from typing import Final

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from app.operating.daily import SECONDS
from app.operating.process import ProcessFigures
from app.operating.serving import Serving
from app.operating.status import Condition
from bot.roles import Roles
from domain.concurrency.processes import WORK, Process

_COUNTED: Final = {
    "commands": "Commands that people gave.",
    "digests": "Digests that were sent whole.",
    "requests": "Requests to arXiv.",
}
_KEPT: Final = {
    "chats": ("chats", "Chats that are known.", "platform"),
    "subscriptions": ("subscriptions", "Topics that chats follow.", ""),
    "topics": ("topics", "Different topics that anybody follows.", ""),
    "papers": ("kept_papers", "Papers in the database.", ""),
    "summaries": ("kept_summaries", "Summaries in the database, by what made them.", "maker"),
    "messages": ("kept_messages", "Messages that were sent and are known.", ""),
    "bytes": ("disk_bytes", "What is on the disk.", "file"),
}
"""What is kept, with its metric's name, help and label."""


class Figures(Collector):
    """Papercrier's own figures.

    Of several processes on a database only the one that has `WORK` tells what is the whole
    database's, so that a sum over processes counts it once.

    Attributes:
        seen: the condition to tell of; None where the database did not answer.
    """

    def __init__(self, version: str, roles: Roles) -> None:
        self.seen: Condition | None = None
        self._version = version
        self._roles = roles

    def collect(self) -> Iterator[Metric]:
        """Every figure there is now; asks nobody and never waits."""
        yield InfoMetricFamily(
            "papercrier_build", "What runs here.", value={"version": self._version}
        )
        yield GaugeMetricFamily(
            "papercrier_database_up",
            "Whether the database answered the last look.",
            value=float(self.seen is not None),
        )
        yield from _roles(self._roles.held())
        if shards := self._roles.shards():
            yield GaugeMetricFamily(
                "papercrier_discord_shards",
                "Shards of Discord's gateway that this process has, where there are several.",
                value=len(shards),
            )
        if self._roles.planning is not None:
            yield GaugeMetricFamily(
                "papercrier_planned_parts",
                "Parts of the chats whose digests this process plans, of 16 in all.",
                value=len(self._roles.planning.parts()),
            )
        if self.seen is None:
            return
        if self.seen.process is not None:
            yield from _process(self.seen.process)
        if self._roles.has(WORK):
            yield from _at_work(self.seen.processes)
            yield _platforms(self.seen)
            yield _bots(self.seen)
            yield from _outbox(self.seen)
            yield from _announcements(self.seen)
            yield from _today(self.seen)
            yield from _held(self.seen)


def registry_of(figures: Figures) -> CollectorRegistry:
    """The figures with those of the process itself."""
    registry = CollectorRegistry()
    registry.register(figures)
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    return registry


def _roles(held: Mapping[str, bool]) -> Iterator[Metric]:
    """What this process has alone of what one of several does."""
    if held:
        told = GaugeMetricFamily(
            "papercrier_role", "1 for what this process alone does now, else 0.", labels=("role",)
        )
        for role, is_held in held.items():
            told.add_metric((role,), float(is_held))
        yield told


def _at_work(processes: Sequence[Process]) -> Iterator[Metric]:
    if processes:
        yield GaugeMetricFamily(
            "papercrier_processes",
            "Processes that are at work on the database.",
            value=len(processes),
        )


def _platforms(seen: Condition) -> Metric:
    told = GaugeMetricFamily(
        "papercrier_platform_state",
        "1 for the state that a platform is in.",
        labels=("platform", "state"),
    )
    for name, adapter in seen.platforms.items():
        for state in Serving:
            told.add_metric((name, state), float(adapter.state == state))
    return told


def _bots(seen: Condition) -> Metric:
    told = GaugeMetricFamily(
        "papercrier_bot", "1 for each bot that is known, and its name.", labels=("platform", "name")
    )
    for bot in seen.bots.values():
        told.add_metric((bot.platform, bot.name), 1.0)
    return told


def _outbox(seen: Condition) -> Iterator[Metric]:
    platform = ("platform",)
    waiting = GaugeMetricFamily(
        "papercrier_outbox_parts",
        "Messages of digests that wait or are on their way.",
        labels=platform,
    )
    oldest = GaugeMetricFamily(
        "papercrier_outbox_oldest_seconds",
        "For how long the message that waits longest has been due.",
        labels=platform,
    )
    settled = CounterMetricFamily(
        "papercrier_parts",
        "Messages of digests by what became of them.",
        labels=("platform", "outcome"),
    )
    plain = CounterMetricFamily(
        "papercrier_parts_plain",
        "Of those sent, as plain text, having been refused as they were.",
        labels=platform,
    )
    limited = CounterMetricFamily(
        "papercrier_rate_limited",
        "Messages of digests that a platform asked to send later.",
        labels=platform,
    )
    for each in seen.outbox:
        name = (each.platform,)
        waiting.add_metric(name, each.queued)
        due = (seen.now - each.oldest).total_seconds() if each.oldest else 0.0
        oldest.add_metric(name, max(due, 0.0))
        settled.add_metric((*name, "sent"), each.sent)
        settled.add_metric((*name, "unknown"), each.unknown)
        settled.add_metric((*name, "refused"), each.refused)
        settled.add_metric((*name, "gone"), each.gone)
        plain.add_metric(name, each.plain)
        limited.add_metric(name, each.limited)
    yield from (waiting, oldest, settled, plain, limited)


def _announcements(seen: Condition) -> Iterator[Metric]:
    complete = GaugeMetricFamily(
        "papercrier_announcement_complete_timestamp_seconds",
        "Date of an archive's last complete announcement, as its midnight in UTC.",
        labels=("archive",),
    )
    settled = GaugeMetricFamily(
        "papercrier_announcement_settled",
        "1 where nothing of an archive's newest announcement is still to come.",
        labels=("archive",),
    )
    for archive, known in seen.announced.items():
        if known.complete is not None:
            complete.add_metric((archive,), _midnight(known.complete))
        settled.add_metric((archive,), float(known.newest.state.is_settled))
    yield complete
    yield settled


def _process(known: ProcessFigures) -> Iterator[Metric]:
    """What was done since the start, and how long messages of digests took."""
    yield GaugeMetricFamily(
        "papercrier_start_time_seconds",
        "When the process began.",
        value=known.started.timestamp(),
    )
    made = CounterMetricFamily(
        "papercrier_summaries",
        "Summaries given: made, extracts in a language model's place, or made before.",
        labels=("origin",),
    )
    made.add_metric(("made",), known.summaries.made)
    made.add_metric(("stand_in",), known.summaries.stood_in)
    made.add_metric(("cached",), known.summaries.found)
    yield made
    for kind, what in _COUNTED.items():
        yield CounterMetricFamily(f"papercrier_{kind}", what, value=known.done.get(kind, 0))
    limits = [*map(str, SECONDS), "inf"]
    sums = accumulate(known.done.get(f"within {limit}", 0) for limit in limits)
    buckets = [
        (limit.replace("inf", "+Inf"), float(n)) for limit, n in zip(limits, sums, strict=True)
    ]
    yield HistogramMetricFamily(
        "papercrier_delivery_seconds",
        "Seconds from the beginning of a morning's messages until each was sent.",
        buckets=buckets,
    )


def _today(seen: Condition) -> Iterator[Metric]:
    """What this day has had (UTC)."""
    yield GaugeMetricFamily(
        "papercrier_model_spend_dollars",
        "What the language model has cost today (UTC).",
        value=seen.spent.money,
    )
    yield GaugeMetricFamily(
        "papercrier_model_spend_tokens",
        "Tokens that the language model has used today (UTC).",
        value=seen.spent.tokens,
    )
    yield GaugeMetricFamily(
        "papercrier_people_today",
        "Persons who have given a command today (UTC).",
        value=seen.days.get(str(seen.now.date()), {}).get("people", 0),
    )


def _held(seen: Condition) -> Iterator[Metric]:
    """What is kept, and how large it is."""
    for what, (name, help_, label) in _KEPT.items():
        labels = (label,) if label else ()
        told = GaugeMetricFamily(f"papercrier_{name}", help_, labels=labels)
        for kind, count in seen.held.get(what, {}).items():
            told.add_metric((kind,) if label else (), count)
        yield told


def _midnight(day: date) -> float:
    return datetime.combine(day, time(), tzinfo=UTC).timestamp()
