"""What is said of advisories, and of nobody there to ask."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from tools import audit

CLEAN = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "not found"}
BAD = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}


def test_a_registry_that_never_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Is given up, and fails nothing."""

    def waits(command: list[str], *, timeout: float, **_: object) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", waits)
    assert audit.main() == 0
    assert "Nobody could be asked" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("told", "status", "said"),
    [
        ([CLEAN, SKIPPED], 0, "1 of 2 packages"),
        ([CLEAN, BAD], 1, "c 2: PYSEC-1, mended in 3"),
        ([SKIPPED, SKIPPED], 0, "Nobody could be asked"),
        (None, 0, "Nobody could be asked"),
    ],
)
def test_what_is_said(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    told: list[Any] | None,
    status: int,
    said: str,
) -> None:
    """An advisory fails; a registry that cannot be asked does not."""
    out = "" if told is None else json.dumps({"dependencies": told})
    done = subprocess.CompletedProcess([], 1, out, "no network")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    assert audit.main() == status
    assert said in capsys.readouterr().out
