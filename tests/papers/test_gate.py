"""The gate through which all traffic to arXiv passes, under a clock that tests turn."""

from __future__ import annotations

import itertools
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import SourceUnavailable
from papers.transport.gate import Gate, Timepiece, polite_interval

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

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.now += seconds


def passed(gate: Gate, time: PretendedTime, takes: float = 0.0) -> float:
    """Send one request through; when it was sent."""
    with gate.turn(patience=1.0):
        sent = time.now
        time.now += takes
    return sent


def test_requests_are_an_interval_apart_from_end_to_start(tmp_path: Path) -> None:
    """A slow answer postpones the next request."""
    time = PretendedTime()
    gate = Gate(INTERVAL, tmp_path / "stamp", time)
    first = passed(gate, time, takes=10.0)
    assert first == 1000.0
    assert passed(gate, time) == first + 10.0 + INTERVAL


def test_no_interval_costs_nothing(tmp_path: Path) -> None:
    """With interval 0 nobody sleeps and no file is touched."""
    time = PretendedTime()
    gate = Gate(0.0, tmp_path / "stamp", time)
    for _ in range(5):
        passed(gate, time)
    assert not time.slept
    assert not list(tmp_path.iterdir())


def test_the_interval_holds_over_a_restart(tmp_path: Path) -> None:
    """A new process knows of the last one's request."""
    time = PretendedTime()
    sent = passed(Gate(INTERVAL, tmp_path / "new" / "stamp", time), time)
    again = passed(Gate(INTERVAL, tmp_path / "new" / "stamp", time), time)
    assert again == pytest.approx(sent + INTERVAL, abs=1e-3)


def test_a_process_killed_in_mid_request_has_left_its_stamp(tmp_path: Path) -> None:
    """The request was noted before it was sent."""
    time = PretendedTime()
    with Gate(INTERVAL, tmp_path / "stamp", time).turn(patience=1.0):
        left_behind = (tmp_path / "stamp").read_bytes()
        sent = time.now
    (tmp_path / "stamp").write_bytes(left_behind)
    again = passed(Gate(INTERVAL, tmp_path / "stamp", time), time)
    assert again >= sent + INTERVAL


@pytest.mark.parametrize("content", [b"", b"tuesday", b"nan", b"inf", b"\xff\xfe", b"9e99"])
def test_a_stamp_that_makes_no_sense_costs_one_interval(tmp_path: Path, content: bytes) -> None:
    """A broken file is taken for a request that was just made."""
    time = PretendedTime()
    (tmp_path / "stamp").write_bytes(content)
    assert passed(Gate(INTERVAL, tmp_path / "stamp", time), time) == 1000.0 + INTERVAL


def test_a_clock_set_back_by_hours_costs_one_interval(tmp_path: Path) -> None:
    """A stamp from the future does not shut the gate until then."""
    time = PretendedTime()
    passed(Gate(INTERVAL, tmp_path / "stamp", time), time)
    time.wall_is_ahead -= 7200.0
    assert passed(Gate(INTERVAL, tmp_path / "stamp", time), time) == 1000.0 + INTERVAL


def test_resting_shuts_the_gate_for_everybody_here(tmp_path: Path) -> None:
    """A server's wish for peace counts even where there is no interval."""
    time = PretendedTime()
    gate = Gate(0.0, tmp_path / "stamp", time)
    gate.rest(20.0)
    assert passed(gate, time) == 1020.0


def test_another_process_in_the_gate_is_waited_for_so_long_and_no_longer(tmp_path: Path) -> None:
    """The wait ends in a sentence that says what to do."""
    turn = Gate(INTERVAL, tmp_path / "stamp", PretendedTime()).turn(patience=0.02)
    with FileLock(tmp_path / "stamp.lock"), pytest.raises(SourceUnavailable) as caught, turn:
        pytest.fail("two processes were in the gate")
    assert "Another process on this machine" in str(caught.value)
    assert "try again" in str(caught.value)


def test_the_lock_goes_with_a_process_that_dies_in_the_gate(tmp_path: Path) -> None:
    """A killed process does not leave the gate shut behind it."""
    script = (
        "import os, pathlib, sys; from papers.transport.gate import Gate\n"
        "with Gate(0.001, pathlib.Path(sys.argv[1])).turn(1.0): os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path / "stamp"], check=False)
    assert done.returncode == 9
    time = PretendedTime()
    passed(Gate(INTERVAL, tmp_path / "stamp", time), time)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The operator reads which file it is about."""
    (tmp_path / "folder").write_text("is a file")
    gate = Gate(INTERVAL, tmp_path / "folder" / "stamp", PretendedTime())
    with pytest.raises(SourceUnavailable, match=r"cannot be used .*stamp"):
        passed(gate, PretendedTime())


steps = st.lists(
    st.tuples(
        st.sampled_from(["ask", "ask", "restart", "idle", "clock back"]),
        st.floats(min_value=0.0, max_value=20.0),
    ),
    max_size=15,
)


@settings(max_examples=40)
@given(steps)
def test_no_two_requests_are_ever_closer_than_the_interval(
    course: list[tuple[str, float]],
) -> None:
    """Whatever happens: slow answers, restarts, pauses, a clock set back."""
    with TemporaryDirectory() as folder:
        time = PretendedTime()
        gate = Gate(INTERVAL, Path(folder) / "stamp", time)
        sent: list[float] = []
        for step, seconds in course:
            if step == "ask":
                sent.append(passed(gate, time, takes=seconds))
            elif step == "restart":
                gate = Gate(INTERVAL, Path(folder) / "stamp", time)
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
