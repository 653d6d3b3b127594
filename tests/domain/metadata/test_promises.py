"""Promises of code, in the words of comments and abstracts."""

from __future__ import annotations

import pytest

from domain.metadata.promises import promises_code


@pytest.mark.parametrize(
    "text",
    [
        "Code will be released soon",
        "12 pages; the code will be made publicly available upon acceptance",
        "Our source code is to be published",
        "We will release the code and the data.",
        "We plan to open-source our implementation.",
        "Code coming soon",
        "12 pages. Codes will be uploaded soon",
        *("Code: TBA", "code release in progress", "The repository will be made public"),
        "code available upon publication",
        "The implementation shall be made available at https://example.org/lamps.",
    ],
)
def test_what_promises_code(text: str) -> None:
    """In the future, soon, or upon acceptance."""
    assert promises_code("", text)


@pytest.mark.parametrize(
    "text",
    [
        "Code is available at https://github.com/ada/lamps",
        "The data will be released",
        "Codes over rings will be studied",
        "LDPC codes to be published in the proceedings",
        "Error-correcting codes will be found in Section 3",
        "We will show that the code is linear.",
        "9 pages",
        "The patient will be released. Code below",
    ],
)
def test_what_promises_none(text: str) -> None:
    """What is there, other things, codes of another kind."""
    assert not promises_code(text)
