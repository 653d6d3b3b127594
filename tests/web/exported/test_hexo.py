"""Exported papers as the real Hexo builds them, with either of its usual Markdown renderers.

Skipped where there is no Hexo: `.ci/packages` installs it where there is npm.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from lxml import html

from bot.command_line.archive.building import build_from
from bot.settings import Settings
from domain.fulltext import Formula
from domain.papers import Paper
from tests.web.site import DIFFUSION, NOW, OLD, STRANGE, a_paper, a_site, by_a_model

NODE: Final = shutil.which("node")
MODULES: Final = Path(__file__).parents[3] / ".node" / "node_modules"
RENDERERS: Final = ("hexo-renderer-marked", "hexo-renderer-markdown-it")

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(NODE is None, reason="there is no node here"),
    pytest.mark.skipif(
        not (MODULES / "hexo").is_dir(), reason="there is no Hexo here; .ci/packages installs it"
    ),
]

TITLES: Final = {
    OLD.base: "{% raw %} of {{x}}_i * y_* and {# no #} comment",
    STRANGE.base: "*Lamps* of _oil_: a **survey** <b>of</b> [lamps](x) `a` & more \\* $5 or $6",
    DIFFUSION.base: "Diffusion of xᵢ* in 𝒪(n_* log n_*)",
}
FORMULAS: Final = (
    "x_{i}^{*} * y_{j}^{*}",
    "\\frac{a_1}{b_{2}} < \\{c_i\\}_{i=1}^{n}",
    "{{\\bf x}}_{\\theta} \\, \\| \\hat{y} \\|_2^2",
    "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}",
)
_THEME: Final = """<html><head><title>{{ page.title | escape }}</title></head><body>
<h1>{{ page.title | escape }}</h1><main>{{ page.content }}</main></body></html>
"""


def explained() -> list[Paper]:
    """Papers whose titles and formulas hold what Markdown and Nunjucks read."""
    words = [f"F{number}" for number in range(len(FORMULAS))]
    formulas = tuple(map(Formula, words, FORMULAS))
    return [
        replace(
            a_paper(paper, TITLES[paper.base], words=f"lamps by {' and '.join(words)}, {{% if %}}"),
            formulas=formulas,
        )
        for paper in (DIFFUSION, STRANGE, OLD)
    ]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `papercrier export --hexo` wrote."""
    folder = tmp_path_factory.mktemp("hexo")
    async with a_site(folder) as opened:
        await opened.services.library.save_papers(explained())
        for paper in explained():
            key = by_a_model(paper, datetime(2024, 3, 9, tzinfo=UTC))
            await opened.services.library.save_summary(*key)
    settings = Settings(_env_file=None, database=folder / "papercrier.db", now=NOW)
    await build_from(settings, {"hexo": folder / "posts"})
    return folder / "posts"


def site(folder: Path, renderer: str, posts: Path) -> Path:
    """A site of these posts, with no theme of anybody's."""
    layout = folder / "themes" / "plain" / "layout"
    layout.mkdir(parents=True)
    (layout / "post.njk").write_text(_THEME)
    (folder / "_config.yml").write_text("theme: plain\npermalink: :name/\nlanguage: en\n")
    package = {"name": "site", "private": True, "hexo": {"version": ""}}
    package["dependencies"] = {"hexo": "*", renderer: "*"}
    (folder / "package.json").write_text(json.dumps(package))
    (folder / "node_modules").symlink_to(MODULES)
    shutil.copytree(posts, folder / "source" / "_posts")
    return folder


@pytest.mark.parametrize("renderer", RENDERERS)
async def test_hexo_builds_a_site_of_it(tmp_path: Path, posts: Path, renderer: str) -> None:
    """Each paper has its page, and its title and formulas are read there as they are."""
    folder = site(tmp_path / "site", renderer, posts)
    command = [str(NODE), str(MODULES / "hexo" / "bin" / "hexo"), "generate"]
    run = partial(subprocess.run, command, cwd=folder, capture_output=True, text=True, timeout=120)
    built = await asyncio.to_thread(run)
    assert built.returncode == 0, built.stdout + built.stderr
    assert "ERROR" not in built.stdout + built.stderr
    for base, title in TITLES.items():
        page = folder / "public" / base.replace("/", "-") / "index.html"
        shown = html.fromstring(page.read_text())
        assert shown.xpath("string(//h1)") == title.replace("<", "＜")
        said = " ".join(str(shown.xpath("string(//main)")).split())
        assert "Lamps are slow." in said
        assert "{% if %}" in said
        for formula in FORMULAS:
            assert f"${formula}$" in said, formula
