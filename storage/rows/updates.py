"""What became of papers that were told, and which chats are to be told of it, as rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from typing import Final

from domain.identifiers import PaperId
from domain.metadata.updates import Notice, PaperUpdate, UpdateKind
from domain.papers import AnnouncementKind, Batch, MetadataOrigin, Paper
from storage.database import Database, Listed
from storage.records import authors_of, instant_of
from storage.rows import papers as paper_rows
from storage.update_rules import ToldPaper, as_told, changed, told_again, updates

API: Final = MetadataOrigin.API

_AMONG: Final = "IN (SELECT value FROM json_each(?))"

_KNOWN: Final = f"SELECT paper, known FROM told_papers WHERE paper {_AMONG}"  # noqa: S608

_TO_FOLLOW: Final = """
    SELECT value, known FROM json_each(?) LEFT JOIN told_papers ON paper = value
    WHERE known IS NULL OR json_extract(known, '$.listed') < ?
"""

_KEEP: Final = """
    INSERT INTO told_papers (paper, known) VALUES (?, ?)
    ON CONFLICT (paper) DO UPDATE SET known = excluded.known
"""

_UPDATE: Final = """
    INSERT INTO paper_updates (paper, name, kind, title, words) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING RETURNING id
"""

_NOTICE: Final = """
    INSERT INTO notices (chat, paper_update)
    SELECT seen.chat, :number FROM seen JOIN chats ON chats.id = seen.chat
    WHERE seen.paper = :paper AND (
        updates IN ('all', 'all at once') OR (:important = 1 AND updates <> 'off')
    )
    ON CONFLICT DO NOTHING
"""

_TO_TELL: Final = f"""
    SELECT chat, paper_updates.id, paper, name, kind, title, words
    FROM notices JOIN paper_updates ON paper_updates.id = paper_update
    WHERE chat {_AMONG} AND digest IS NULL
    ORDER BY paper_updates.id
"""  # noqa: S608

_TAKE_BACK_OF_UNTOLD: Final = """
    DELETE FROM notices WHERE chat = :chat AND digest IS NULL AND NOT EXISTS (
        SELECT 1 FROM paper_updates JOIN seen ON seen.paper = paper_updates.paper
        WHERE paper_updates.id = paper_update AND seen.chat = :chat
    )
"""


_KEEP_EARLIER: Final = """
    INSERT INTO earlier_records
    SELECT base, version, title, abstract, authors, comment, updated FROM papers
    WHERE base = ? AND version < ? AND withdrawn = 0 AND base IN (SELECT paper FROM told_papers)
    ON CONFLICT (paper, version) DO UPDATE SET
        title = excluded.title,
        abstract = excluded.abstract,
        authors = excluded.authors,
        comment = excluded.comment,
        updated = excluded.updated
"""

_EARLIER: Final = f"""
    SELECT paper, version, title, abstract, authors, comment, updated FROM earlier_records
    WHERE paper {_AMONG} ORDER BY version
