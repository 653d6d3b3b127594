"""Pairs of versions with edits of every kind planted in them, and with what changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Final

from domain.identifiers import PaperId
from domain.metadata.changes import Change, ChangeKind
from domain.papers import Author, Paper
from summaries.changes.versions import compare_records, compare_texts, in_order
from tests.summaries.changes.drafts import Draft, as_html, as_tex, draft, sentence

FORMS: Final = {"html": as_html, "tex": as_tex}
_AS_PRINTED: Final = re.compile(r"\$[^$]*\$|Figure \d|\[\d\]")
_OPPOSITE: Final = ((" is ", " is not "), (" was ", " was not "), (" needs no ", " needs "))


@dataclass(frozen=True, slots=True)
class Edit:
    """What was planted.

    Attributes:
        kinds: as any of which it may be told.
        before, after: what the versions have, as it has to be told.
    """

    name: str
    kinds: tuple[ChangeKind, ...]
    before: str = ""
    after: str = ""

    def is_told_by(self, change: Change) -> bool:
        """Whether a change tells it, in the words of both versions."""
        return (
            change.kind in self.kinds
            and telling(self.before) in plain(f"{change.where} {change.before}")
            and telling(self.after) in plain(f"{change.where} {change.after}")
        )


def plain(text: str) -> str:
    """A text without formulas' marks and blanks."""
    return "".join(filter(str.isalnum, text.casefold()))


def telling(text: str) -> str:
    """The longest part of a planted text that stands in print as it does in its source."""
    return plain(max(_AS_PRINTED.split(text), key=len))


Plant = Callable[[Draft, Random], Edit | None]


def _line(paper: Draft, random: Random, has: str = "") -> tuple[list[str], int] | None:
    """A sentence of a section, by its list and place."""
    places = [
        (lines, place)
        for _, lines in paper.sections[1:]
        for place, line in enumerate(lines)
        if has in line and line not in paper.touched
    ]
    return random.choice(places) if places else None


def _number(paper: Draft, random: Random) -> Edit | None:
    places = [
        (lines, place, word)
        for _, lines in paper.sections
        for place, line in enumerate(lines)
        for word in line.split()
        if line not in paper.touched
        and word.count(".") == 1
        and word[0].isdigit()
        and word[-1].isdigit()
    ]
    if not places:
        return None
    lines, place, word = random.choice(places)
    before, other = lines[place], f"{float(word) + random.randint(1, 30) + 0.3:.1f}"
    lines[place] = before.replace(word, other, 1)
    paper.touched.add(lines[place])
    return Edit("number", (ChangeKind.NUMBER,), word, other)


def _number_word(paper: Draft, random: Random) -> Edit | None:
    found = _line(paper, random, " seven ")
    if found is None:
        return None
    lines, place = found
    before, lines[place] = lines[place], lines[place].replace(" seven ", " four ")
    paper.touched.add(lines[place])
    return Edit("number as a word", (ChangeKind.NUMBER,), before, lines[place])


def _formula(paper: Draft, random: Random) -> Edit | None:
    found = _line(paper, random, "\\alpha = 0.")
    if found is None:
        return None
    lines, place = found
    before = lines[place]
    at = before.index("= 0.") + 4
    lines[place] = f"{before[:at]}{(int(before[at]) + 3) % 9 + 1}7{before[at + 1 :]}"
    paper.touched.add(lines[place])
    tail = before.partition("$ ")[2]
    return Edit("number in a formula", (ChangeKind.NUMBER,), tail, tail)


def _gone(paper: Draft, random: Random) -> Edit | None:
    lines, place = _line(paper, random) or ([], 0)
    if len(lines) < 3:
        return None
    gone = lines.pop(place)
    paper.touched.update(lines)
    return Edit("sentence gone", (ChangeKind.GONE,), gone)


def _added(paper: Draft, random: Random) -> Edit | None:
    lines, place = _line(paper, random) or ([], 0)
    made = f"Herons count {random.randint(3, 99)} fishes while Petunia sleeps under a quilt."
    lines.insert(place, made)
    paper.touched.add(made)
    return Edit("sentence added", (ChangeKind.ADDED,), "", made)


def _opposite(paper: Draft, random: Random) -> Edit | None:
    for one, other in random.sample(_OPPOSITE, len(_OPPOSITE)):
        found = _line(paper, random, one)
        if found is not None and other not in found[0][found[1]]:
            lines, place = found
            before = lines[place]
            lines[place] = before.replace(one, other, 1)
            paper.touched.add(lines[place])
            return Edit("opposite", (ChangeKind.NEGATED,), before, lines[place])
    return None


def _worded(paper: Draft, random: Random) -> Edit | None:
    found = _line(paper, random, "ing")
    if found is None:
        return None
    lines, place = found
    before, lines[place] = lines[place], f"{lines[place][:-1]}, so that Walruses may rest."
    paper.touched.add(lines[place])
    return Edit("worded", (ChangeKind.REWORDED,), before[:-1], lines[place])


def _new_section(paper: Draft, random: Random) -> Edit | None:
    paper.sections.insert(4, ("Ablation", [sentence(random) for _ in range(3)]))
    paper.touched.update(paper.sections[4][1])
    return Edit("section added", (ChangeKind.SECTION_ADDED,), "", "Ablation")


def _no_section(paper: Draft, random: Random) -> Edit | None:
    if paper.touched.intersection(paper.sections[4][1]):
        return None
    title, _ = paper.sections.pop(4)
    return Edit("section gone", (ChangeKind.SECTION_REMOVED,), title, "")


