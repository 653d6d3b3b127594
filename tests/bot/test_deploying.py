"""The files for systemd and Docker say what the program does."""

from __future__ import annotations

import asyncio
import configparser
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
import yaml

from bot.run import LONGEST_END
from bot.settings import PREFIX, Settings
from storage.places import PostgresPlace, place_of
from tests.bot.processes import ROOT
from tests.bot.test_oversight import free_port
from tests.bot.test_serving import papercrier
from tests.fakes.telegram_server import FakeTelegram

UNIT = ROOT / "deploy" / "papercrier.service"
TEMPLATE = ROOT / "deploy" / "papercrier@.service"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_an_older_python_is_told(tmp_path: Path) -> None:
    """Before anything is set up."""
    line = ["make", "--silent", f"VENV={tmp_path / 'environment'}", "PYTHON=false", "run"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode
    assert "Papercrier needs Python 3.11 or newer" in done.stdout
    assert not list(tmp_path.iterdir())


def unit(file: Path = UNIT) -> configparser.SectionProxy:
    """The section of the unit that says how it runs."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(file, encoding="utf-8")
    return parser["Service"]


def steps(kind: str) -> list[str]:
    """The Dockerfile's instructions of a kind, each on one line."""
    joined = re.sub(r"\\\n\s*", "", DOCKERFILE)
    found = (line.partition(" ") for line in joined.splitlines())
    return [rest.strip() for name, _, rest in found if name == kind]


def test_systemd_waits_as_long_as_ending_takes() -> None:
    """It is not killed while it finishes, and asked for life more slowly than it is given."""
    assert int(unit()["TimeoutStopSec"]) > LONGEST_END
    assert int(unit()["WatchdogSec"]) > LONGEST_END
    assert unit()["Type"] == "notify"


def test_each_of_several_processes_has_a_place_of_its_own() -> None:
    """Everything else is as with one, but that no file is its database."""
    several, one = dict(unit(TEMPLATE)), dict(unit())
    own = {"Environment", "EnvironmentFile", "StateDirectory", "User", "WorkingDirectory"}
    assert {name for name in several if several[name] != one[name]} == own
    assert all("%i" in several[name] for name in own)
    set_up = re.findall(r"^Environment=(\w+)=", TEMPLATE.read_text(encoding="utf-8"), re.MULTILINE)
    assert set_up == [f"{PREFIX}FOLDER"]


@pytest.mark.parametrize("unit_file", [UNIT, TEMPLATE], ids=lambda file: file.name)
def test_systemd_understands_the_unit(unit_file: Path, tmp_path: Path) -> None:
    """Its own checker finds nothing, with the program where `make install` puts it."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd-analyze here")
    home = tmp_path / "papercrier"
    program = home / ".venv" / "bin" / "papercrier"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    text = unit_file.read_text(encoding="utf-8")
    assert f"ExecStart=/opt/papercrier/{program.relative_to(home)} run" in text
    copy = tmp_path / unit_file.name
    copy.write_text(text.replace("/opt/papercrier", str(home)), encoding="utf-8")
    done = subprocess.run(
        [analyze, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    told = [line for line in (done.stdout + done.stderr).splitlines() if unit_file.name in line]
    assert (done.returncode, told) == (0, [])


def test_the_image_is_made_by_make(tmp_path: Path) -> None:
    """From what .dockerignore lets in, by a target that is there, into the place it runs from."""
    into = tmp_path / "papercrier"
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    ignored = [r.removeprefix("**/") for r in rules if r and r[0] not in "#!"]
    assert any(fnmatchcase(".env", rule) for rule in ignored)
    shutil.copytree(ROOT, into, ignore=shutil.ignore_patterns(*ignored))
    (made,) = (step for step in steps("RUN") if "make install" in step)
    command = shlex.split(made.partition(" && ")[0])
    assert command[:2] == ["make", "install"]
    done = subprocess.run(
        [*command[:2], "LLM=", "--dry-run"], cwd=into, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "requirements.txt" in done.stdout
    assert "requirements-llm.txt" not in done.stdout
    (entry,) = steps("ENTRYPOINT")
    assert ".venv/bin/papercrier" in entry
    assert steps("COPY")[-1] == "--from=made /opt/papercrier /opt/papercrier"


def test_the_image_runs_as_nobody_in_particular() -> None:
    """And sets only settings that there are."""
    assert steps("USER") == ["papercrier"]
    (environment,) = steps("ENV")
    for name in re.findall(r"(\w+)=", environment):
        assert name.removeprefix(PREFIX).lower() in Settings.model_fields


async def test_the_image_tells_whether_it_is_well(tmp_path: Path) -> None:
    """By what its HEALTHCHECK runs."""
    (check,) = steps("HEALTHCHECK")
    assert "deploy/healthcheck.py" in check
    address = f"127.0.0.1:{free_port()}"

    def checked() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "deploy" / "healthcheck.py")],
            env={"PAPERCRIER_METRICS_ADDRESS": address},
            capture_output=True,
            text=True,
            check=False,
        )

    async with (
        FakeTelegram() as fake,
        papercrier(tmp_path, fake.url, "run", "--sample", metrics_address=address) as run,
    ):
        await run.tells("monitoring")
        well = await asyncio.to_thread(checked)
        assert await run.stop() == 0
    assert (well.returncode, well.stdout) == (0, "ok\n")
    gone = checked()
    assert gone.returncode == 1
    assert "does not answer" in gone.stderr


def test_the_port_that_the_readme_gives_is_the_one_that_is_listened_at() -> None:
    """Docker lets in, at this machine only, what the image listens at on all its addresses."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"docker run (?:[^\n]*\\\n)*[^\n]*", readme)
    ((_, published),) = re.findall(r"-p (127\.0\.0\.1:\d+):(\d+)", line)
    (environment,) = steps("ENV")
    assert re.findall(r"METRICS_ADDRESS=(\S+)", environment) == [f"0.0.0.0:{published}"]
    assert steps("EXPOSE") == [published]
    (volume,) = re.findall(r"-v papercrier:(\S+)", line)
    assert re.findall(r"DATABASE=(\S+)/papercrier\.db", environment) == [volume]


def test_compose_with_postgres_has_a_second_process() -> None:
    """Everything else is as without; the image can talk to the server that it waits for."""
    deploy = ROOT / "deploy"
    alone = yaml.safe_load((deploy / "compose.yaml").read_text(encoding="utf-8"))
    both = yaml.safe_load((deploy / "compose.postgres.yaml").read_text(encoding="utf-8"))
    service, usual = both["services"]["papercrier"], alone["services"]["papercrier"]
    for name in usual.keys() - {"build", "ports"}:
        assert service[name] == usual[name], name
    assert service["deploy"]["replicas"] == 2
    assert service["build"]["args"]["POSTGRES"]
    assert "ARG POSTGRES" in DOCKERFILE
    given = service["environment"]
    place = place_of(given["PAPERCRIER_DATABASE"].replace("${POSTGRES_PASSWORD}", "secret1"))
    assert isinstance(place, PostgresPlace)
    assert (str(place), place.password) == ("postgresql://postgres/papercrier", "secret1")
    assert set(service["depends_on"]) == both["services"].keys() - {"papercrier"}
    assert service["volumes"] == [f"papercrier:{given['PAPERCRIER_FOLDER']}"]
    assert {name.removeprefix(PREFIX).lower() for name in given} <= Settings.model_fields.keys()


def test_compose_is_the_same_image() -> None:
    """With its volume, its port at this machine alone, and as long to end as it takes."""
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["papercrier"]
    (volume,), (port,) = service["volumes"], service["ports"]
    name, _, folder = volume.partition(":")
    assert name in compose["volumes"]
    assert steps("VOLUME") == [folder]
    assert port == f"127.0.0.1:{steps('EXPOSE')[0]}:{steps('EXPOSE')[0]}"
    assert int(service["stop_grace_period"].removesuffix("s")) > LONGEST_END
    assert (ROOT / "deploy" / service["build"]["context"] / "Dockerfile").resolve().is_file()
