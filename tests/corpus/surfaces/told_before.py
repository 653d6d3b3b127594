"""Papers that many chats were told before a morning, and what becomes of them on that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from domain.chats import ChatRef, Updates
from domain.identifiers import PaperId
from domain.papers import Author, Paper
from storage.rows import papers as paper_rows
from storage.rows import updates as update_rows
from storage.sqlite.connections import connect, transaction
from tests.corpus.morning import PATIENCE, Morning, Planned

UPDATES: Final = (Updates.ALL, Updates.AT_ONCE, Updates.IMPORTANT, Updates.OFF)
"""What chats wish to hear of what becomes of papers, one after another."""
WITHDRAWN: Final = "Withdrawn: the third lamp never burned"
ACCEPTED: Final = "Accepted at NeurIPS 2025"


def tell_before(morning: Morning, day: date) -> tuple[str, str]:
    """Have all chats been told of two papers, and arXiv announce on a date what became of them.

    Gives their ids: the first is withdrawn, of the other there is an accepted version.
    """
    before = day - timedelta(days=1)
    span = {"from": f"{before}", "until": f"{before}"}
    (batch,) = morning.stage.arxiv.look("batches", subject="cs", ids=1, **span)
    bases = (PaperId.parse(one).base for one in sorted(batch["new"]))
    # Of recorded papers with later versions nothing can become before those.
    changed = (base for base in bases if len(_versions(morning, base)) == 1)
    gone, accepted = next(changed), next(changed)
    submitted = f"{before}T12:00:00Z"
    for what, base, comment in (("withdraw", gone, WITHDRAWN), ("revise", accepted, ACCEPTED)):
        morning.stage.arxiv.tell(
            what, id=base, comment=comment, submitted=submitted, announced=f"{day}"
        )
    database = connect(morning.database, writes=True, patience=PATIENCE)
    with transaction(database, "BEGIN IMMEDIATE"):
        for number, updates in enumerate(UPDATES):
            database.execute(
                "UPDATE chats SET updates = ? WHERE id % ? = ?", [updates, len(UPDATES), number]
            )
        known = [_known(base, before) for base in (gone, accepted)]
        paper_rows.save(database, known)
        update_rows.follow(database, [one.id.base for one in known], f"{before}")
        for base in (gone, accepted):
            database.execute(
                "INSERT INTO seen (chat, paper, day) SELECT id, ?, ? FROM chats",
                [base, f"{before}"],
            )
    database.close()
    return gone, accepted


def _versions(morning: Morning, base: str) -> Sequence[object]:
    versions: Sequence[object] = morning.stage.arxiv.look("versions", id=base)["versions"]
    return versions


def is_told(morning: Morning) -> bool:
    """Whether all that does not wait for a digest is told or on its way."""
    ((waiting,),) = morning.rows(
        "SELECT COUNT(*) FROM notices JOIN chats ON chats.id = chat"
        " JOIN paper_updates ON paper_updates.id = paper_update"
        " LEFT JOIN absences USING (platform, chat_id)"
        " WHERE digest IS NULL AND updates = 'at once' AND kind = 'withdrawn' AND reason IS NULL"
    )
    return not waiting


def each_notice_once(morning: Morning, planned: Mapping[ChatRef, Sequence[Planned]]) -> None:
    """What became of papers is planned once for each chat that wishes to hear of it.

    What is planned arrives once, as all parts do; who wishes for nothing hears nothing.
    """
    wishes = {
        ChatRef(*place): updates
        for *place, updates in morning.rows(
            "SELECT platform, chat_id, thread_id, updates FROM chats"
        )
    }
    assert {*wishes.values()} == set(UPDATES)
    for ref, parts in planned.items():
        texts = "".join(part.text for part in parts if part.state is not None)
        told = (texts.count(_plain(WITHDRAWN)), texts.count(f"accepted{_plain('NeurIPS 2025')}"))
        wishes_all = wishes[ref] == "all"
        assert told == (int(wishes[ref] != "off"), int(wishes_all)), (ref, wishes[ref], told)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _known(base: str, day: date) -> Paper:
    """A paper as it was told: of its title alone it is known later what it is."""
    at = datetime.combine(day, datetime.min.time(), UTC)
    return Paper(
        id=PaperId(base),
        title=f"Told before, {base}",
        authors=(Author("Ada Brook"),),
        abstract="We light a lamp.",
        categories=("cs.CV",),
        primary="cs.CV",
        published=at,
        updated=at,
    )
