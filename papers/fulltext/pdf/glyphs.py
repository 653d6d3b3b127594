"""What PDFium makes of letters that a PDF does not name, made letters again. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARKS: Final = {
    "¨": "\u0308", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c", "˘": "\u0306",
    "¯": "\u0304", "˙": "\u0307", "˚": "\u030a", "¸": "\u0327", "˛": "\u0328", "˝": "\u030b",
}  # fmt: skip
_SIGNS: Final = "".join(_MARKS)
_ACCENTED = re.compile(rf"([{_SIGNS}])([^\W\d_])|([^\W\d_])([{_SIGNS}])(?=[\W_]|$)")
"""TeX of old draws an accent, then its letter; over a symbol of a formula it may come after."""
_DOTLESS: Final = {"ı": "i", "ȷ": "j"}
_LIGATURES: Final = {
    "\x0b": "ff", "\x0c": "fi", "\r": "fl", "\x0e": "ffi", "\x0f": "ffl",
    "\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl",
    "\x15": "–", "\x16": "—", "ÿ": "ß",
}  # fmt: skip
"""The places of ligatures in TeX's old encoding of text (OT1), and of more in its newer (T1)."""
_CODES = re.compile(
    r"(?<=[^\W\d_])[\x0b-\x0f\x1b-\x1f]|[\x0b-\x0f\x1b-\x1f](?=[a-z])"
    r"|(?<=[\d\s])\x15(?=[\d\s])|(?<=[\w\s,.])\x16(?=[\w\s])|(?<=[a-zäöü])ÿ"
)
_STRUCK = re.compile(r"(?<!\S)6([=∈≡∼⊂⊆])")
"""TeX's stroke through a relation has the place of a 6 in its font."""

_SIGN = re.compile(f"[{_SIGNS}]")
_CODE = re.compile(r"[\x0b-\x0f\x15\x16\x1b-\x1fÿ]")
"""Most lines hold none of either, and one letter is found sooner than where it stands so."""


def mended(text: str) -> str:
    """A line's text with accents on their letters, ligatures apart and relations struck out."""
    if _SIGN.search(text):
        text = _ACCENTED.sub(_composed, text)
    if _CODE.search(text):
        text = _CODES.sub(lambda match: _LIGATURES[match[0]], text)
    if "6" in text:
        text = _STRUCK.sub(lambda match: unicodedata.normalize("NFC", f"{match[1]}\u0338"), text)
    return text


def _composed(match: re.Match[str]) -> str:
    sign, letter = match[1] or match[4], match[2] or match[3]
    return unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _MARKS[sign])