"""  # noqa: S608


def keep_earlier(database: Database, papers: Sequence[Paper]) -> None:
    """Keep what is known of told papers of which a later version is about to take its place."""
    newer = {p.id.base: p.id.version for p in papers if p.origin is API and p.id.version}
    database.executemany(_KEEP_EARLIER, newer.items())


def earlier(database: Database, bases: Sequence[str]) -> dict[str, Paper]:
    """The last version before the one that is kept, of papers of which it is known."""
    papers, found = paper_rows.load(database, bases), dict[str, Paper]()
    for base, version, *said, updated in database.execute(_EARLIER, [Listed(bases)]):
        title, abstract, authors, comment = said
        if base in papers and version < (papers[base].id.version or 0):
            found[base] = replace(
                papers[base],
                id=PaperId(base, version),
                title=title,
                abstract=abstract,
                authors=authors_of(authors),
                comment=comment,
                updated=instant_of(updated),
                withdrawn=False,
            )
    return found


def note_saved(database: Database, papers: Sequence[Paper]) -> None:
    """See what became of papers that have just been kept."""
    _note(database, [paper.id.base for paper in papers])


def note_announced(database: Database, batch: Batch, papers: Sequence[Paper]) -> None:
    """See what became of papers that have just been kept with their announcements."""
    replaced = {
        line.paper_id.base for line in batch.announcements if line.kind is AnnouncementKind.REPLACE
    }
    bases = {*replaced, *(paper.id.base for paper in papers)}
    _note(database, sorted(bases), replaced, batch.date.isoformat())


def follow(database: Database, bases: Collection[str], listed: str) -> None:
    """Keep what is known of papers that are told, to see what becomes of them."""
    rows = database.execute(_TO_FOLLOW, [Listed(bases), listed]).fetchall()
    known = {base: _told_paper(known) for base, known in rows if known is not None}
    papers = paper_rows.load(database, [base for base, known in rows if known is None])
    now = {base: told_again(paper, listed) for base, paper in known.items()}
    _keep(database, now | {base: as_told(paper, listed) for base, paper in papers.items()})


def to_tell(database: Database, chats: Sequence[int]) -> dict[int, list[Notice]]:
    """What some chats, by number, are to be told of, by number."""
    found: dict[int, list[Notice]] = defaultdict(list)
    for chat, number, paper, key, kind, title, words in database.execute(_TO_TELL, [Listed(chats)]):
        update = PaperUpdate(paper=paper, title=title, kind=UpdateKind(kind), key=key, words=words)
        found[chat].append(Notice(number, update))
    return found


def longest_ago(database: Database, limit: int) -> list[PaperId]:
    """Papers that were told, those first that arXiv was asked for longest ago."""
    rows = database.execute(
        "SELECT paper FROM told_papers LEFT JOIN papers ON base = paper"
        " ORDER BY coalesce(checked_at, ''), paper LIMIT ?",
        [limit],
    )
    return [PaperId(paper) for (paper,) in rows]


def keep_told(database: Database, chat: int, digest: int, numbers: Sequence[int]) -> None:
    """Keep that a chat is told of updates with a digest."""
    database.execute(
        f"UPDATE notices SET digest = ? WHERE chat = ? AND paper_update {_AMONG}",  # noqa: S608
        [digest, chat, Listed(numbers)],
    )


def take_back(database: Database, chat: int, digest: int) -> None:
    """Of a digest that is never sent nothing was told; after its papers are told no longer."""
    database.execute(
        "UPDATE notices SET digest = NULL WHERE chat = ? AND digest = ?", [chat, digest]
    )
    database.execute(_TAKE_BACK_OF_UNTOLD, {"chat": chat})


def _note(
    database: Database, bases: Sequence[str], replaced: Collection[str] = (), listed: str = ""
) -> None:
    known = _known(database, bases)
    papers = paper_rows.load(database, list(known)) if known else {}
    now = {
        base: changed(known[base], paper, listed if base in replaced else "")
        for base, paper in papers.items()
    }
    for base, paper in papers.items():
        for update in updates(known[base], now[base], paper):
            _keep_update(database, update)
    _keep(database, {base: paper for base, paper in now.items() if paper != known[base]})


def _keep_update(database: Database, update: PaperUpdate) -> None:
    """Keep an update, once, for the chats that were told of the paper and want to hear of it."""
    row = [update.paper, update.key, update.kind.value, update.title, update.words]
    kept = database.execute(_UPDATE, row).fetchone()
    if kept is not None:
        important = update.kind.is_important
        values = {"number": kept[0], "paper": update.paper, "important": important}
        database.execute(_NOTICE, values)


def _known(database: Database, bases: Collection[str]) -> dict[str, ToldPaper]:
    rows = database.execute(_KNOWN, [Listed(bases)])
    return {base: _told_paper(known) for base, known in rows}


def _told_paper(known: str) -> ToldPaper:
    return ToldPaper(**json.loads(known))


def _keep(database: Database, papers: dict[str, ToldPaper]) -> None:
    rows = ((base, json.dumps(asdict(paper))) for base, paper in papers.items())
    database.executemany(_KEEP, rows)
