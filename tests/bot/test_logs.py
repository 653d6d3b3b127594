"""Tests of the logs: every line takes one way, in the form wanted, and shows no secret."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.bot.processes import ROOT

KNOWN = 'own "quoted"/key'
SHAPED = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
LIBRARIES = (
    *("apscheduler", "httpx", "httpcore", "discord.gateway", "telegram.ext", "aiohttp.web"),
    "mcp.server.mcpserver.server",
)

TALK = f"""
import asyncio, json, logging, sys, threading, urllib.parse
import structlog
from bot.operations.logs import set_up_logs
from bot.operations.redaction import keep_secret
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


NAMING = """
import logging
import structlog
from bot.operations.logs import set_up_logs
set_up_logs(verbose=True, form="json")
log = structlog.get_logger("house")
log.warning("not sent", chat="telegram:-1004242:77", why="blocked")
log.info("chat moved", chat="telegram:-1004242", to="-1008888", count=3)
log.info("nowhere to greet", guild=80351110224678912)
log.error("refused", part="telegram:4242:2031-03-07:12")
log.warning("not kept", why="chat -1004242424242 is hep-th/9901001 of 2403.04634, user 71006242")
try:
    raise LookupError("/channels/80351110224678912/messages", {"user": 71006242})
except LookupError as error:
    log.exception("failed", error=error, held=[{"seen": "71006242"}])
    logging.getLogger("telegram").exception("chat %s is gone", "71006242")
"""


def test_people_are_not_named() -> None:
    """A chat has the same name in all lines of a process, another in each, and never its own."""
    runs = [
        subprocess.run(
            [sys.executable, "-c", NAMING], cwd=ROOT, capture_output=True, text=True, check=True
        ).stderr
        for _ in range(2)
    ]
    # The moment may have any digits.
    said_of = re.sub(r'"timestamp": "[^"]*"', "", runs[0])
    for ids in ("4242", "8888", "80351110224678912", "71006242"):
        assert ids not in said_of
    lost, moved, server, part, said, raised, foreign = map(json.loads, runs[0].splitlines())
    alias = said["why"].partition("user ")[2]
    assert "hep-th/9901001 of 2403.04634" in said["why"]
    assert raised["held"] == [{"seen": alias}]
    assert alias in raised["error"]
    assert alias in raised["exception"]
    assert foreign["event"] == f"chat {alias} is gone"
    assert lost["chat"].startswith(moved["chat"] + ":~")
    assert moved["count"] == 3
    assert server["guild"].startswith("~")
    assert part["part"].startswith("telegram:~")
    assert part["part"].endswith(":2031-03-07:12")
    assert lost["chat"] != json.loads(runs[1].splitlines()[0])["chat"]


@pytest.mark.parametrize("form", ["logfmt", "json", "console"])
def test_no_secret_is_ever_shown(form: str) -> None:
    """Not in lines of libraries, in tracebacks, in values, or at the very end."""
    lines = talked(form)
    text = "\n".join(lines)
    for secret in (KNOWN, SHAPED, "quoted", SHAPED[10:]):
        assert secret not in text
    assert text.count("[secret]") > 20
    for chatty in ("apscheduler", "mcp"):
        assert f"nobody needs {chatty}" not in text
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


HOSTILE = "a\nlevel=critical event=forged\r\x1b]0;owned\x07\x1b[31m\u2028\x85\x9b2J\u202eb\x00\x7fc"
FORGE = f"""
import logging, sys
import structlog
from bot.operations.logs import set_up_logs
hostile, form = {HOSTILE!r}, sys.argv[1]
class Odd:
    def __repr__(self): return hostile
set_up_logs(verbose=True, form=form)
log = structlog.get_logger("house")
held = [hostile, {{"a": hostile}}]
log.info("said", text=hostile, odd=Odd(), held=held, error=ValueError(hostile))
log.info(hostile, number=1.5, none=None, yes=True)
logging.getLogger("telegram").warning("%s", hostile)
try:
    raise OSError(hostile)
except OSError:
    log.exception("failed")
    logging.getLogger("discord").exception("failed")
raise RuntimeError(hostile)
"""


@pytest.mark.parametrize("form", ["logfmt", "json", "console"])
def test_no_line_is_forged_and_no_terminal_driven(form: str) -> None:
    """Whatever a text, an error or an object holds: in values, events, tracebacks, at the end."""
    done = subprocess.run(
        [sys.executable, "-c", FORGE, form], cwd=ROOT, capture_output=True, check=False
    )
    text = done.stderr.decode("utf-8")
    assert text.count("forged") >= 8
    assert not set(text) & set("\r\x1b\x07\u2028\x85\x9b\u202e\x00\x7f\t")
    assert not any(
        line.startswith(("level=critical event=forged", "a\n")) for line in text.split("\n")
    )
    if form == "json":
        lines = [json.loads(line) for line in text.splitlines()]
        assert lines[0]["text"] == HOSTILE
    if form == "logfmt":
        assert all(
            line.startswith(("text=", "number=", "event=", "logger=", "level="))
            or "timestamp=" in line
            for line in text.splitlines()
        )
    if form == "console":
        # A line of the log begins with its time, one of a traceback never.
        heads = [line for line in text.splitlines() if not line.startswith("  ")]
        assert all(re.match(r"\d{4}-\d\d-\d\dT", line) for line in heads)
        assert len(heads) == 6


def test_a_traceback_at_the_terminal_drives_nothing() -> None:
    """Where no log is written, but a person sits."""
    setting_up = "from bot.operations.logs import set_up_logs\nset_up_logs()"
    code = f"{setting_up}\nraise RuntimeError({HOSTILE!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    text = done.stderr.decode("utf-8")
    assert "forged" in text
    assert not set(text) & set("\r\x1b\x07\u2028\x85\x9b\u202e\x00\x7f\t")
