"""The rate limiter of all traffic to arXiv, under a clock that tests turn."""

from __future__ import annotations

import asyncio
import itertools
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import SourceUnavailable
from papers.transport.rate_limiter import (
    CRAWL_DELAY,
    RateLimiter,
    Timepiece,
    polite_interval,
)

INTERVAL = 3.0


@dataclass
class PretendedTime(Timepiece):
    """Time that passes only when somebody sleeps, and a wall clock that can be set."""

    now: float = 1000.0
    wall_is_ahead: float = 1.7e9
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        """Seconds of this machine."""
        return self.now

    def wall(self) -> float:
        """Seconds since the epoch, as the clock on the wall believes."""
        return self.now + self.wall_is_ahead

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.now += seconds


async def passed(
    limiter: RateLimiter,
    time: PretendedTime,
    takes: float = 0.0,
    *,
    to_site: bool = False,
    crawls: bool = False,
) -> float:
    """Send one request through; when it was sent."""
    async with limiter.turn(1.0, to_site=to_site or crawls, crawls=crawls):
        sent = time.now
        time.now += takes
    return sent


async def test_requests_are_an_interval_apart_from_end_to_start(tmp_path: Path) -> None:
    """A slow answer postpones the next request."""
    time = PretendedTime()
    limiter = RateLimiter(INTERVAL, tmp_path / "stamp", time)
    first = await passed(limiter, time, takes=10.0)
    assert first == 1000.0
    assert await passed(limiter, time) == first + 10.0 + INTERVAL


async def test_no_interval_costs_nothing(tmp_path: Path) -> None:
    """With interval 0 nobody sleeps and no file is touched."""
    time = PretendedTime()
    limiter = RateLimiter(0.0, tmp_path / "stamp", time)
    for _ in range(5):
        await passed(limiter, time)
    assert not time.slept
    assert not list(tmp_path.glob("*"))  # noqa: ASYNC240


async def test_the_interval_holds_over_a_restart(tmp_path: Path) -> None:
    """A new process knows of the last one's request."""
    time = PretendedTime()
    sent = await passed(RateLimiter(INTERVAL, tmp_path / "new" / "stamp", time), time)
    again = await passed(RateLimiter(INTERVAL, tmp_path / "new" / "stamp", time), time)
    assert again == pytest.approx(sent + INTERVAL, abs=1e-3)


async def test_a_process_killed_in_mid_request_has_left_its_stamp(tmp_path: Path) -> None:
    """The request was noted before it was sent."""
    time = PretendedTime()
    async with RateLimiter(INTERVAL, tmp_path / "stamp", time).turn(patience=1.0):
        left_behind = (tmp_path / "stamp").read_bytes()
        sent = time.now
    (tmp_path / "stamp").write_bytes(left_behind)
    again = await passed(RateLimiter(INTERVAL, tmp_path / "stamp", time), time)
    assert again >= sent + INTERVAL


@pytest.mark.parametrize("content", [b"", b"tuesday", b"nan", b"inf", b"\xff\xfe", b"9e99"])
async def test_a_stamp_that_makes_no_sense_costs_one_interval(
    tmp_path: Path, content: bytes
) -> None:
    """A broken file is taken for a request that was just made."""
    time = PretendedTime()
    (tmp_path / "stamp").write_bytes(content)
    assert await passed(RateLimiter(INTERVAL, tmp_path / "stamp", time), time) == 1000.0 + INTERVAL


async def test_a_clock_set_back_by_hours_costs_one_interval(tmp_path: Path) -> None:
    """A stamp from the future does not shut the limiter until then."""
    time = PretendedTime()
    await passed(RateLimiter(INTERVAL, tmp_path / "stamp", time), time)
    time.wall_is_ahead -= 7200.0
    assert await passed(RateLimiter(INTERVAL, tmp_path / "stamp", time), time) == 1000.0 + INTERVAL


async def test_resting_shuts_the_limiter_for_everybody_here(tmp_path: Path) -> None:
    """A server's wish for peace counts even where there is no interval."""
    time = PretendedTime()
    limiter = RateLimiter(0.0, tmp_path / "stamp", time)
    limiter.rest(20.0)
    assert await passed(limiter, time) == 1020.0


async def test_another_process_in_the_limiter_is_waited_for_so_long_and_no_longer(
    tmp_path: Path,
) -> None:
    """The wait ends in a sentence that says what to do."""
    turn = RateLimiter(INTERVAL, tmp_path / "stamp", PretendedTime()).turn(patience=0.02)
    with FileLock(tmp_path / "stamp.lock"), pytest.raises(SourceUnavailable) as caught:
        async with turn:
            pytest.fail("two processes were asking")
    assert "Another process on this machine" in str(caught.value)
    assert "try again" in str(caught.value)


