"""The mutation run: what it breaks, what it counts, and what it is told of."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from mutation import generated, planted
from mutation.plan import ROOT, Excuse, Module, Mutant, excuses, modules, unexcused
from mutation.plan import planted as planted_mutants
from mutation.undecorated import undecorated

DECORATED = '''
from contextlib import asynccontextmanager
from functools import cached_property, lru_cache

class Harness:
    """A house."""

    @property
    def door(self):
        return "red"

    @cached_property
    def roof(self):
        return "flat"

    @asynccontextmanager
    async def opened(self, *, wide: bool = False):
        yield "wide" if wide else "ajar"

    @classmethod
    def old(cls):
        return cls()

    @property
    def window(self):
        return "shut"

    @window.setter
    def window(self, value):
        self.set_to = value

@lru_cache(
    maxsize=256,
)
def doubled(number):
    return 2 * number
'''


def mutant(old: str, new: str, path: str = "a/b.py", function: str = "f") -> Mutant:
    """One thing broken."""
    return Mutant(path=path, function=function, old=old, new=new)


def test_decorators_do_below_a_function_what_they_did_above() -> None:
    """Caches are gone, so that nothing of before is given out; what cannot move stays."""
    space: dict[str, Any] = {}
    text = undecorated(DECORATED)
    exec(text, space)  # noqa: S102
    house = space["Harness"].old()
    assert (house.door, house.roof, house.window) == ("red", "flat", "shut")
    house.window = "open"
    assert house.set_to == "open"

    async def within() -> str:
        async with house.opened(wide=True) as how:
            return str(how)

    assert asyncio.run(within()) == "wide"
    assert space["doubled"](2) == 4
    assert not hasattr(space["doubled"], "cache_info")
    above = [line.strip() for line in text.splitlines() if line.strip().startswith("@")]
    assert above == ["@classmethod", "@window.setter"]


def test_an_excuse_speaks_of_what_it_says_and_no_more() -> None:
    """By place, by text, or by a rule."""
    change = mutant("a = 1", "a = 2")
    assert unexcused([change], [Excuse(where="a/b.py", old="a = 1", why="…")]) == []
    assert unexcused([change], [Excuse(where="a/*::f", new="a = 2", why="…")]) == []
    for other in (
        Excuse(where="a/c.py", why="…"),
        Excuse(where="a/b.py::g", why="…"),
        Excuse(where="a/b.py", old="a = 3", why="…"),
        Excuse(where="a/b.py", rule="letters", why="…"),
        Excuse(where="a/b.py", rule="text", why="…"),
    ):
        assert unexcused([change], [other]) == [change]
    letters = mutant('"SELECT a"', '"select a"')
    text = mutant('say("one two", 1)', 'say("XXone twoXX", 1)')
    word = mutant('say("one", 1)', 'say("XXoneXX", 1)')
    assert unexcused([letters], [Excuse(where="*", rule="letters", why="…")]) == []
    assert unexcused([text, word], [Excuse(where="*", rule="text", why="…")]) == [word]
    assert unexcused([text, word], [Excuse(where="*", rule="letters", why="…")]) == [text, word]


def test_a_planted_mutant_fits_once_or_is_stale() -> None:
    """So that a list that has grown old fails the run and hides nothing."""
    assert planted.broken(mutant("b", "c"), "abd") == "acd"
    for source in ("ad", "abbd"):
        with pytest.raises(planted.StaleMutant):
            planted.broken(mutant("b", "c"), source)


@pytest.mark.parametrize(("assertion", "survivors"), [("add(1, 2) == 3", 0), ("add(0, 0) == 0", 1)])
def test_a_planted_mutant_is_noticed_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, assertion: str, survivors: int
) -> None:
    """By tests that run in a copy; the module is as before afterwards."""
    source = "def add(a, b):\n    return a + b\n"

    def fresh(place: Path) -> None:
        place.mkdir(parents=True)
        (place / "sums.py").write_text(source, encoding="utf-8")
        test = f"from sums import add\n\n\ndef test_sum():\n    assert {assertion}\n"
        (place / "test_sums.py").write_text(test, encoding="utf-8")

    monkeypatch.setattr("mutation.copies.fresh", fresh)
    module = Module(group="sums", path="sums.py", tests=("test_sums.py",))
    minus = mutant("a + b", "a - b", path="sums.py", function="")
    assert len(planted.run(module, [minus], tmp_path, 1)) == survivors
    assert (tmp_path / "copy0" / "sums.py").read_text(encoding="utf-8") == source


def test_mutants_are_read_back_from_what_mutmut_writes(tmp_path: Path) -> None:
    """Function, and lines before and after."""
    path = tmp_path / "sums.py"
    path.write_text(
        "class A:\n"
        "    def xǁAǁadd__mutmut_orig(self, a):\n        return (\n            a + 1\n        )\n"
        "    def xǁAǁadd__mutmut_1(self, a):\n        return (\n            a - 1\n        )\n",
        encoding="utf-8",
    )
    spans = '{"version": 1, "spans": {"xǁAǁadd__mutmut_orig": [2, 5], "xǁAǁadd__mutmut_1": [6, 9]}}'
    (tmp_path / "sums.py.spans").write_text(spans, encoding="utf-8")
    found = generated.Functions(path).mutant("sums.py", "sums.xǁAǁadd__mutmut_1")
    assert found == Mutant(path="sums.py", function="A.add", old="a + 1", new="a - 1")


def test_the_lists_name_what_is_there() -> None:
    """Modules and tests; planted mutants fit into modules that are run; excuses have reasons."""
    listed = modules()
    assert {module.path for module in listed} >= {one.path for one in planted_mutants()}
    for module in listed:
        for path in (module.path, *module.tests):
            assert (ROOT / path).exists(), path
    for one in planted_mutants():
        planted.broken(one, (ROOT / one.path).read_text(encoding="utf-8"))
    assert all(len(excuse.why.split()) > 4 for excuse in excuses())
    for excuse in excuses():
        path, _, function = excuse.where.partition("::")
        name = function.rpartition(".")[2]
        assert not name or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), excuse.where
