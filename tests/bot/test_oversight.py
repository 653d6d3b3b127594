"""What Prometheus, Docker and systemd see of the process that serves."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.bot.test_serving import papercrier
from tests.fakes.telegram_server import FakeTelegram
from tests.patience import PATIENCE

ANN = 11


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def asked(url: str) -> tuple[int, str]:
    """Status and text of a page."""
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


def figures(text: str) -> dict[str, float]:
    """The figures of a page of metrics, by name and labels as they are written."""
    found = {}
    for family in text_string_to_metric_families(text):
        for one in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(one.labels.items()))
            found[f"{one.name}{{{labels}}}"] = one.value
    return found


async def test_metrics_and_health(tmp_path: Path) -> None:
    """They tell of the platforms, of summaries, and of the process."""
    address = f"127.0.0.1:{free_port()}"
    async with (
        FakeTelegram() as fake,
        papercrier(tmp_path, fake.url, "run", "--sample", metrics_address=address) as run,
    ):
        for paper in ("sample/0000001", "sample/0000002", "sample/0000001"):
            number = await fake.say(ANN, f"/summarize {paper}")
            await fake.next(ANN, after=number, contains="Summary")
        assert await asked(f"http://{address}/healthz") == (200, "ok\n")
        status, text = await asked(f"http://{address}/metrics")
        assert await run.stop() == 0
    told = figures(text)
    assert status == 200
    assert told["papercrier_database_up{}"] == 1
    assert told["papercrier_platform_state{platform=telegram,state=serving}"] == 1
    assert told["papercrier_platform_state{platform=telegram,state=trouble}"] == 0
    assert told["papercrier_summaries_total{origin=made}"] == 2
    assert told["papercrier_summaries_total{origin=cached}"] >= 1
    assert told["papercrier_model_spend_dollars{}"] == 0
    assert "process_resident_memory_bytes{}" in told
    assert any(name.startswith("papercrier_build_info{version=") for name in told)


async def test_nothing_can_listen_there(tmp_path: Path) -> None:
    """The process does not start, and says which setting is wrong."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        async with papercrier(
            tmp_path, "http://127.0.0.1:9", "run", "--sample", metrics_address=address
        ) as run:
            assert await run.ended() == 2
    assert "PAPERCRIER_METRICS_ADDRESS" in run.written
    assert "Traceback" not in run.written


class FakeSystemd:
    """The socket that systemd listens on."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "notify"
        self.told: list[str] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(str(self.path))

    async def until(self, line: str, times: int = 1) -> None:
        """Wait until it was told something so often."""
        async with asyncio.timeout(PATIENCE):
            while sum(one.startswith(line) for one in self.told) < times:
                told = await asyncio.get_running_loop().sock_recv(self._socket, 4_096)
                self.told += told.decode().splitlines()

    def close(self) -> None:
        """Hear no more."""
        self._socket.close()


async def test_systemd_is_told(tmp_path: Path) -> None:
    """That the process is ready, that it lives, how it stands, and that it ends."""
    systemd = FakeSystemd(tmp_path)
    outside = {"NOTIFY_SOCKET": str(systemd.path), "WATCHDOG_USEC": "400000"}
    async with (
        FakeTelegram() as fake,
        papercrier(tmp_path, fake.url, "run", "--sample", outside=outside) as run,
    ):
        await systemd.until("READY=1")
        await systemd.until("WATCHDOG=1", 3)
        # A platform counts as served once it has given an update, or has nothing to give.
        await fake.say(ANN, "/help")
        await systemd.until("STATUS=telegram: serving")
        ending = asyncio.create_task(run.stop())
        await systemd.until("STOPPING=1")
        assert await ending == 0
    systemd.close()
    assert systemd.told[0] == "READY=1"
    assert "systemd not told" not in run.written
