"""The figures of a process: what was done and what is kept, for people, Prometheus and Grafana."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from app.operating.bots import Bot
from app.operating.daily import slowest, within
from app.operating.process import count_up, keep_process, process_figures
from app.operating.status import Condition, own_condition
from bot.command_line.stats import print_stats
from bot.command_line.surface import Format
from bot.container import open_container
from bot.operations.metrics import Figures, registry_of
from bot.operations.single import serving_alone
from bot.roles import Roles
from bot.settings import Settings
from composing.operating.condition import condition_document
from composing.operating.processes import told_processes
from domain.chats import Chat, ChatRef
from domain.concurrency.processes import Process
from domain.deliveries import OutboxFigures, PartState
from domain.requests import Request
from handlers.dispatch import dispatch
from rendering.common.plain import visible_lines
from scheduler.story import DeliveryStory
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource

DASHBOARD = Path(__file__).parents[3] / "deploy" / "grafana.json"
HERE = ChatRef("telegram", "4242")
CS = "telegram@7004243"
ALONE = Roles(MemoryStore(), Settings(_env_file=None))

PROCESSES = (
    Process(
        number=7,
        pid=123,
        host="lantern",
        version="1.2",
        since=datetime(2031, 3, 7, 10, tzinfo=UTC),
        holds=(
            *((f"plan/{part}", datetime(2031, 3, 7, 11, tzinfo=UTC)) for part in range(5)),
            ("plan/by 7", datetime(2031, 3, 7, 11, tzinfo=UTC)),
            ("work", datetime(2031, 3, 7, 11, tzinfo=UTC)),
        ),
    ),
    Process(
        number=9,
        pid=124,
        host="lantern",
        version="1.2",
        since=datetime(2031, 3, 7, 10, tzinfo=UTC),
        holds=(
            ("discord crossposts", datetime(2031, 3, 7, 11, tzinfo=UTC)),
            ("paper 2403.00001", datetime(2031, 3, 7, 11, tzinfo=UTC)),
            ("telegram/1a2b3c4d", datetime(2031, 3, 7, 11, 30, tzinfo=UTC)),
        ),
    ),
)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Condition:
    """Two people have asked, and a morning of twenty messages is over, the last of them late."""
    return asyncio.run(_seen(tmp_path_factory.mktemp("numbers")))


async def _seen(tmp_path: Path) -> Condition:
    clock = SettableClock("2031-03-07T12:00:00Z")
    settings = Settings(_env_file=None, database=tmp_path / "papercrier.db")
    source = FakeSource(clock)
    async with open_container(settings, source=source, clock=clock) as services:
        await services.store.save_chat(Chat(HERE))
        for user in ("1", "2", "2"):
            await dispatch(services, Request(HERE, user, "about"))
        now = [0.0]
        story = DeliveryStory("telegram", lambda: now[0], services.daily)
        for number in range(20):
            now[0] = 200.0 if number > 17 else 2.0 * bool(number)
            story.settled(PartState.SENT)
        story.settled(PartState.GONE, "blocked")
        for _ in range(3):
            source.asked += ["newest cs"] * 3
            count_up(services)
        await services.daily.keep()
        await services.daily.spent(250_000)
        return await own_condition(services)


def test_what_people_are_shown(seen: Condition) -> None:
    """A line for the day; what is kept and how large it is."""
    told = " ".join(visible_lines(condition_document(seen)))
    for words in ("03-07", "20/21", "3/300", "0.25", "Chats on Telegram"):
        assert words in told, words
    assert seen.days["2031-03-07"]["people"] == 2
    assert seen.days["2031-03-07"]["commands"] == 3
    assert seen.days["2031-03-07"]["requests"] == 9
    assert seen.held["bytes"]["database"] > 0


def test_two_bots_are_told_apart(seen: Condition) -> None:
    """By their names for people, and by their platforms in metrics, with the name beside."""
    bots = {one: Bot(one, "1", f"{name}_Bot") for one, name in (("telegram", "A"), (CS, "B"))}
    held = {**seen.held, "chats": {"telegram": 2, CS: 3}}
    none = dict.fromkeys(("sent", "unknown", "refused", "gone", "plain", "limited"), 0)
    waiting = (OutboxFigures(platform=one, queued=7, oldest=None, **none) for one in bots)
    both = replace(seen, bots=bots, held=held, outbox=tuple(waiting))
    told = " ".join(visible_lines(condition_document(both)))
    for words in ("Chats on Telegram @A_Bot", "Chats on Telegram @B_Bot", "telegram @B_Bot: 7"):
        assert words in told, words
    measured = samples(both)
    assert measured["papercrier_chats", CS] == 3
    assert measured["papercrier_outbox_parts", CS] == 7
    assert measured["papercrier_bot", f"B_Bot{CS}"] == 1


def test_what_prometheus_is_told(seen: Condition) -> None:
    """The same, since the start."""
    told = samples(seen)
    assert told["papercrier_commands_total", ""] == 3
    assert told["papercrier_people_today", ""] == 2
    assert told["papercrier_requests_total", ""] == 9
    assert told["papercrier_chats", "telegram"] == 1
    assert told["papercrier_disk_bytes", "database"] > 0
    assert told["papercrier_delivery_seconds_bucket", "3"] == 18
    assert told["papercrier_delivery_seconds_bucket", "300"] == 20
    assert told["papercrier_delivery_seconds_bucket", "+Inf"] == 20


def test_of_several_processes_one_tells_what_is_the_database_s(seen: Condition) -> None:
    """So that a sum over processes is right; whoever is alone tells all, and of no others."""
    settings = Settings(_env_file=None, database="postgresql://server/name")
    told = samples(replace(seen, processes=PROCESSES), Roles(MemoryStore(), settings))
    assert (told["papercrier_role", "work"], told["papercrier_commands_total", ""]) == (0, 3)
    of_roles = {("papercrier_role", "work"), ("papercrier_planned_parts", "")}
    assert told.keys() < samples(seen).keys() | of_roles
    assert told["papercrier_planned_parts", ""] == 0
    assert not [name for name, _ in told if name in ("papercrier_processes", "papercrier_chats")]
    alone = " ".join(name for name, _ in samples(seen))
    assert "papercrier_processes" not in alone
    assert "papercrier_role" not in alone


def test_who_does_what_is_told(seen: Condition) -> None:
    """Where several are at work; of roles alone, and that nobody has the one that must be had."""
    assert "at work" not in " ".join(visible_lines(condition_document(seen)))
    lines = told_processes(PROCESSES)
    assert lines == [
        "2 processes at work",
        "Announcements: process 7 since 2031-03-07 11:00 UTC",
        "Telegram: process 9 since 2031-03-07 11:30 UTC",
        "Process 7 plans 5 of 16 parts of the chats",
    ]
    assert told_processes(PROCESSES[1:])[:2] == [
        "1 process at work",
        "Announcements: no process",
    ]
    shown = " ".join(visible_lines(condition_document(replace(seen, processes=PROCESSES))))
    for line in lines:
        assert line in shown


async def test_from_outside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`papercrier stats` tells of the process that serves, or that there is none."""
    clock = SettableClock("2031-03-07T12:00:00Z")
    settings = Settings(_env_file=None, database=tmp_path / "papercrier.db")
    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        services.daily.asked("somebody")
        own = replace(process_figures(services), memory=123_000_000)
        await keep_process(services.store, own)
    with serving_alone(settings.database, clock):
        await print_stats(settings, Format.JSON)
        told = json.loads(capsys.readouterr().out)["process"]
        assert (told["memory"], told["done"]["commands"]) == (123_000_000, 1)
        await print_stats(settings, Format.TERMINAL)
        shown = capsys.readouterr().out
        assert "Running since 2031-03-07 12:00 UTC" in shown
        assert "123 MB" in shown
    await print_stats(settings, Format.TERMINAL)
    assert "No process serves chats now." in capsys.readouterr().out


