"""Sentences that are gone, new or others, and sections, between two versions of a text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.fulltext import Section
from domain.metadata.changes import Change, ChangeKind
from summaries.changes.alignment import (
    Key,
    Steps,
    changed_numbers,
    pairs,
    runs,
    without_numbers,
)
from summaries.changes.tokens import key, spelled, tokens
from summaries.text.folding import word_set
from summaries.text.sentences import sentences

_MOST: Final = 6_000
"""Sentences of a text that are compared."""
_SAME_SECTION: Final = 0.5
"""The share of a section's sentences that stand in another one of another title, to be it."""
_MOVED: Final = 0.75
"""How much alike sentences of different sections are that are one and the same."""
_DENIALS: Final = word_set("not no never neither nor cannot none without")
_NEW: Final = 0.5
"""The share of a new section's sentences that are new."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence, the place of its section, what it says, and that with words joined."""

    text: str
    section: int
    key: Key
    spelled: Key


def compare_sections(
    before: Sequence[Section], after: Sequence[Section], steps: Steps | None = None
) -> Iterator[Change]:
    """What differs between two texts, in the order of the later one, what is gone at last.

    Args:
        before: the earlier text.
        after: the later one.
        steps: what comparing may cost, where other texts are compared as well.
    """
    steps = steps or Steps()
    was, now = _lines(before), _lines(after)
    left, came = _unmatched(was, now)
    partner = _partners(before, after, (was, now), (left, came))
    left, came = _split_elsewhere(was, now, left, came)
    couples = _couples(was, now, (left, came), partner, steps)
    old, new = {place for place, _ in couples}, {place for _, place in couples}
    yield from _renamed(before, after, partner)
    for place, other in sorted(couples, key=lambda pair: pair[1]):
        title = after[now[other].section].title
        yield _changed(was[place].text, now[other].text, title, steps)
    gone = [place for place in left if place not in old]
    added = [place for place in came if place not in new]
    yield from _one_sided(after, now, added, set(partner.values()), is_added=True)
    yield from _one_sided(before, was, gone, set(partner), is_added=False)


def _lines(sections: Sequence[Section]) -> list[_Line]:
    found: list[_Line] = []
    for number, section in enumerate(sections):
        for sentence in sentences(section.text):
            said = key(sentence.text)
            if said and len(found) < _MOST:
                found.append(_Line(" ".join(sentence.text.split()), number, said, spelled(said)))
    return found


def _unmatched(was: list[_Line], now: list[_Line]) -> tuple[list[int], list[int]]:
    """Sentences of each text that the other does not say, wherever, as often."""

    def rest(lines: list[_Line], others: list[_Line]) -> list[int]:
        there = Counter(line.spelled for line in others)
        left: list[int] = []
        for place, line in enumerate(lines):
            if there[line.spelled]:
                there[line.spelled] -= 1
            else:
                left.append(place)
        return left

    return rest(was, now), rest(now, was)


def _partners(
    before: Sequence[Section],
    after: Sequence[Section],
    lines: tuple[list[_Line], list[_Line]],
    unmatched: tuple[list[int], list[int]],
) -> dict[int, int]:
    """Which section of the earlier text is which of the later: by title, else by what it says."""
    partner: dict[int, int] = {}
    named: dict[Key, list[int]] = defaultdict(list)
    for place, section in enumerate(after):
        named[key(section.title)].append(place)
    for place, section in enumerate(before):
        if named[key(section.title)]:
            partner[place] = named[key(section.title)].pop(0)
    taken = set(partner.values())
    where = {line.spelled: line.section for line in lines[1]}
    missing = set(unmatched[0])
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    sizes = Counter(line.section for line in lines[0])
    for place, line in enumerate(lines[0]):
        if line.section not in partner and place not in missing:
            votes[line.section][where[line.spelled]] += 1
    for place, found in votes.items():
        other, count = found.most_common(1)[0]
        if other not in taken and count >= _SAME_SECTION * sizes[place]:
            partner[place] = other
            taken.add(other)
    return partner


def _split_elsewhere(
    was: list[_Line], now: list[_Line], left: list[int], came: list[int]
) -> tuple[list[int], list[int]]:
    """Without those that together say the same, and only end elsewhere."""
    joined = {tuple(word for place in run for word in was[place].key): run for run in runs(left)}
    gone: set[int] = set()
    new: set[int] = set()
    for run in runs(came):
        same = joined.get(tuple(word for place in run for word in now[place].key))
        if same:
            gone.update(same)
            new.update(run)
    return [p for p in left if p not in gone], [p for p in came if p not in new]


