"""Whatever a reader may import is loaded before the sandbox closes; nothing is, behind the door."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import papers
from tests.papers.fulltext import samples

ROOT = Path(papers.__file__).parent
LOADERS = {"confined.py", "rehearsal.py", "launching.py", "kernel.py"}
"""What prepares the sandbox, in functions of its own, before the door closes."""
_WATCHED = """
import json, sys
from papers.fulltext.sandbox import confined
name, inside = sys.argv[1], sys.stdin.buffer.read()
work = confined.job(name)
before, seen = set(sys.modules), []
def watch(event, arguments):
    if event in ("import", "open", "ctypes.dlopen", "subprocess.Popen", "socket.__new__"):
        seen.append([event, str(arguments[0])])
sys.addaudithook(watch)
size = 0
try:
    size = len(work(inside, 2))
except Exception as error:
    seen.append(["error", repr(error)])
print(json.dumps({"late": sorted(set(sys.modules) - before), "seen": seen, "size": size}))
"""
_FORMULAS = (
    " ".join(
        f"\\{name}{{{letter}}}"
        for name in (
            *(
                "mathbb",
                "mathcal",
                "mathfrak",
                "mathscr",
                "mathds",
                "mathbf",
                "mathrm",
                "operatorname",
            ),
            *("hat", "vec", "overline", "sqrt", "text", "ensuremath", "unknown", "not"),
        )
        for letter in ("R", "x1", "\\alpha")
    )
    + " \\frac{a}{b} \\binom{n}{k} \\sqrt[3]{V} n \\choose k \\SI{3}{\\kilo\\metre} \\ce{H2O}"
    + " \\dv{f}{x} \\mqty(a & b) \\calF \\GL \\upmu"
)


def lazy_imports(module: Path) -> Iterator[str]:
    """The imports that a module's functions make when they are called."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for inner in ast.walk(node):
            called = inner.func if isinstance(inner, ast.Call) else None
            is_import = isinstance(inner, ast.Import | ast.ImportFrom)
            name = getattr(called, "id", getattr(called, "attr", ""))
            if is_import or name in ("import_module", "__import__"):
                assert isinstance(inner, ast.stmt | ast.expr)
                yield f"{module.relative_to(ROOT)}:{inner.lineno}"


def test_no_reader_imports_when_it_is_called() -> None:
    """Neither in the rooms that are loaded into the sandbox, nor in what they use."""
    read = [*ROOT.glob("fulltext/**/*.py"), *ROOT.glob("text/*.py")]
    assert len(read) > 40
    assert [at for path in read if path.name not in LOADERS for at in lazy_imports(path)] == []


def test_a_lazy_import_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it is written."""
    module = tmp_path / "a.py"
    module.write_text(
        "import json\ndef f():\n    import json\n    __import__('a')\n    x.import_module('b')\n"
    )
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    assert list(lazy_imports(module)) == ["a.py:3", "a.py:4", "a.py:5"]


@pytest.mark.parametrize(
    ("job", "document"),
    [
        ("html", samples.PAGE.replace(b"\\leq", b"\\leq " + _FORMULAS.encode())),
        ("html", samples.OLD_PAGE.replace(b"<BODY>", b"<BODY><meta charset=koi8-r>")),
        ("html", b"<html>"),
        (
            "source",
            samples.tar({
                "main.tex": samples.TEX.replace(b"E = ", _FORMULAS.encode() + b" E = "),
                "method.tex": b"\\newif\\ifa \\ifa x\\else y\\fi \\verb|a|",
                "bow.png": samples.image("PNG"),
                "stern.png": samples.image("TIFF"),
                "00README.json": json.dumps(
                    {"sources": [{"filename": "main.tex", "usage": "toplevel"}]}
                ).encode(),
            }),
        ),
        (
            "source",
            samples.tar({
                "paper.tex": samples.TEX.replace(b"A na", b"\\citet{hat} \\def\\a(#1){#1} A na"),
                "00README.toml": b"at = 2026-11-29T06:00:00\nsources = [{filename = 'paper.tex'}]",
                "a.bib": b"@misc{hat, author={Hut, Ada}}",
            }),
        ),
        ("source", b"nothing"),
        ("pdf", samples.two_columns()),
        ("pdf", b"%PDF-1.5 nothing"),
    ],
    ids=["page", "old page", "no page", "source", "source with toml", "no source", "pdf", "no pdf"],
)  # fmt: skip
def test_nothing_is_loaded_behind_the_door(job: str, document: bytes) -> None:
    """No module, no file: the process is watched while it reads."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _WATCHED, job],
        input=document,
        capture_output=True,
        check=True,
        cwd=ROOT.parent,
    )
    told = json.loads(done.stdout)
    assert told["late"] == []
    assert [event for event in told["seen"] if event[0] != "error"] == []
    assert told["size"] or "UnreadablePaper" in str(told["seen"])