def test_every_query_of_the_dashboard_names_a_metric_that_there_is(seen: Condition) -> None:
    """Grafana shows an empty panel where a name is wrong, and says nothing."""
    shared = Roles(MemoryStore(), Settings(_env_file=None, database="postgresql://server/name"))
    there = set()
    for roles, processes in ((ALONE, PROCESSES), (shared, ())):
        figures = Figures("1", roles)
        figures.seen = replace(seen, processes=processes)
        for family in registry_of(figures).collect():
            ending = {"counter": "_total", "histogram": "_bucket"}.get(family.type, "")
            there |= {family.name + ending, *(sample.name for sample in family.samples)}
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    asked = [target["expr"] for panel in panels for target in panel["targets"]]
    assert len(asked) > 15
    for query in asked:
        names = re.findall(r"\b(?:papercrier|process)_\w+", query)
        assert names, query
        assert set(names) <= there, query


@pytest.mark.parametrize(
    ("counts", "share", "seconds"),
    [({}, 0.5, ""), ({"within 1": 1}, 0.95, "1"), ({"within 1": 9, "within inf": 1}, 0.95, "inf")],
)
def test_how_long_most_messages_took(counts: dict[str, int], share: float, seconds: str) -> None:
    """The limit within which such a share of them was sent."""
    assert slowest(counts, share) == seconds
    assert (within(1.0), within(1.5), within(1e6)) == ("within 1", "within 3", "within inf")


def samples(seen: Condition, roles: Roles = ALONE) -> dict[tuple[str, str], float]:
    """What Prometheus reads, by name and label."""
    figures = Figures("1", roles)
    figures.seen = seen
    text = generate_latest(registry_of(figures)).decode()
    return {
        (sample.name, "".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
