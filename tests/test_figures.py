"""What documents name is in the code, and the README's figures are the code's own."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from app.fair_use import lanes
from app.library import importing
from app.limits import LARGEST_IMPORT
from bot import run
from bot.command_line.cli import app
from bot.platforms import buttons
from bot.settings import PREFIX, Settings
from digests import personal, slots
from handlers.arguments import MOST_AT_ONCE
from handlers.commands import BY_NAME
from papers.transport.rate_limiter import ARXIV_INTERVAL
from scheduler import alerts, turns
from storage import retention_rules
from tests.test_docs import README, ROOT
from tools import cities

WORDS = (
    *("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "deploy").iterdir())
    if path.name not in {"CHANGELOG.md", "decisions.md"}
)
"""What tells how things are now; the two others tell what has been."""

NO_COMMANDS = {
    "run",
    "src",
    "metrics",
    "healthz",
    "mcp",
    "proc",
    "command",
    "channel",
    "props",
    "discord",
}
"""Words after a slash that are addresses, folders and examples; `/channel` is Telegram's alone."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_documents_name_is_there(document: Path) -> None:
    """Commands, settings, subcommands of the command line, targets of make, files and folders."""
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(r"`/([a-z]+)\b", text)) - NO_COMMANDS
    assert named <= set(BY_NAME)
    settings = set(re.findall(rf"{PREFIX}([A-Z_]*[A-Z])(?![A-Z_…])", text))
    assert {name.lower() for name in settings} <= set(Settings.model_fields)
    programs = {
        one.name or getattr(one.callback, "__name__", "") for one in app.registered_commands
    }
    assert set(re.findall(r"(?<![\w/.-])papercrier (?!is\b)([a-z]+)\b", text)) <= programs
    targets = re.findall(
        r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(re.findall(r"(?:^ +|`)make ([a-z-]+)", text, re.MULTILINE)) <= set(targets)
    rooms = "|".join(path.parent.name for path in ROOT.glob("*/__init__.py"))
    for path in re.findall(rf"`((?:{rooms}|docs|deploy)/[\w/.-]+)", text):
        assert list(ROOT.glob(f"{path}*")) or path == "deploy/papercrier.env", path


def figure_of(setting: str) -> str:
    """A setting's default, as it is written."""
    return f"{Settings.model_fields[setting].default:,}"


FIGURES = {
    f"{figure_of('commands_per_user')} commands, {figure_of('searches_per_user')} searches, "
    f"{figure_of('digests_per_user')} digests, ": "quotas of a person",
    f"{2 * Settings.model_fields['searches_per_user'].default} inline queries": "inline queries",
    f"{figure_of('commands_per_chat')} commands, {figure_of('searches_per_chat')} searches, "
    f"{figure_of('digests_per_chat')} digests": "quotas of a chat",
    f"a day {figure_of('summaries_per_user')} new summaries and "
    f"{figure_of('summaries_per_chat')}": "summaries",
    f"up to {WORDS[MOST_AT_ONCE]} one after another": "papers at once",
    f"at a time while {WORDS[lanes.MOST]} wait": "slow answers",
    f"From {WORDS[personal.FEWEST]} such papers on": "a profile",
    f"work for {buttons.LIFE.days} days": "buttons",
    f"{turns.MOST_DAYS.days} days back at most": "the longest span",
    f"at most {WORDS[turns.LONGEST_HOLD // HOUR]} hours later": "a late announcement",
    f"missed within {WORDS[slots.LATE_AFTER // HOUR]} hours": "made up for",
    f"counts as told for {retention_rules.TOLD.days} days": "told papers",
    f"kept for {retention_rules.ANNOUNCED.days} days, digests for {retention_rules.DIGESTS.days}, "
    f"which papers a chat was told for {retention_rules.TOLD.days}": "retention",
    f"the last {retention_rules.ASKED_FOR:,}": "asked papers",
    f"within {run.LONGEST_END:.0f} seconds": "stopping",
    f"down for {WORDS[alerts.DOWN // MINUTE]} minutes": "a platform that is down",
    f"less than {alerts.ROOM // 1_000_000} MB": "room on the disk",
    f"one request to arXiv in {WORDS[int(ARXIV_INTERVAL)]} seconds": "the pace",
    f"up to {LARGEST_IMPORT // 1_000_000} MB": "the largest import",
    f"its {importing.MOST:,} newest papers": "papers of an import",
    f"Cities of {cities.PEOPLE:,} people": "cities",
}
"""What the README says in figures, made of the code's own; and what each is of."""


@pytest.mark.parametrize("said", FIGURES, ids=FIGURES.values())
def test_figures_are_those_of_the_code(said: str) -> None:
    """As the README writes them."""
    assert said in " ".join(README.split())