async def test_the_lock_goes_with_a_process_that_dies_in_the_limiter(tmp_path: Path) -> None:
    """A killed process does not leave everybody out behind it."""
    script = (
        "import os, pathlib, sys; import asyncio\n"
        "from papers.transport.rate_limiter import RateLimiter\n"
        "async def main():\n"
        " async with RateLimiter(0.001, pathlib.Path(sys.argv[1])).turn(1.0): os._exit(9)\n"
        "asyncio.run(main())"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "stamp")]
    done = await asyncio.create_subprocess_exec(*command)
    assert await done.wait() == 9
    time = PretendedTime()
    await passed(RateLimiter(INTERVAL, tmp_path / "stamp", time), time)


async def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The operator reads which file it is about."""
    (tmp_path / "folder").write_text("is a file")
    limiter = RateLimiter(INTERVAL, tmp_path / "folder" / "stamp", PretendedTime())
    with pytest.raises(SourceUnavailable, match=r"cannot be used .*stamp"):
        await passed(limiter, PretendedTime())


async def test_what_crawls_the_site_keeps_fifteen_seconds_from_what_asks_it(
    tmp_path: Path,
) -> None:
    """After a restart too; people and other services keep three, and no more."""
    time = PretendedTime()
    limiter = RateLimiter(INTERVAL, tmp_path / "stamp", time)
    asked = await passed(limiter, time, to_site=True)
    assert await passed(limiter, time) == pytest.approx(asked + INTERVAL)
    limiter = RateLimiter(INTERVAL, tmp_path / "stamp", time)
    crawled = await passed(limiter, time, crawls=True)
    assert crawled == pytest.approx(asked + CRAWL_DELAY, abs=1e-3)
    assert await passed(limiter, time, to_site=True) == pytest.approx(crawled + INTERVAL)


async def test_another_process_at_the_site_is_seen_before_the_turn_comes(tmp_path: Path) -> None:
    """So that nobody else is kept waiting meanwhile; a stamp without sense is left to the turn."""
    time = PretendedTime()
    here, there = (RateLimiter(INTERVAL, tmp_path / "stamp", time) for _ in range(2))
    assert here.opens_in(crawls=True) == 0.0
    await passed(there, time, to_site=True)
    assert here.opens_in(crawls=True) == pytest.approx(CRAWL_DELAY, abs=1e-3)
    time.now += 20.0
    (tmp_path / "stamp").write_text("nonsense")
    assert here.opens_in(crawls=True) == 0.0


async def test_the_stamp_of_an_older_version_counts_for_the_site_too(tmp_path: Path) -> None:
    """It has one number."""
    time = PretendedTime()
    (tmp_path / "stamp").write_text(repr(time.wall()))
    limiter = RateLimiter(INTERVAL, tmp_path / "stamp", time)
    assert await passed(limiter, time, crawls=True) == pytest.approx(1000.0 + CRAWL_DELAY, abs=1e-3)


@pytest.mark.parametrize(("interval", "delay"), [(0.2, 1.0), (3.0, 15.0), (20.0, 20.0)])
async def test_other_intervals_crawl_in_proportion(interval: float, delay: float) -> None:
    """Five times the interval, and at arXiv's own pace what it asks for."""
    time = PretendedTime()
    limiter = RateLimiter(interval, None, time)
    asked = await passed(limiter, time, to_site=True)
    assert await passed(limiter, time, crawls=True) == pytest.approx(asked + delay)


steps = st.lists(
    st.tuples(
        st.sampled_from(["ask", "ask", "restart", "idle", "clock back"]),
        st.floats(min_value=0.0, max_value=20.0),
    ),
    max_size=15,
)


@settings(max_examples=40)
@given(steps)
async def test_no_two_requests_are_ever_closer_than_the_interval(
    course: list[tuple[str, float]],
) -> None:
    """Whatever happens: slow answers, restarts, pauses, a clock set back."""
    with TemporaryDirectory() as folder:
        time = PretendedTime()
        limiter = RateLimiter(INTERVAL, Path(folder) / "stamp", time)
        sent: list[float] = []
        for step, seconds in course:
            if step == "ask":
                sent.append(await passed(limiter, time, takes=seconds))
            elif step == "restart":
                limiter = RateLimiter(INTERVAL, Path(folder) / "stamp", time)
            elif step == "idle":
                time.now += seconds
            else:
                time.wall_is_ahead -= seconds
        # Binary fractions of a wall clock since the epoch are some tenths of a microsecond wide.
        gaps = [after - before for before, after in itertools.pairwise(sent)]
        assert all(gap >= INTERVAL - 1e-5 for gap in gaps)


@pytest.mark.parametrize(
    ("asked", "url", "given_interval"),
    [
        (0.0, "https://export.arxiv.org/api/query", 3.0),
        (0.5, "https://ARXIV.org.", 3.0),
        (10.0, "https://arxiv.org", 10.0),
        (0.0, "http://127.0.0.1:9400/api/query", 0.0),
        (0.0, "https://notarxiv.org", 0.0),
        (0.0, "https://arxiv.org.example.com/", 0.0),
    ],
)
def test_against_arxiv_itself_the_interval_is_never_less_than_arxivs(
    asked: float, url: str, given_interval: float
) -> None:
    """Three seconds where any address is arXiv's, else what was asked for."""
    assert polite_interval(asked, ["http://localhost", url]) == given_interval
