"""When digests come, as people type it: the tables ``moments.tsv`` and ``zones.tsv``."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composing.settings import days_text
from domain.chats import Subscription
from domain.documents import Menu
from domain.errors import InputError
from domain.topics import Topic
from domain.zones import zone_label
from handlers.dispatch import dispatch
from handlers.places.zones import ZoneChoice, parse_zone, read_zone, zones_like
from handlers.times import NEVER, parse_days, parse_moment, parse_time
from i18n.catalogues import speech_of
from i18n.speech import speaking
from tests.handlers.greek import HERE, asked, greek_container, words_of
from topics.language import parse_query


def rows(name: str) -> list[list[str]]:
    """The rows of a table beside this file."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("text", "at", "days"), rows("moments.tsv"))
def test_times_as_people_write_them(text: str, at: str, days: str) -> None:
    """A time in any usual form, with days beside it."""
    wanted = frozenset(map(int, days)) if days else None
    assert parse_moment(text) == (time.fromisoformat(at), wanted)


@pytest.mark.parametrize(
    "text", ["", "25", "8:75", "13 pm", "0 am", "8 foo", "2401", "8-10", "8:3", "half past"]
)
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    """The refusal shows a right form."""
    with pytest.raises(InputError, match="For example: /time"):
        parse_moment(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("weekdays", "days without a time of day. For example: /time 08:30 weekdays"),
        ("mon, wed", "days without a time of day. For example: /time 08:30 mon, wed"),
        ("8 am UTC", "set by itself. For example: /timezone utc"),
        ("9 Berlin time", "set by itself. For example: /timezone berlin"),
        ("8:30 cst", "set by itself. For example: /timezone cst"),
        ("8 hours", "are not days of the week"),
    ],
)
def test_what_is_more_or_less_than_a_time_is_told(text: str, said: str) -> None:
    """Days alone, and the timezone beside a time."""
    with pytest.raises(InputError, match=said):
        parse_moment(text)


@given(
    st.times(), st.sampled_from(["{:%H:%M}", "{:%H%M}", "{:%I:%M %p}", "{:%H点%M分}", "{:%Hh%M}"])
)
def test_every_written_time_is_read_back(moment: time, form: str) -> None:
    """Hours and minutes survive being written."""
    assert parse_time(form.format(moment))[0] == time(moment.hour, moment.minute)


@given(st.frozensets(st.integers(0, 6), min_size=1), st.sampled_from(["en", "zh"]))
def test_days_are_read_back_from_their_text(days: frozenset[int], language: str) -> None:
    """What is shown is understood."""
    with speaking(speech_of(language)):
        assert parse_days(days_text(days)) == days


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    """No other error comes out."""
    for read in (parse_moment, read_zone):
        try:
            read(text)
        except InputError:
            continue


@pytest.mark.parametrize("text", ["off", "OFF", "aus", "关闭"])
def test_never(text: str) -> None:
    """The daily digest can be ended where its time is set."""
    assert parse_moment(text) == NEVER


@pytest.mark.parametrize(("text", "zones"), rows("zones.tsv"))
def test_zones_as_people_name_them(text: str, zones: str) -> None:
    """What people type leads to a zone that exists, or to a question."""
    found = read_zone(text)
    assert (found.zones if isinstance(found, ZoneChoice) else (found,)) == tuple(zones.split())
    assert all(map(ZoneInfo, zones.split()))


@pytest.mark.parametrize(
    "text", ["", "Narnia", "Berln", "+25", "+8:17", "posix/Europe/Berlin", "../etc"]
)
def test_unknown_zones_are_refused(text: str) -> None:
    """The refusal shows right forms."""
    with pytest.raises(InputError, match="/timezone Berlin"):
        parse_zone(text)


@given(
    st.integers(-12, 14),
    st.sampled_from(
        ["{:+}", "UTC{:+}", "gmt {:+}", "{:+03}:00", "{:+03}00", "GMT{:+03}:00", "{:+}h"]
    ),
)
def test_offsets_are_hours_ahead_in_every_spelling(hours: int, form: str) -> None:
    """The clock there is so many hours ahead, and the zone is shown so."""
    zone = parse_zone(form.format(hours))
    now = datetime(2026, 12, 1, tzinfo=UTC)
    assert now.astimezone(ZoneInfo(zone)).utcoffset() == timedelta(hours=hours)
    assert zone_label(zone) == (f"UTC{hours:+}" if hours else "UTC")
    assert parse_zone(zone_label(zone)) == zone