def _renamed(paper: Draft, random: Random) -> Edit | None:
    title, lines = paper.sections[2]
    paper.sections[2] = ("How It Was Tried", lines)
    return Edit("heading", (ChangeKind.SECTION_RENAMED,), title, "How It Was Tried")


def _cell(paper: Draft, random: Random) -> Edit | None:
    row = random.choice(paper.tables[0][1][1:])
    column = random.randint(1, 3)
    before = row[column]
    row[column] = f"{float(before) / 2 + 0.05:.2f}"
    return Edit("cell", (ChangeKind.CELL,), before, row[column])


def _row(paper: Draft, random: Random) -> Edit | None:
    paper.tables[0][1].append(["an odd anvil", "71.5", "20.5", "33.1"])
    return Edit("row added", (ChangeKind.ROW_ADDED,), "", "an odd anvil")


def _table(paper: Draft, random: Random) -> Edit | None:
    caption = "Snails counted by hand on Sundays."
    paper.tables.append((caption, [["Day", "Snails"], ["Sunday", "17"]]))
    return Edit("table added", (ChangeKind.TABLE_ADDED,), "", caption)


def _figure(paper: Draft, random: Random) -> Edit | None:
    caption = "Snails that climb a wall at noon."
    paper.figures.append(caption)
    return Edit("figure added", (ChangeKind.FIGURE_ADDED,), "", caption)


def _no_figure(paper: Draft, random: Random) -> Edit | None:
    return Edit("figure gone", (ChangeKind.FIGURE_REMOVED,), paper.figures.pop())


def _caption(paper: Draft, random: Random) -> Edit | None:
    before = paper.figures[0]
    paper.figures[0] = f"{before[:-1]}, seen from a boat."
    return Edit("caption", (ChangeKind.CAPTION,), before[:-1], paper.figures[0])


def _title(paper: Draft, random: Random) -> Edit | None:
    before, paper.title = paper.title, f"{paper.title} and in Spring"
    return Edit("title", (ChangeKind.TITLE,), before, paper.title)


def _author(paper: Draft, random: Random) -> Edit | None:
    paper.authors.append("Dario Reed")
    return Edit("author added", (ChangeKind.AUTHOR_ADDED,), "", "Dario Reed")


def _no_author(paper: Draft, random: Random) -> Edit | None:
    return Edit("author gone", (ChangeKind.AUTHOR_REMOVED,), paper.authors.pop(1), "")


def _in_abstract(paper: Draft, random: Random) -> Edit | None:
    made = "Every third Walrus agrees."
    paper.abstract.append(made)
    return Edit("abstract", (ChangeKind.ADDED,), "", made)


ANYWHERE: Final[tuple[Plant, ...]] = (
    _number, _number_word, _formula, _gone, _added, _opposite, _worded, _new_section, _no_section,
    _renamed, _figure, _no_figure, _caption, _table, _title, _author, _no_author, _in_abstract,
)  # fmt: skip
IN_HTML: Final[tuple[Plant, ...]] = (_cell, _row)
_TWICE: Final = ({_figure, _no_figure}, {_new_section, _no_section}, {_title, _author})
"""Edits that do not go together with one another here, as what they touch is one and the same."""


def _harmless(paper: Draft, random: Random) -> None:
    """What a reader need not know: other lines, marks, emphasis, numbers of figures, references."""
    paper.is_other = random.random() < 0.8
    paper.shift = random.choice((0, 1, 7))
    random.shuffle(paper.references)
    paper.first_figure = random.choice((1, 1, 4))


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair, what was planted in it, and what was told of it."""

    name: str
    edits: tuple[Edit, ...]
    changes: tuple[Change, ...]

    @property
    def missed(self) -> list[Edit]:
        """What was planted and not told."""
        return [e for e in self.edits if not any(map(e.is_told_by, self.changes))]

    @property
    def false(self) -> list[Change]:
        """What was told and not planted."""
        return [c for c in self.changes if not any(e.is_told_by(c) for e in self.edits)]


def pairs(count: int, seed: int) -> Iterator[Compared]:
    """So many pairs compared, half of them HTML, half TeX; in every eighth nothing is planted."""
    for number in range(count):
        form = "tex" if number % 2 else "html"
        yield _pair(Random(f"{seed} {number}"), form, f"{form} {number}", number % 8 == 6)


def _pair(random: Random, form: str, name: str, is_harmless: bool) -> Compared:
    before = draft(random)
    after = deepcopy(before)
    kinds = list(ANYWHERE + (IN_HTML if form == "html" else ()))
    random.shuffle(kinds)
    edits: list[Edit] = []
    taken: set[Plant] = set()
    for plant in [] if is_harmless else kinds:
        if len(edits) == 4:
            break
        if any(plant in both and both & taken for both in _TWICE):
            continue
        planted = plant(after, random)
        if planted is not None:
            taken.add(plant)
            edits.append(planted)
    _harmless(after, random)
    read = FORMS[form]
    changes = [*compare_records(_record(before), _record(after))]
    changes += compare_texts(read(before), read(after))
    return Compared(name, tuple(edits), in_order(changes))


def _record(paper: Draft) -> Paper:
    return Paper(
        id=PaperId("2505.00001", 1),
        title=paper.title,
        authors=tuple(map(Author, paper.authors)),
        abstract=" ".join(paper.abstract),
        categories=("cs.CL",),
        primary="cs.CL",
    )
