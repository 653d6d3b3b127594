"""Tests of `bot.logs`: every line takes one way, in the form wanted, and shows no secret."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.bot.terminal import ROOT

KNOWN = 'own "quoted"/key'
SHAPED = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
LIBRARIES = ("apscheduler", "httpx", "httpcore", "discord.gateway", "telegram.ext", "aiohttp.web")

TALK = f"""
import asyncio, json, logging, sys, threading, urllib.parse
import structlog
from bot.logs import keep_secret, set_up_logs
known, shaped, form = {KNOWN!r}, {SHAPED!r}, sys.argv[1]
keep_secret(known)
set_up_logs(verbose=True, form=form)
log = structlog.get_logger("house")
for name in {LIBRARIES!r}:
    library = logging.getLogger(name)
    library.warning("asked %s with %r", "https://host/bot" + shaped + "/getMe", known)
    try:
        raise OSError("no way to " + known, shaped)
    except OSError:
        library.exception("failed")
    library.error("%s %s wants two", known)
    library.info("nobody needs " + name)
log.info("said", text=known, held={{"key": [known, shaped.encode()]}}, error=ValueError(known))
log.info("in an address", url="https://host/?key=" + urllib.parse.quote(known, safe=""))
try:
    raise ValueError(known) from KeyError(shaped)
except ValueError:
    log.exception("failed")

async def lost():
    async def failing():
        raise RuntimeError(known)
    task = asyncio.create_task(failing())
    await asyncio.sleep(0)
    del task

asyncio.run(lost())
thread = threading.Thread(target=lambda: int(known))
thread.start()
thread.join()
raise ZeroDivisionError(known + shaped)
"""


def talked(form: str) -> list[str]:
    """What a process writes that talks of secrets in every way there is."""
    done = subprocess.run(
        [sys.executable, "-c", TALK, form], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr.splitlines()


@pytest.mark.parametrize("form", ["logfmt", "json", "console"])
def test_no_secret_is_ever_shown(form: str) -> None:
    """Not in lines of libraries, in tracebacks, in values, or at the very end."""
    lines = talked(form)
    text = "\n".join(lines)
    for secret in (KNOWN, SHAPED, "quoted", SHAPED[10:]):
        assert secret not in text
    assert text.count("[secret]") > 20
    assert "nobody needs apscheduler" not in text
    for words in (*LIBRARIES, "never retrieved", "crashed", "ZeroDivisionError", "wants two"):
        assert words in text


def test_json_lines_can_be_read_by_machines() -> None:
    """Each line by itself, tracebacks included; all have a level, a time and an event."""
    lines = [json.loads(line) for line in talked("json")]
    assert all({"level", "timestamp", "event"} <= line.keys() for line in lines)
    by_library = [line for line in lines if line.get("logger") == "httpx"]
    assert [line["level"] for line in by_library] == ["warning", "error", "error"]
    assert "Traceback" in by_library[1]["exception"]
    assert lines[-1]["level"] == "critical"


def test_logfmt_lines_are_single_lines() -> None:
    """A traceback does not tear a line apart."""
    assert all("level=" in line and "event=" in line for line in talked("logfmt"))