@given(st.sampled_from(sorted(zone for zone in available_timezones() if "/" in zone)))
def test_every_zone_is_known_by_its_own_name(zone: str) -> None:
    """As a choice's button gives it."""
    assert parse_zone(zone) == zone


@pytest.mark.parametrize(
    ("text", "zone", "place"),
    [
        ("Berln", "Europe/Berlin", "Berlin"),
        ("Hangzou", "Asia/Shanghai", "Hangzhou"),
        ("New Dehli", "Asia/Kolkata", "New Delhi"),
        ("Amsterdm", "Europe/Amsterdam", "Amsterdam"),
        ("Philadelpia", "America/New_York", "Philadelphia"),
        ("Kijiw", "Europe/Kyiv", "Kyiv"),
    ],
)
def test_mistyped_places_are_asked_about(text: str, zone: str, place: str) -> None:
    """What is called nearly so is offered first, while it is typed as well."""
    found = read_zone(text)
    assert isinstance(found, ZoneChoice)
    assert (found.zones[0], found.places[0]) == (zone, place)
    assert zones_like(text, 5)[0] == (place, zone)


async def test_a_place_is_told_by_the_name_it_was_asked_for_by(tmp_path: Path) -> None:
    """Not by that of the city that its zone is called by alone; nothing is changed by a guess."""
    async with greek_container(tmp_path) as services:
        said = " ".join(words_of(await dispatch(services, asked("timezone", "Munich"))))
        assert "Your timezone is that of Munich, Europe/Berlin" in said
        said = " ".join(words_of(await dispatch(services, asked("timezone", "Berlin"))))
        assert "Your timezone is Europe/Berlin" in said
        document = await dispatch(services, asked("settings", "timezone Madird"))
        assert "I know no place called “Madird”" in " ".join(words_of(document))
        (menu,) = (block for block in document.blocks if isinstance(block, Menu))
        assert menu.rows[0][0].label == "Madrid · Europe/Madrid · 07:00 (UTC+1)"
        assert (await services.chat(HERE)).settings.zone == "Europe/Berlin"


async def test_several_zones_are_asked_about(tmp_path: Path) -> None:
    """Nothing is changed until one of the buttons is pressed; then all says when it comes."""
    async with greek_container(tmp_path) as services:
        topic = Topic("heads", parse_query("heads"))
        await services.store.save_chat(await services.chat(HERE))
        await services.store.subscribe([Subscription(HERE, topic, services.clock.now())])
        before = (await services.chat(HERE)).settings
        for command in ("timezone", "settings"):
            argument = "CST" if command == "timezone" else "timezone CST"
            document = await dispatch(services, asked(command, argument))
            assert "“CST” may be several timezones" in " ".join(words_of(document))
            assert (await services.chat(HERE)).settings == before
        (menu,) = (block for block in document.blocks if isinstance(block, Menu))
        button = menu.rows[1][0]
        assert button.label == "Asia/Shanghai · 14:00 (UTC+8)"
        name, _, argument = button.command.removeprefix("/").partition(" ")
        said = " ".join(words_of(await dispatch(services, asked(name, argument))))
        assert "it is 14:00 there now" in said
        said = " ".join(words_of(await dispatch(services, asked("time", "8pm daily"))))
        assert "Fri, 8 March 2024, 20:00 (UTC+8)" in said
        said = " ".join(words_of(await dispatch(services, asked("time", "1pm"))))
        assert "Sat, 9 March 2024, 13:00 (UTC+8)" in said
        said = " ".join(words_of(await dispatch(services, asked("time", "off"))))
        assert "Paused" in said
        assert (await services.chat(HERE)).settings.paused


@pytest.mark.parametrize("named", ["order", "Order:"])
async def test_a_setting_named_alone_shows_what_there_is_to_choose(
    tmp_path: Path, named: str
) -> None:
    """As its own command does."""
    async with greek_container(tmp_path) as services:
        alone = await dispatch(services, asked("order"))
        assert await dispatch(services, asked("settings", named)) == alone
