"""Tests of `bot.settings`: what is read, and what is said of what cannot be."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.container import open_container
from bot.reading_settings import read_settings as read
from bot.run import told_settings
from bot.settings import Settings
from domain.errors import SettingsError
from domain.papers import Batch, BatchState
from storage.places import PostgresPlace
from storage.retention_rules import Kept
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Far from any `.env`."""
    monkeypatch.chdir(tmp_path)


def read_settings() -> Settings:
    """The settings, or what is wrong with them."""
    settings, wrong = read()
    if wrong:
        raise wrong[0]
    return settings


def test_who_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Platform and user id, with blanks or without; nobody by default."""
    assert read_settings().operators == frozenset()
    monkeypatch.setenv("PAPERCRIER_ADMINS", "telegram:4242, discord: 8035 ,")
    assert read_settings().operators == {("telegram", "4242"), ("discord", "8035")}


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("ADMINS", "4242", "telegram:4242"),
        ("ADMINS", "telegram:ann", "telegram:4242"),
        ("ADMINS", "matrix:4242", "telegram:4242"),
        ("ADMINS", "telegram:4242, telegram:1087968824", "is no person"),
        ("ADMINS", "telegram: 136817688", "name your own user id"),
        ("ADMINS", "telegram:000777000", "is no person"),
        ("METRICS_ADDRESS", "9464", "127.0.0.1:8080"),
        ("METRICS_ADDRESS", "127.0.0.1:99999", "127.0.0.1:8080"),
        ("WEB_ADDRESS", ":8080", "127.0.0.1:8080"),
        ("WEB_ADDRESS", "a..b:8080", "127.0.0.1:8080"),
        ("PUBLIC_URL", "papers.example", "https://papers.example"),
        ("PUBLIC_URL", "ftp://papers.example", "https://papers.example"),
        ("PUBLIC_URL", "https://papers example", "https://papers.example"),
        ("PUBLIC_URL", "https://papers.example:x", "https://papers.example"),
        ("LOG_FORMAT", "xml", "json"),
    ],
)
def test_what_cannot_be_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, hint: str
) -> None:
    """With the setting's name and how to do it right."""
    monkeypatch.setenv(f"PAPERCRIER_{name}", value)
    with pytest.raises(SettingsError, match=f"PAPERCRIER_{name} cannot be used") as caught:
        read_settings()
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    "value", ["ftp://127.0.0.1:1", "socks5://", "http://a:99999", "socks4://a:1"]
)
@pytest.mark.parametrize("name", ["ALL_PROXY", "https_proxy"])
def test_a_proxy_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """By its name, without what stands in it."""
    for one in ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(one, raising=False)
        monkeypatch.delenv(one.lower(), raising=False)
    monkeypatch.setenv(name, value.replace("://", "://me:secret@"))
    with pytest.raises(SettingsError, match=f"{name.upper()} cannot be used: it must be http://"):
        read_settings()
    for good in ("127.0.0.1:3128", "http://me:secret@a:1", "socks5h://a:1", "socks5://[::1]:1080"):
        monkeypatch.setenv(name, good)
        assert read_settings()


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    """Whether or not it was given so; what leads to it is made of it."""
    for given, address in (("::1:80", "[::1]:80"), ("[::1]:80", "[::1]:80"), ("a:80", "a:80")):
        assert Settings(_env_file=None, web_address=given).web_address == address


def test_every_secret_is_known_to_be_one() -> None:
    """As it is used, without the blanks around it."""
    settings = Settings(telegram_token=" 4242:abc ", llm_api_key="a-key")
    assert set(settings.secrets) == {"4242:abc", "a-key"}


def test_an_address_past_a_pooler(monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes with the database's, its password is struck out, and it is no file's."""
    monkeypatch.setenv("PAPERCRIER_DATABASE", "postgresql://u:one@pooler/papers")
    monkeypatch.setenv("PAPERCRIER_DATABASE_DIRECT", '"postgresql://u:two@server/papers"')
    settings = read_settings()
    assert isinstance(settings.database, PostgresPlace)
    assert settings.database.direct == PostgresPlace("postgresql://u:two@server/papers")
    assert {"one", "two"} <= set(settings.secrets)
    told = told_settings(settings)
    assert (told["database"], told["database_direct"]) == (
        "postgresql://pooler/papers",
        "postgresql://server/papers",
    )
    monkeypatch.setenv("PAPERCRIER_DATABASE_DIRECT", "papers.db")
    with pytest.raises(SettingsError, match="as postgresql://user:password@host/name"):
        read_settings()


def test_where_the_database_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any setting in the user's data directory; `~` is somebody's home."""
    monkeypatch.delenv("PAPERCRIER_DATABASE", raising=False)
    monkeypatch.setattr("platformdirs.unix.Unix.user_data_dir", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert str(read_settings().database).endswith("papercrier.db")
    if sys.platform == "linux":
        assert read_settings().database == tmp_path / "data" / "papercrier.db"
    monkeypatch.setenv("PAPERCRIER_DATABASE", "~/mine.db")
    assert read_settings().database == tmp_path / "mine.db"


@pytest.mark.parametrize(
    "keywords", ["host=db dbname=papers password=geheim", "dbname = papers", "service=papers"]
)
def test_a_database_by_keywords_is_no_file(keywords: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other form of libpq's: it is told how to write it, and nothing of what was written."""
    monkeypatch.setenv("PAPERCRIER_DATABASE", keywords)
    with pytest.raises(SettingsError, match="as postgresql://user:password@host/name") as told:
        read_settings()
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize(
    ("set_to", "days", "is_kept"),
    [(120, 119, True), (120, 123, False), (150, 149, True), (98, 97, True), (98, 101, False)],
)
async def test_what_is_kept_is_set(tmp_path: Path, set_to: int, days: int, is_kept: bool) -> None:
    """By the process that serves, with its settings."""
    began = datetime(2031, 3, 7, 12, tzinfo=UTC)
    clock = SettableClock(began)
    chosen = Settings(_env_file=None, database=tmp_path / "papercrier.db", keep_papers=set_to)
    async with open_container(chosen, source=FakeSource(clock), clock=clock) as services:
        batch = Batch(archive="cs", date=began.date(), state=BatchState.QUIET)
        await services.library.save_batch(batch)
        await services.outbox.tidy(began + timedelta(days=days))
        assert bool(await services.library.latest_batches()) is is_kept


def test_what_each_setting_keeps() -> None:
    """Papers that are told are known for as long as they are kept, at least."""
    settings = Settings(
        _env_file=None, keep_papers=500, keep_digests=20, keep_told=400, keep_asked=7
    )
    days = timedelta(days=1)
    assert settings.kept == Kept(
        announced=500 * days, digests=20 * days, told=500 * days, asked_for=7
    )


def test_where_settings_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment before a `.env` in the current folder, and that before files of secrets."""
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "papercrier_contact").write_text("mailto:secret@example.org", encoding="utf-8")
    (secrets / "papercrier_llm_model").write_text("openai:from-a-secret", encoding="utf-8")

    def found_there() -> Settings:
        return Settings(_secrets_dir=secrets)

    assert found_there().contact == "mailto:secret@example.org"
    lines = "PAPERCRIER_CONTACT=mailto:file@example.org\nPAPERCRIER_CACHE_MB=7\n"
    (tmp_path / ".env").write_text(lines, encoding="utf-8")
    monkeypatch.setenv("PAPERCRIER_CACHE_MB", "9")
    found = found_there()
    assert found.contact == "mailto:file@example.org"
    assert found.llm_model == "openai:from-a-secret"
    assert found.cache_mb == 9
    assert read_settings().cache_mb == 9
