"""/weekly: when a look back comes, and that of the last week at any time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.documents import Attachment, Picture
from domain.errors import InputError
from handlers.dispatch import dispatch
from handlers.exchange.imported import read_import
from handlers.trends.looking_back import AskedWeekly, parse_weekly
from tests.app.test_trends import announced
from tests.handlers.greek import asked, greek_container, words_of

SATURDAY = 5


@pytest.mark.parametrize(
    ("typed", "day"),
    [("fri", 4), ("Friday", 4), ("on mondays", 0), ("周日", 6), ("freitags", 4), ("off", None)],
)
def test_days_as_people_write_them(typed: str, day: int | None) -> None:
    """One day of the week, or none."""
    assert parse_weekly(typed) == AskedWeekly(day)


@pytest.mark.parametrize("typed", ["mon-fri", "daily", "8", "frog", "fri 9:00"])
def test_what_is_no_day_is_told_how(typed: str) -> None:
    """In a sentence, with an example."""
    with pytest.raises(InputError, match="is not what /weekly takes"):
        parse_weekly(typed)


async def test_a_wish_is_kept_shown_exported_and_imported(tmp_path: Path) -> None:
    """And the settings that were exported before there were look backs have none."""
    async with greek_container(tmp_path) as services:
        shown = " ".join(words_of(await dispatch(services, asked("weekly", "sat"))))
        assert "each week, Sat at 08:00" in shown
        chat = await services.chat(asked("weekly", "").chat)
        assert chat.settings.weekly == SATURDAY
        settings = " ".join(words_of(await dispatch(services, asked("settings", ""))))
        assert "Look back" in settings
        exported = await dispatch(services, asked("export", ""))
        (file,) = (block for block in exported.blocks if isinstance(block, Attachment))
        taken = read_import(file.text).settings
        assert taken is not None
        assert taken.weekly == SATURDAY
        kept = json.loads(file.text)
        del kept["settings"]["weekly"]
        older = read_import(json.dumps(kept)).settings
        assert older is not None
        assert older.weekly is None
        for wrong in (7, -1, True, "fri"):
            kept["settings"]["weekly"] = wrong
            with pytest.raises(InputError, match=r"settings\.weekly"):
                read_import(json.dumps(kept))
        off = " ".join(words_of(await dispatch(services, asked("weekly", "off"))))
        assert off.strip() == "No look back comes any more."


async def test_the_last_week_now(tmp_path: Path) -> None:
    """Also to whom none comes, and who follows nothing yet."""
    async with greek_container(tmp_path) as services:
        await announced(services, 12, burst=8)
        await dispatch(services, asked("subscribe", "cat:cs.CV kites"))
        document = await dispatch(services, asked("weekly", "now"))
        said = " ".join(words_of(document))
        assert document.title == "The week up to 8 March 2024"
        assert "Not in a digest of yours: 13" in said
        assert "basalt fibre" in said
        assert "To have this each week:" in said
        assert any(isinstance(block, Picture) for block in document.walk())
