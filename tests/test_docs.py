"""The documents say what the code does."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.command_line.cli import app
from bot.settings import PREFIX, Settings
from handlers.commands import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def commands_table() -> str:
    """The README's table of commands."""
    rows = [f"| `{command.usage}` | {command.summary} |" for command in COMMANDS]
    return "\n".join(("| Command | What it does |", "| --- | --- |", *rows))


def settings_table() -> str:
    """The README's table of settings."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default
        is_told = isinstance(default, str | int | float) and not isinstance(default, bool)
        shown = f"`{default}`" if is_told and default != "" else ""
        rows.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(("| Setting | Default | Meaning |", "| --- | --- | --- |", *rows))


def test_readme_has_every_command() -> None:
    """The README's table is the table of commands."""
    assert commands_table() in README, f"README.md should have:\n{commands_table()}"


def test_readme_has_every_setting() -> None:
    """The README's table is the settings' own names, defaults and descriptions."""
    assert settings_table() in README, f"README.md should have:\n{settings_table()}"


def test_readme_names_every_subcommand() -> None:
    """Each command of the command line is shown."""
    for command in app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__
        assert re.search(rf"\bpapercrier {name}\b", README), name


def test_architecture_names_every_package() -> None:
    """The page for developers has a line for each package, which names the rooms in it."""
    for package in {path.parent.name for path in ROOT.glob("*/__init__.py")}:
        (line,) = re.findall(rf"^\| `{package}/`.*$", ARCHITECTURE, re.MULTILINE)
        if package not in {"bench", "mutation", "tests", "tools"}:
            for path in ROOT.glob(f"{package}/*/**/__init__.py"):
                room = path.parent.name
                assert re.search(rf"\b{room}\b", line), path.parent


@pytest.mark.parametrize("document", sorted(ROOT.glob("*.md")), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    """Every relative link is to a file that exists."""
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_links_within_the_readme_lead_to_its_headings() -> None:
    """All of its parts are listed at its beginning."""
    headings = re.findall(r"^## (.+)$", README, re.MULTILINE)
    places = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", README)) == places - {"more"}


def test_tokens_are_secrets() -> None:
    """A setting that holds a token is never shown by accident."""
    for name, field in Settings.model_fields.items():
        if name.endswith(("_token", "_key")) and "_public_" not in name:
            assert SecretStr in (field.annotation, *getattr(field.annotation, "__args__", ()))


def test_what_guards_a_promise_is_there() -> None:
    """Every test that the table of promises names exists; no promise stands there without."""
    text = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?!Promise|---)(.+) \| (.+) \|$", text, re.MULTILINE)
    assert len(rows) > 60
    for promise, guards in rows:
        tests = re.findall(r"`(tests/[^`]+\.py)::(\w+)`", guards)
        assert tests or "`make " in guards, promise
        for path, name in tests:
            assert name in functions_of(path), f"{promise}: {path}::{name}"


@cache
def functions_of(path: str) -> frozenset[str]:
    """The names of a file's functions and methods."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))
