"""Explained papers as files, for people who build pages of their own."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.command_line.archive.building import FORMS, build_from
from bot.settings import Settings
from domain.errors import SettingsError, StoreError
from tests.web.site import DIFFUSION, NOW, OLD, a_site, by_a_model, papers

_LONG_AGO = 1_000_000_000
_BRACES = "{% raw %} of {{x}}_i * y_*"


async def exported(folder: Path) -> Settings:
    """A database with two papers that were explained, one of them with braces in its title."""
    async with a_site(folder) as opened:
        library = opened.services.library
        strange = replace(papers()[3], title=_BRACES)
        await library.save_papers([strange])
        for paper in (papers()[0], strange):
            await library.save_summary(*by_a_model(paper, datetime(2024, 3, 9, tzinfo=UTC)))
    return Settings(_env_file=None, database=folder / "papercrier.db", now=NOW)


@pytest.mark.parametrize("form", FORMS)
async def test_a_file_for_each_paper_and_only_what_changed_is_touched(
    tmp_path: Path, form: str
) -> None:
    """The same bytes again; what somebody else has there stays."""
    settings = await exported(tmp_path)
    folder = tmp_path / "out" / form
    await build_from(settings, {form: folder})
    own = folder / "mine.md"
    own.write_text("mine")
    names = {f"{DIFFUSION.base}.md", f"{OLD.base.replace('/', '-')}.md"}
    assert {path.name for path in folder.iterdir()} == {*names, "mine.md"}
    changed, same = (folder / name for name in sorted(names))
    before = changed.read_bytes(), same.read_bytes()
    changed.write_text("changed")
    for path in (changed, same, own):
        os.utime(path, (_LONG_AGO, _LONG_AGO))
    await build_from(settings, {form: folder})
    assert (changed.read_bytes(), same.read_bytes()) == before
    assert changed.stat().st_mtime > _LONG_AGO
    assert same.stat().st_mtime == own.stat().st_mtime == _LONG_AGO


async def test_what_generators_read(tmp_path: Path) -> None:
    """Hexo's front matter has title and date, Obsidian's properties the title as an alias."""
    settings = await exported(tmp_path)
    await build_from(settings, {form: tmp_path / form for form in FORMS})
    name = f"{OLD.base.replace('/', '-')}.md"
    for form, key in (("hexo", "title"), ("obsidian", "aliases")):
        _, front, body = (tmp_path / form / name).read_text().split("---\n", 2)
        shown = yaml.safe_load(front)
        assert str(shown["date"]) == "2024-03-07"
        assert _BRACES in shown[key]
        assert "Lamps are slow." in body
    note = (tmp_path / "obsidian" / name).read_text()
    assert "math-AT" in yaml.safe_load(note.split("---\n")[1])["tags"]
    assert "{%" not in (tmp_path / "hexo" / name).read_text().split("---\n", 2)[2]


async def test_all_in_one_file(tmp_path: Path) -> None:
    """As data, by their ids."""
    settings = await exported(tmp_path)
    target = tmp_path / "all.json"
    await build_from(settings, {"json": target, "hexo": None})
    shown = json.loads(target.read_text())
    assert [one["paper"]["id"] for one in shown] == [str(DIFFUSION), str(OLD)]
    assert [one["announced"] for one in shown] == ["2024-03-08", "2024-03-07"]


async def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    """By its name; and so is a database that is not there."""
    settings = await exported(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="file"):
        await build_from(settings, {"hexo": tmp_path / "file" / "x"})
    missing = Settings(_env_file=None, database=tmp_path / "none.db")
    with pytest.raises(StoreError):
        await build_from(missing, {"hexo": tmp_path / "x"})
