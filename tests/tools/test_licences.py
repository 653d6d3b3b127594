"""What is installed along with Papercrier may be, under the licence that Papercrier has itself."""

from __future__ import annotations

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

PERMISSIVE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Public Domain|CNRI|zlib",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"GPL|MPL|Mozilla|EPL|CDDL|SSPL|AGPL|proprietary", re.IGNORECASE)

AS_A_LIBRARY = {
    # Used as they are and replaceable by whoever installs them, which is all that these ask for.
    "python-telegram-bot": "LGPL",
    "certifi": "MPL",
    "tqdm": "MPL",
    "pathspec": "MPL",
}
UNTOLD = {
    # Their metadata name no licence; looked up at their sources on 2026-11-28.
    "pysqlite3": "zlib/libpng",
}


def locked() -> list[str]:
    """The names of all that is installed for whoever runs it, with models of both kinds."""
    files = [ROOT / f"requirements-{kind}.txt" for kind in ("llm", "semantic")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return sorted(set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE)))


def licence(told: PackageMetadata) -> str:
    """What a package says of its licence: as an expression, by classifiers, or in words."""

    def all_of(name: str) -> list[str]:
        return told.get_all(name) or []

    kinds = [one for one in all_of("Classifier") if one.startswith("License ::")]
    return " ".join(all_of("License-Expression") or kinds or all_of("License"))[:200]


@pytest.mark.parametrize("name", locked())
def test_may_be_installed_along(name: str) -> None:
    """It is permissive, or one of the few that are libraries under a weak copyleft."""
    try:
        said = licence(metadata(name))
    except PackageNotFoundError:
        pytest.skip(f"{name} is not for this platform")
    if name in AS_A_LIBRARY:
        assert AS_A_LIBRARY[name] in said
    elif name in UNTOLD:
        assert not said
    else:
        assert PERMISSIVE.search(said), said
        assert not COPYLEFT.search(said), said
