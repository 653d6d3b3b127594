"""Three processes on one PostgreSQL server, each of which everything happens to.

Digests go out on both platforms and people ask meanwhile; processes are killed, frozen and cut off
from the server, the server is killed and another takes its place. In short here; in full by
``make chaos-cluster``, where these say how much of it: ``CLUSTER_CHATS``, ``CLUSTER_EVENTS``,
``CLUSTER_DAYS``, ``CLUSTER_KINDS`` (some of what can happen, with commas), ``CHAOS_SEED``; with
``CLUSTER_OLDER`` processes change between this version and the one of that commit.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from domain.chats import ChatRef
from tests.corpus.chat_kit import REPOSITORY, hang_up, kit
from tests.corpus.cluster.fleet import Fleet
from tests.corpus.cluster.people import People
from tests.corpus.cluster.servers import Servers, servers
from tests.corpus.cluster.troubles import FleetPlan, kinds_here
from tests.corpus.morning import BEFORE
from tests.corpus.surfaces.each_once import each_part_once
from tests.corpus.surfaces.told_before import tell_before
from tests.storage.postgres.server import why_not

CHATS: Final = int(os.environ.get("CLUSTER_CHATS", "120"))
EVENTS: Final = int(os.environ.get("CLUSTER_EVENTS", "6"))
DAYS: Final = int(os.environ.get("CLUSTER_DAYS", "1"))
SEED: Final = int(os.environ.get("CHAOS_SEED", "7"))
OLDER: Final = os.environ.get("CLUSTER_OLDER", "")
KINDS: Final = frozenset(filter(None, os.environ.get("CLUSTER_KINDS", "").split(",")))
IS_WHOLE: Final = "CLUSTER_EVENTS" in os.environ

UNKNOWN_ON: Final = ("telegram", "discord") if IS_WHOLE else ("telegram",)

QUIET: Final = 240.0
"""Seconds in which all that is left is sent, beside those that the number of chats takes."""


def test_each_part_once_by_three_processes(shared: Path) -> None:
    """Each chat is told each part once and in order, and what people were told is kept."""
    if why := why_not():
        pytest.skip(f"no PostgreSQL: {why}")
    with (
        servers() as found,
        kit(shared).Stage(enforce_limits=True) as stage,
        checkout(stage.work_dir / "older") as older,
    ):
        try:
            _days_of_trouble(stage, found, older)
        finally:
            hang_up(stage.telegram)
            hang_up(stage.discord)


@contextmanager
def checkout(folder: Path) -> Iterator[Path | None]:
    """The other version in a folder, gone after the block; None where there is to be none."""
    if not OLDER:
        yield None
        return
    subprocess.run(
        ["git", "worktree", "add", "-q", "-d", str(folder), OLDER], cwd=REPOSITORY, check=True
    )
    try:
        yield folder
    finally:
        gone = ["git", "worktree", "remove", "-f", str(folder)]
        subprocess.run(gone, cwd=REPOSITORY, check=True)


def _days_of_trouble(stage: Any, servers: Servers, older: Path | None) -> None:
    fleet = _settled(stage, servers)
    if older is not None:
        fleet.has_older(older)
    kinds = KINDS or kinds_here(is_whole=IS_WHOLE, has_older=older is not None)
    if "failover" in kinds:
        servers.stand_by()
    if "pooler" in kinds:
        servers.pool()
    plan = FleetPlan(fleet, servers, chats=CHATS, seed=SEED, kinds=set(kinds))
    people = People(stage)
    people.begin()
    for day in range(DAYS):
        if day:
            fleet.stop_all()
            fleet.leap(BEFORE + timedelta(days=day))
        fleet.start_all()
        for _ in range(EVENTS * (day + 1) // DAYS - EVENTS * day // DAYS):
            plan.one_event()
        plan.all_well()
        stage.telegram.clear_faults()
        stage.discord.clear_faults()
        fleet.finish(QUIET + CHATS / 5)
    people.end()
    fleet.stop_all()
    told = each_part_once(fleet, days=DAYS, kills=plan.disturbances, unknown_on=UNKNOWN_ON)
    limits = {
        ChatRef(*place): limit
        for *place, limit in fleet.rows(
            "SELECT platform, chat_id, thread_id, paper_limit FROM chats"
        )
    }
    sys.stdout.write(
        f"\n{CHATS} chats, {dict(plan.happened)}: {told}; {people.told()}; "
        f"{fleet.ended} processes ended by themselves\n"
    )
    assert people.wrongs(limits) == []
    assert all(people.waits.values()), "on each platform somebody was answered"
    assert fleet.limits_met() == {"telegram": {}, "discord": {}}
    assert OLDER or not (bug := fleet.logs().partition("Traceback")[2]), bug[:3000]


def _settled(stage: Any, servers: Servers) -> Fleet:
    fleet = Fleet(stage)
    tenth = max(CHATS // 10, 1)
    fleet.settle(people=CHATS // 2 - tenth, groups=tenth, channels=CHATS // 2)
    tell_before(fleet, BEFORE.date())
    fleet.serve_by(servers)
    return fleet
