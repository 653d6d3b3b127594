"""Reasons of batches in databases of before: sentences in English become messages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from domain.messages import Message
from i18n.catalogues import speech_of
from storage import open_store
from storage.sqlite import schema

OLD = {
    "": "",
    "All that arXiv counts is here.": "arXiv 所计的论文都已在此。",
    "1 paper without title or abstract so far.": "目前有 1 篇论文还没有标题或摘要。",
    "1234 papers without title or abstract so far.": "目前有 1,234 篇论文还没有标题或摘要。",
    "The listing is not whole: 3 papers of before missing.": "列表不完整：缺少先前的 3 篇论文。",
    "The listing is not whole: what stood there before is missing.": (
        "列表不完整：先前列出的内容不见了。"
    ),
    "Submitted from 2024-03-06 19:00 to 2024-03-07 19:00 UTC.": (
        "提交时间为 2024-03-06 19:00 至 2024-03-07 19:00 UTC。"
    ),
    "Somebody else's sentence.": "Somebody else's sentence.",
}
"""What was kept, and how it is said in Chinese."""

NESTED = (
    "It could not be read again. arXiv's site is not answering: it says 503.",
    "Overdue since 20:00 Eastern: the newest listing is still that of Thursday 2024-03-07.",
    (
        "The listing is not whole: More than 90 days ago, which is as far back as arXiv's "
        "listings reach."
    ),
    (
        "Overdue since 20:00 Eastern, and now it cannot be read. arXiv's listing of cs cannot be "
        "trusted: the page is empty. The answer is kept in a.html."
    ),
)


def as_kept_before(path: Path, reasons: tuple[str, ...]) -> None:
    """A database as it was before this step, with a batch for each reason."""
    database = Database(path)
    last = schema.reasons_as_messages.__name__
    schema.migrations.apply(database, stop_before=last)
    for place, reason in enumerate(reasons):
        database.table("batches").insert(
            {"archive": f"a{place}", "date": "2024-03-08", "state": "partial", "reason": reason}
        )
    database.close()


async def reasons_in(path: Path, count: int) -> list[Message]:
    """The reasons as they are read now, in the order in which they were kept."""
    store = open_store(path)
    day = date(2024, 3, 8)
    archives = [f"a{place}" for place in range(count)]
    found = {b.archive: b.reason for b in await store.batch_states(archives, day, day)}
    await store.close()
    return [found[archive] for archive in archives]


async def test_each_is_said_in_the_readers_language(tmp_path: Path) -> None:
    """In English word for word as before, but for the groups of large numbers."""
    path = tmp_path / "papercrier.db"
    as_kept_before(path, tuple(OLD))
    reasons = await reasons_in(path, len(OLD))
    assert [str(reason).replace(",", "") for reason in reasons] == list(OLD)
    assert [reason.said(speech_of("zh")) for reason in reasons] == list(OLD.values())


@pytest.mark.parametrize("sentence", NESTED)
async def test_a_sentence_within_another(tmp_path: Path, sentence: str) -> None:
    """It is found as well: no English is left in Chinese."""
    path = tmp_path / "papercrier.db"
    as_kept_before(path, (sentence,))
    (reason,) = await reasons_in(path, 1)
    assert str(reason) == sentence
    said = reason.said(speech_of("zh"))
    assert not any(word in said for word in (" is ", "cannot", "Thursday", "The ", "than")), said
