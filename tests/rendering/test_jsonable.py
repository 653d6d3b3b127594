"""Tests of `rendering.files.json_nouns`."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given

from domain.chats import Chat, ChatRef, ChatSettings, Detail, Subscription
from domain.digests import Reason
from domain.documents import Picture, inline
from domain.identifiers import PaperId
from domain.papers import Author, BatchState, Paper
from domain.topics import And, Category, Field, Not, Term, Topic
from rendering.files.json_nouns import to_json, to_jsonable
from tests.rendering.texts import texts

PAPER = Paper(
    id=PaperId("2403.90001", 2),
    title="Slow Lanterns",
    authors=(Author("Ada Quill"),),
    abstract="We light them.",
    categories=("cs.CV",),
    primary="cs.CV",
    published=datetime(2024, 3, 7, 17, 30, tzinfo=UTC),
)


def test_a_paper_has_its_own_field_names_and_its_addresses() -> None:
    """Readers of the JSON find the fields of the noun, in its order, and the links after the id."""
    assert to_jsonable(PAPER) == {
        "id": "2403.90001v2",
        "abs_url": "https://arxiv.org/abs/2403.90001v2",
        "pdf_url": "https://arxiv.org/pdf/2403.90001v2",
        "title": "Slow Lanterns",
        "authors": [{"name": "Ada Quill", "affiliations": []}],
        "abstract": "We light them.",
        "categories": ["cs.CV"],
        "primary": "cs.CV",
        "comment": None,
        "journal_ref": None,
        "doi": None,
        "published": "2024-03-07T17:30:00Z",
        "updated": None,
        "licence": None,
        "withdrawn": False,
        "origin": "api",
        "formulas": [],
    }
    assert list(json.loads(to_json(PAPER)))[:4] == ["id", "abs_url", "pdf_url", "title"]


def test_a_topic_has_its_query_in_normal_form() -> None:
    """A query is the text that parses back to it."""
    query = And((Category("cs.CV"), Not(Term("survey", Field.TITLE))))
    assert to_jsonable(Topic("vision", query)) == {
        "label": "vision",
        "query": "cat:cs.CV AND NOT ti:survey",
    }
    assert to_jsonable(Reason("vision", Category("cs.CV"), None)) == {
        "topic": "vision",
        "found": "cat:cs.CV",
        "field": None,
        "spread": "phrase",
    }


def test_times_enums_and_sets() -> None:
    """Moments are in UTC whatever their zone; sets are sorted; enums are their values."""
    chat = Chat(ChatRef("console", "1"), ChatSettings(time=time(7, 30), detail=Detail.BRIEF))
    since = datetime(2024, 3, 8, 1, tzinfo=timezone(timedelta(hours=2)))
    record = to_jsonable({"chat": chat, "on": date(2024, 3, 8), "state": BatchState.QUIET})
    assert record == {
        "chat": {
            "ref": {"platform": "console", "chat_id": "1", "thread_id": ""},
            "settings": {
                "time": "07:30:00",
                "days": [0, 1, 2, 3, 4, 5, 6],
                "zone": "UTC",
                "language": "en",
                "detail": "brief",
                "limit": 10,
                "muted": [],
                "paused": False,
                "as_announced": False,
                "quiet_note": True,
                "sound": {"is_off": False, "silent": None},
                "plain": False,
                "order": "yours",
                "updates": "important",
                "weekly": None,
                "unread": "off",
            },
        },
        "on": "2024-03-08",
        "state": "quiet",
    }
    subscription = Subscription(chat.ref, Topic("x", Term("x")), since)
    assert json.loads(to_json(subscription))["since"] == "2024-03-07T23:00:00Z"


def test_bytes_are_base64() -> None:
    """An image travels as text."""
    picture = to_jsonable(Picture(inline("Figure"), image=b"\x89PNG"))
    assert isinstance(picture, dict)
    assert picture["image"] == "iVBORw=="


@pytest.mark.parametrize("stranger", [object(), PaperId, {"a": 1j}])
def test_strangers_are_refused(stranger: object) -> None:
    """What is no noun is a mistake of the caller."""
    with pytest.raises(TypeError, match="no noun"):
        to_jsonable(stranger)


@given(texts)
def test_any_text_survives_and_none_can_reach_a_terminal(text: str) -> None:
    """JSON loads back to the very text, is UTF-8, and holds no control or direction marks."""
    written = to_json([text])
    assert json.loads(written) == [text]
    written.encode("utf-8")
    assert not any(c in written for c in "\x1b\x9b\u202e\u200b\x00")


def test_json_is_for_people_too() -> None:
    """It is indented and keeps letters of all scripts."""
    assert to_json(["灯笼"]) == '[\n  "灯笼"\n]'
