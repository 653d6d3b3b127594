"""Mathematics that Unicode has no form for, in one line that people can read.

Scripts stand behind ``_`` and ``^``, in parentheses where they are long; macros that are not known
are read by their names. Nothing of what a formula says is left out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from papers.text.mathtext import LONGEST, FormulaReader, NoForm, script

_BRACKETS: Final = {"begin": "(", "end": ")"}
_SIGNS: Final = {"\\": "; "}


@lru_cache(maxsize=4096)
def readable(latex: str) -> str:
    """A formula's LaTeX, without delimiters, in one line; as it stands where it has no order."""
    if len(latex) > LONGEST:
        return latex
    try:
        return " ".join(_Linear(latex).read().split())
    except NoForm:
        return latex


class _Linear(FormulaReader):
    """Has a form for all that Unicode has none for."""

    def _script(self, *, below: bool) -> str:
        content = self._argument().strip().replace("\x00", "").replace("\x01", "")
        return script(content, below=below) or f"{'_' if below else '^'}{_grouped(content)}"

    def _plain(self, _name: str) -> str:
        return self._argument()

    def _letter_form(self, name: str) -> str:
        at = self._at
        try:
            return super()._letter_form(name)
        except NoForm:
            self._at = at
            return self._argument()

    def _accented(self, name: str) -> str:
        at = self._at
        try:
            return super()._accented(name)
        except NoForm:
            self._at = at
            return f"{name}({self._argument()})"

    def _macro(self, spelled: str) -> str:
        at, name = self._at, spelled.strip()
        if name in _BRACKETS:
            self._argument()
            return _BRACKETS[name]
        try:
            return super()._macro(spelled)
        except NoForm:
            self._at = at
            return f" {name} " if name.isalpha() else _SIGNS.get(name, name)


def _grouped(text: str) -> str:
    """A part that is one by itself, or is put in parentheses."""
    return text if len(text) == 1 or text.isalnum() else f"({text})"