def _couples(
    was: list[_Line],
    now: list[_Line],
    unmatched: tuple[list[int], list[int]],
    partner: dict[int, int],
    steps: Steps,
) -> list[tuple[int, int]]:
    """Which sentence became which: within a section, then what also moved."""
    found: list[tuple[int, int]] = []
    by_section: dict[int, list[int]] = defaultdict(list)
    for place in unmatched[1]:
        by_section[now[place].section].append(place)
    of: dict[int, list[int]] = defaultdict(list)
    for place in unmatched[0]:
        of[was[place].section].append(place)
    for section, places in of.items():
        others = by_section.get(partner.get(section, -1), [])
        found += _paired(was, now, (places, others), steps)
    old, new = {place for place, _ in found}, {place for _, place in found}
    left = [place for place in unmatched[0] if place not in old]
    came = [place for place in unmatched[1] if place not in new]
    return found + _paired(was, now, (left, came), steps, _MOVED)


def _paired(
    was: list[_Line],
    now: list[_Line],
    unmatched: tuple[list[int], list[int]],
    steps: Steps,
    least: float = 0.5,
) -> list[tuple[int, int]]:
    left, came = unmatched
    of_one, of_other = [was[place].key for place in left], [now[place].key for place in came]
    found = pairs(of_one, of_other, steps, least)
    return [(left[place], came[other]) for place, other in found]


def _changed(before: str, after: str, title: str, steps: Steps) -> Change:
    """A sentence that became another one."""
    was, now = tokens(before), tokens(after)
    kind = ChangeKind.REWORDED
    if _without_numbers(before) == _without_numbers(after):
        kind = ChangeKind.NUMBER
    elif _denials(key(before)) != _denials(key(after)):
        kind = ChangeKind.NEGATED
    return Change(
        kind=kind,
        where=title,
        before=before,
        after=after,
        numbers=changed_numbers(was, now, steps),
    )


def _without_numbers(text: str) -> Key:
    return spelled(without_numbers(key(text)))


def _denials(said: Key) -> bool:
    """Whether a sentence denies what it says, by the number of its negations."""
    return sum(word in _DENIALS or word.endswith("n't") for word in said) % 2 == 1


def _renamed(
    before: Sequence[Section], after: Sequence[Section], partner: dict[int, int]
) -> Iterator[Change]:
    for place, other in partner.items():
        was, now = before[place].title, after[other].title
        if key(was) != key(now) and was and now:
            yield Change(kind=ChangeKind.SECTION_RENAMED, where=now, before=was, after=now)


def _one_sided(
    sections: Sequence[Section],
    lines: list[_Line],
    places: list[int],
    known: set[int],
    *,
    is_added: bool,
) -> Iterator[Change]:
    """Sections that only one text has, then its sentences in the others."""
    sizes = Counter(line.section for line in lines)
    own = Counter(lines[place].section for place in places)
    whole: set[int] = set()
    for number, section in enumerate(sections):
        is_new = own[number] >= _NEW * sizes[number] and section.title
        if number in known or not is_new:
            continue
        if not sizes[number] and not _has_new_parts(sections, number, own, known):
            continue
        whole.add(number)
        kind = ChangeKind.SECTION_ADDED if is_added else ChangeKind.SECTION_REMOVED
        said = " ".join(lines[p].text for p in places if lines[p].section == number)
        yield _of_one(kind, section.title, said, is_added=is_added)
    kind = ChangeKind.ADDED if is_added else ChangeKind.GONE
    for place in places:
        number = lines[place].section
        if number not in whole:
            yield _of_one(kind, sections[number].title, lines[place].text, is_added=is_added)


def _has_new_parts(
    sections: Sequence[Section], number: int, own: Counter[int], known: set[int]
) -> bool:
    """Whether a heading without text of its own stands over parts that only this text has."""
    for place in range(number + 1, len(sections)):
        if sections[place].level <= sections[number].level:
            return False
        if own[place] and place not in known:
            return True
    return False


def _of_one(kind: ChangeKind, title: str, text: str, *, is_added: bool) -> Change:
    before, after = ("", text) if is_added else (text, "")
    return Change(kind=kind, where=title, before=before, after=after)
