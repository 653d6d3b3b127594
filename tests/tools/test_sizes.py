"""The check that folders, files and functions stay small."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.sizes import complaints, lowered, oversized


def test_what_is_too_large_is_found(tmp_path: Path) -> None:
    """Files of a folder, lines of a file, lines of a function wherever it is defined."""
    crowded = tmp_path / "crowded"
    (crowded / ".hidden").mkdir(parents=True)
    for number in range(21):
        (crowded / f"{number}.txt").touch()
        (crowded / ".hidden" / f"{number}.txt").touch()
    body = "\n".join(["        pass"] * 40)
    (tmp_path / "long.py").write_text("# a line\n" * 301)
    (tmp_path / "full.py").write_text("# a line\n" * 300)
    (tmp_path / "one.py").write_text(
        f"class One:\n    async def two(self):\n{body}\n\n    def three(self):\n{body[:-13]}\n"
    )
    assert oversized(tmp_path) == {"crowded": 21, "long.py": 301, "one.py:One.two": 41}


@pytest.mark.parametrize(
    ("size", "ceiling", "said"),
    [
        (25, 25, []),
        (26, 25, ["bot: 26, and has been 25; it may only shrink."]),
        (25, None, ["bot: 25 files, more than the 20 of a folder; make it smaller."]),
        (24, 25, ["Something has shrunk"]),
        (None, 25, ["Something has shrunk"]),
    ],
)
def test_a_ceiling_may_only_shrink(size: int | None, ceiling: int | None, said: list[str]) -> None:
    """More is refused, and less is to be written down."""
    sizes, ceilings = ({} if n is None else {"bot": n} for n in (size, ceiling))
    found = list(complaints(sizes, ceilings))
    assert [one[: len(begin)] for one, begin in zip(found, said, strict=True)] == said


def test_lowering_never_raises() -> None:
    """Nor does it take in what is new."""
    ceilings = {"bot": 25, "papers": 30, "topics": 22}
    assert lowered({"bot": 26, "papers": 28, "new": 21}, ceilings) == {"bot": 25, "papers": 28}
