"""Slips in the settings: each told in a sentence, and none stops what does not need it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from bot.settings import Settings
from storage import open_store
from tests.bot.terminal import Terminal

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a database in it."""
    asyncio.run(open_store(tmp_path / "papercrier.db").close())
    return tmp_path


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"telegram_tokn": "1:x"}, "TOKN is no setting; did you mean PAPERCRIER_TELEGRAM_TOKEN?"),
        ({"databse": "x.db"}, "did you mean PAPERCRIER_DATABASE?"),
        ({"unheard_of": "1"}, "PAPERCRIER_UNHEARD_OF is no setting"),
        ({"llm_api_key": "k"}, "PAPERCRIER_LLM_API_KEY is set without PAPERCRIER_LLM_MODEL"),
        ({"llm_base_url": NOWHERE}, "PAPERCRIER_LLM_BASE_URL is set without PAPERCRIER_LLM_MODEL"),
        ({"public_url": "https://a.example"}, "PUBLIC_URL is set without PAPERCRIER_WEB_ADDRESS"),
        ({"cache_mb": "much"}, "PAPERCRIER_CACHE_MB cannot be used: it must be a whole number."),
        ({"figures": "some"}, "'by-licence', 'always' or 'never'"),
    ],
)  # fmt: skip
def test_a_slip_is_told_and_stops_no_backup(
    folder: Path, settings: dict[str, str], said: str
) -> None:
    """One line of it, and the backup is there."""
    ran = Terminal(folder, hurried=True, **settings).run("backup", "copy.db")
    assert (ran.status, (folder / "copy.db").exists()) == (0, True)
    assert said in ran.err
    assert len(ran.err.splitlines()) == 2


def test_all_slips_are_told_at_once(folder: Path) -> None:
    """Each by its name, also those that are in doubt beside those that cannot be."""
    wrong = {"cache_mb": "much", "figures": "some", "admins": "4242", "alow": "telegram:1"}
    ran = Terminal(folder, hurried=True, **wrong).run("check")
    assert ran.status == 2
    for name in ("CACHE_MB", "FIGURES", "ADMINS"):
        assert ran.err.count(f"PAPERCRIER_{name} cannot be used") == 1
    assert "did you mean PAPERCRIER_ALLOW?" in ran.err


def test_a_slip_in_a_file_is_told(folder: Path) -> None:
    """As one in the environment, and by `check` as well."""
    (folder / ".env").write_text("export PAPERCRIER_TELEGRAM_TOKE='1:x'\n", encoding="utf-8")
    ran = Terminal(folder, hurried=True, arxiv_site_url=NOWHERE, arxiv_api_url=NOWHERE).run("check")
    assert "didyoumeanPAPERCRIER_TELEGRAM_TOKEN?" in "".join(ran.out.split())


def test_lines_that_are_no_settings_are_told(folder: Path) -> None:
    """By their numbers, and without what stands in them."""
    lines = ("# a note", "1:token", "", "PAPERCRIER_TELEGRAM_TOKEN 1:token", "PAPERCRIER_CONTACT")
    (folder / ".env").write_text("\n".join(lines), encoding="utf-8")
    ran = Terminal(folder, hurried=True).run("backup", "copy.db")
    assert ran.status == 0
    assert ran.err.splitlines()[:-1] == [
        f"! Line {number} of .env is no setting: it must be NAME=value." for number in (2, 4, 5)
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_of_other_programs(folder: Path, encoding: str) -> None:
    """A mark of its encoding before the first name is no part of it; what is no UTF-8 is told."""
    text = "PAPERCRIER_CACHE_MB=much\nPAPERCRIER_CONTACT=mailto:ü@example.org\n"
    (folder / ".env").write_text(text, encoding=encoding)
    ran = Terminal(folder, hurried=True).run("stats")
    assert ran.status == 2
    said = "PAPERCRIER_CACHE_MB" if encoding == "utf-8-sig" else ".env"
    assert f"✗ {said} cannot be used: it " in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_file_that_is_a_folder_or_not_ours(folder: Path) -> None:
    """The first is none; the second is told of, as it may say where the database lies."""
    (folder / ".env").mkdir()
    assert Terminal(folder, hurried=True).run("stats").status == 0
    (folder / ".env").rmdir()
    (folder / ".env").write_text("PAPERCRIER_CONTACT=me\n", encoding="utf-8")
    (folder / ".env").chmod(0)
    if os.access(folder / ".env", os.R_OK):
        pytest.skip("root may read everything")
    ran = Terminal(folder, hurried=True).run("backup", "copy.db")
    assert ran.status == 2
    assert (
        ran.err
        == "✗ .env cannot be used: Permission denied. See to that, or go to another folder.\n"
    )


def test_half_a_language_model_stops_nothing(folder: Path) -> None:
    """It is told, and summaries are the paper's own sentences."""
    ran = Terminal(folder, hurried=True, llm_model="openai:gpt-6-luna").run(
        "summarize", "sample/0000001", "--sample"
    )
    assert ran.status == 0
    ran = Terminal(folder, hurried=True, llm_model="openai:gpt-6-luna").run("export")
    assert ran.status == 0
    assert "PAPERCRIER_LLM_API_KEY" in ran.err


@pytest.mark.parametrize(
    "written", ['"4242:abc"', "'4242:abc'", " 4242:abc ", "“4242:abc”", '" 4242:abc"']
)
def test_quotes_and_blanks_are_taken_off(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """As `.env` takes them off, and Docker's `--env-file` does not."""
    monkeypatch.setenv("PAPERCRIER_TELEGRAM_TOKEN", written)
    token = Settings(_env_file=None).telegram_token
    assert token is not None
    assert token.get_secret_value() == "4242:abc"


def test_check_says_of_each_failure_what_to_do(folder: Path) -> None:
    """In words, without the names that libraries give to their errors."""
    ran = Terminal(
        folder,
        telegram_token="4242:abc",
        telegram_api_url=NOWHERE,
        discord_token="abc",
        discord_api_url=f"{NOWHERE}/api/v10",
        llm_model="openai:gpt-6-luna",
        arxiv_site_url=NOWHERE,
        arxiv_api_url=NOWHERE,
        arxiv_rss_url=NOWHERE,
    ).run("check")
    assert ran.status == 1
    rows = ran.out.replace("\n ", " ")
    assert rows.count("FAILS") == 4
    assert "nothing listens at that address" in " ".join(ran.out.split())
    for raw in ("Error(", "Exception", "Error:", "Traceback", "Errno"):
        assert raw not in ran.out
