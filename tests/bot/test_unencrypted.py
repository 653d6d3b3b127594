"""Tests of `bot.operations.unencrypted`: what others could read along is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.operations.unencrypted import in_the_open
from bot.settings import Settings
from tests.bot.terminal import Terminal

HERE = (
    "http://127.0.0.1:1", "http://localhost/v1", "ws://[::1]:9", "http://a.localhost",
    "http://127.8.9.1", "http://[::ffff:127.0.0.1]/", "https://far.example", "wss://far.example",
)  # fmt: skip
FAR = (
    "http://far.example", "ws://far.example/", "HTTP://10.0.0.7:80", "http://ollama:11434/v1",
    "http://localhost.far.example", "http://127.0.0.1.far.example", "http://[2001:db8::1]/",
)  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["telegram_api_url", "discord_api_url", "discord_gateway_url", "arxiv_api_url",
     "arxiv_site_url", "arxiv_rss_url", "llm_base_url"],
)  # fmt: skip
def test_what_is_in_the_open(name: str) -> None:
    """Each address that leads elsewhere without encryption, of what is used."""
    used = Settings(telegram_token=SecretStr("1:x"), discord_token=SecretStr("x"), llm_model="m")
    for url in HERE:
        assert in_the_open(used.model_copy(update={name: url})) == {}
    for url in FAR:
        told = in_the_open(used.model_copy(update={name: url}))
        assert list(told) == [f"PAPERCRIER_{name.upper()}"]
    if not name.startswith("arxiv"):
        assert in_the_open(Settings().model_copy(update={name: FAR[0]})) == {}


def test_check_and_the_start_tell(tmp_path: Path) -> None:
    """In a line of the check, and as a warning when it begins; elsewhere nothing is said."""
    terminal = Terminal(tmp_path, arxiv_rss_url="http://far.invalid")
    told = terminal.run("check").out
    assert "Encryption" in told
    assert "PAPERCRIER_ARXIV_RSS_URL leads to far.invalid" in " ".join(told.split())
    assert "not_encrypted" in terminal.run("run", "--sample", typed="/help\n").err
    assert "not_encrypted" not in terminal.run("chat", "--sample", typed="/help\n").err
    assert "Encryption" not in Terminal(tmp_path).run("check").out
