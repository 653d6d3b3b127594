"""``papercrier read``, on a small arXiv."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.command_line.cli import app
from tests.fakes.arxiv_http import Reply
from tests.fakes.arxiv_server import FakeArxiv
from tests.papers.fulltext import samples
from tests.papers.fulltext.shelves import oai
from tests.papers.invented import FRIDAY, invented

BOATS = invented(1)


@pytest.fixture
def arxiv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeArxiv]:
    """An arXiv with one paper, and settings that lead to it."""
    with FakeArxiv() as arxiv:
        arxiv.announce(FRIDAY, BOATS)
        monkeypatch.setenv("PAPERCRIER_ARXIV_API_URL", arxiv.api_url)
        monkeypatch.setenv("PAPERCRIER_ARXIV_SITE_URL", arxiv.url)
        monkeypatch.setenv("PAPERCRIER_ARXIV_RSS_URL", arxiv.url)
        monkeypatch.setenv("PAPERCRIER_ARXIV_INTERVAL", "0")
        monkeypatch.setenv("PAPERCRIER_DATABASE", str(tmp_path / "p.db"))
        yield arxiv


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def _serve(arxiv: FakeArxiv, licence: str) -> None:
    arxiv.files[f"/pdf/{BOATS.id}"] = Reply(samples.two_columns())
    arxiv.files["/oai"] = oai(licence)


def test_text(arxiv: FakeArxiv) -> None:
    """Sections under their headings, captions after them."""
    _serve(arxiv, "http://arxiv.org/licenses/nonexclusive-distrib/1.0/")
    done = _run("read", str(BOATS.id))
    assert done.exit_code == 0
    assert "\nIntroduction\n" in done.stdout
    assert "Figure 1" in done.stdout


def test_figures_go_into_the_folder(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """Under a free licence; their names stand in the JSON."""
    _serve(arxiv, "http://creativecommons.org/licenses/by/4.0/")
    folder = tmp_path / "figures"
    done = _run("read", str(BOATS.id), "--format", "json", "--figures", str(folder))
    told = json.loads(done.stdout)
    assert told["origin"] == "pdf"
    assert told["figures"][0]["file"] == "figure-1.png"
    assert (folder / "figure-1.png").read_bytes().startswith(b"\x89PNG")


def test_figures_that_may_not_be_kept(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """It is said why the folder is empty, and what there is for private use."""
    _serve(arxiv, "http://arxiv.org/licenses/nonexclusive-distrib/1.0/")
    done = _run("read", str(BOATS.id), "--figures", str(tmp_path / "figures"))
    assert "licence" in done.stderr
    assert "PAPERCRIER_FIGURES=always" in done.stderr
    assert list((tmp_path / "figures").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("read", "boats"), 2, "not an arXiv id"),
        (("read", "2403.00001", "--format", "svg"), 2, "text or json"),
        (("read", "2403.00009"), 1, "has no paper"),
        (("read", "2403.00001"), 1, "neither HTML nor PDF"),
    ],
)
def test_refusals(arxiv: FakeArxiv, arguments: tuple[str, ...], status: int, said: str) -> None:
    """A sentence, and the exit status that goes with it."""
    done = _run(*arguments)
    assert done.exit_code == status
    assert said in done.stderr
    assert len(arxiv.seen) < 6
