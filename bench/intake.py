"""A full day's intake of all archives, beside the floor of downloading the same bytes."""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bench import Measurement
from bench.kit.checkout import WITHOUT_NUMPY
from bench.kit.stand_in import STAND_IN, control, stand_in
from bench.kit.timing import peak_memory
from domain.papers import Batch, BatchState
from domain.taxonomy import ARCHIVES
from intake.engine import Intake
from papers.source import open_source
from storage import open_store

DAY: Final = date(2025, 5, 27)
NOW: Final = datetime(2025, 5, 27, 6, tzinfo=UTC)
"""When listings, feeds and API have that day's announcements."""
RUNS: Final = 3

_LIMIT: Final = 300

_INTAKE: Final = WITHOUT_NUMPY + "from bench.intake import print_intake; print_intake(sys.argv[1])"
_DOWNLOAD: Final = """
import json, sys, time, urllib.request
began, size = time.perf_counter(), 0
for url in sys.argv[1:]:
    with urllib.request.urlopen(url) as answer:
        size += len(answer.read())
seconds = time.perf_counter() - began
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"seconds": seconds, "peak": int(peak.split()[1]) / 1024, "bytes": size}))
"""


class _Standing:
    """A clock that stands where the stand-in's does."""

    def now(self) -> datetime:
        """Always the same moment."""
        return NOW


def run() -> list[Measurement]:
    """Wall time and peak memory, the medians of some runs, each in a process of its own."""
    if not STAND_IN.is_dir():
        print(f"intake is not measured: there is no stand-in of arXiv in {STAND_IN}")
        return []
    with stand_in(NOW) as url:
        _printed(_INTAKE, url)
        log = control(url, "log")
        asked = [f"{url}{entry['path']}?{entry['query']}".rstrip("?") for entry in log]
        ours = [_printed(_INTAKE, url) for _ in range(RUNS)]
        bare = [_printed(_DOWNLOAD, *asked) for _ in range(RUNS)]
    what = f"{ours[0]['papers']:,} papers in {len(asked)} requests"
    floor = f"urllib, the same {bare[0]['bytes'] / 1e6:.1f} MB"
    return [
        Measurement(
            name=f"a day's intake, {what}",
            value=_median(ours, "seconds"),
            unit="s",
            floor=_median(bare, "seconds"),
            floor_name=floor,
        ),
        Measurement(
            name="peak memory of a day's intake",
            value=_median(ours, "peak"),
            unit="MB",
            floor=_median(bare, "peak"),
            floor_name=floor,
        ),
    ]


def print_intake(url: str) -> None:
    """Take the day in over an empty database, and print what that took."""
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        batches = asyncio.run(_taken_in(url, Path(folder)))
        seconds = time.perf_counter() - began
    papers = {line.paper_id.base for batch in batches for line in batch.announcements}
    print(json.dumps({"seconds": seconds, "peak": peak_memory(), "papers": len(papers)}))


async def _taken_in(url: str, folder: Path) -> list[Batch]:
    clock = _Standing()
    source = open_source(
        api_url=f"{url}/api/query",
        site_url=url,
        rss_url=url,
        interval=0,
        stamp=None,
        user_agent="papercrier-bench",
        clock=clock,
    )
    store = open_store(folder / "papercrier.db")
    batches = await Intake(source=source, store=store, clock=clock).take(ARCHIVES)
    tonight = {batch.archive: batch.state for batch in batches if batch.date == DAY}
    assert tonight.keys() == ARCHIVES.keys()
    assert set(tonight.values()) <= {BatchState.COMPLETE, BatchState.QUIET}, tonight
    assert await store.awaiting_metadata(DAY, news=True) == []
    await source.close()
    await store.close()
    return batches


def _printed(code: str, *arguments: str) -> dict[str, Any]:
    """The figures that a program prints."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, timeout=_LIMIT)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _median(runs: Sequence[dict[str, Any]], figure: str) -> float:
    return statistics.median([float(each[figure]) for each in runs])
