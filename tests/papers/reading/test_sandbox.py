"""The sandbox: what is read in it can neither open files nor reach the network."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from papers.reading.parcel import unpacked_text
from papers.reading.sandbox import Job, Sandbox
from tests.papers.reading import samples

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")

_INSIDE = """
import sys
from papers.reading import confined
confined._limit()
confined._job("pictures")
confined._forbid_opening()
try:
    {attempt}
except (OSError, MemoryError) as error:
    print(type(error).__name__)
else:
    print("done")
"""


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hosts')",
        "open('left-behind', 'w')",
        "__import__('socket').socket()",
        "__import__('os').pipe()",
        "__import__('os').fork()",
        "bytes(700_000_000)",
    ],
)
def test_nothing_can_be_done_in_there(attempt: str, tmp_path: Path) -> None:
    """Neither files nor sockets, no other process, no more memory than there is."""
    if "fork" in attempt and os.geteuid() == 0:
        pytest.skip("the limit on processes does not bind root")
    done = subprocess.run(
        [sys.executable, "-c", f"import socket\n{_INSIDE.format(attempt=attempt)}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout.strip() in ("OSError", "MemoryError", "PermissionError", "BlockingIOError")


async def test_secrets_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process does not inherit our environment, and works without it."""
    monkeypatch.setenv("PAPERCRIER_TELEGRAM_TOKEN", "123:secret")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    seen: list[dict[str, str]] = []
    real = asyncio.create_subprocess_exec

    async def spying(*arguments: str, **options: object) -> asyncio.subprocess.Process:
        environment = options["env"]
        assert isinstance(environment, dict)
        seen.append(environment)
        return await real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", spying)
    parcel = await Sandbox().do(Job.PDF, samples.two_columns(), figures=1)
    assert unpacked_text(parcel)[0].figures[0].image
    assert not [name for name in seen[0] if "PAPERCRIER" in name or "STARTUP" in name]
