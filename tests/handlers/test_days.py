"""Which days a digest is asked for, as people type it: the table ``days.tsv``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.days import LastDays, MonthOfYear, When, listing_dates
from app.digesting import topics_wanted
from domain.errors import InputError
from handlers.arguments import read_asked_digest
from handlers.days import split_days
from handlers.dispatch import dispatch
from tests.handlers.greek import asked, greek_container

TABLE = Path(__file__).with_name("days.tsv")
ROWS = [
    line.split("\t")
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


async def test_days_as_people_name_them(tmp_path: Path) -> None:
    """After a topic or alone."""
    async with greek_container(tmp_path) as services:
        for text, topic, dates in ROWS:
            read = read_asked_digest(text)
            assert read.topic == topic, text
            meant = [day.isoformat() for day in listing_dates(services.intake, read.when)]
            assert meant == dates.split(), text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("图 最近十五天", ("图", LastDays(15))),
        ("图 二十天", ("图", LastDays(20))),
        ("图 2023年十一月", ("图", MonthOfYear(11, 2023))),
        ("大模型十二月", ("大模型", MonthOfYear(12, None))),
        ("resnet 4 x", ("resnet 4 x", None)),
    ],
)
def test_numbers_are_read_whole(text: str, read: tuple[str, When | None]) -> None:
    """Those of two characters too; a letter is no month."""
    assert split_days(text) == read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-03-03", "have an announcement are 2024-03-01, 2024-03-04"),
        ("saturday", "have an announcement are 2024-03-01, 2024-03-04"),
        ("2024-03-11", "not been announced yet"),
        ("1991-01-01", "before arXiv began"),
        ("2024-02-30", "not a date"),
        ("30 February", "not a date"),
        ("05/03/2024", "may be two days: 2024-03-05 or 2024-05-03"),
        ("3/5", "may be two days"),
        ("weekend", "have an announcement are 2024-03-01, 2024-03-04"),
        ("tomorrow", "“tomorrow” is still to come. For example: /digest today"),
        ("graphs übermorgen", "still to come"),
        ("next friday", "still to come"),
        ("graphs 下周", "still to come"),
        ("45 days", "at most 31 days"),
        ("last year", "at most 31 days"),
        ("since 1 January", "at most 62 days"),
        ("二月 2024-03-10", "not been announced yet"),
        ("April 2025", "not been announced yet"),
        ("february 2023", "2023-02 is too long ago"),
        ("32/13/2024", "not a date"),
    ],
)
async def test_days_without_an_announcement(tmp_path: Path, text: str, said: str) -> None:
    """It is said which have one."""
    async with greek_container(tmp_path) as services:
        with pytest.raises(InputError, match=said):
            listing_dates(services.intake, read_asked_digest(text).when)


@given(st.dates(date(1992, 1, 1), date(2026, 1, 1)), st.sampled_from(["", "graphs ", "图 "]))
def test_every_date_is_read_back(day: date, topic: str) -> None:
    """In each of its spellings."""
    forms = ("{:%Y-%m-%d}", "{:%d.%m.%Y}", "{:%d %B %Y}", "{:%B %d, %Y}", "{:%Y年%m月%d日}")
    for form in forms:
        assert split_days(topic + form.format(day)) == (topic.strip(), day)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    """No other error comes out."""
    try:
        split_days(text)
    except InputError:
        return


async def test_a_topic_by_number_name_and_what_was_typed(tmp_path: Path) -> None:
    """The same for /digest, /narrow and /unsubscribe."""
    async with greek_container(tmp_path) as services:
        await dispatch(services, asked("subscribe", "talking heads"))
        await dispatch(services, asked("subscribe", "graph cat:cs.LG"))
        context = await services.context(asked("digest", ""))
        followed = [s.topic for s in await context.followed()]
        for named in ("2", "graph cat:cs.LG", followed[1].label, str(followed[1].query)):
            assert await topics_wanted(context, named) == [followed[1]]
        with pytest.raises(InputError, match="do not follow “7”"):
            await topics_wanted(context, "7")
        await dispatch(services, asked("unsubscribe", "graph  cat:cs.LG"))
        context = await services.context(asked("digest", ""))
        assert [s.topic for s in await context.followed()] == followed[:1]
