"""The first steps of somebody new: a topic, the timezone asked once and confirmed, a time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from domain.documents import Button, Buttons, Document, Menu
from handlers.dispatch import dispatch
from i18n.speech import current
from tests.handlers.greek import HERE, asked, greek_container, words_of
from topics.catalogue import catalogue


def buttons_of(document: Document) -> dict[str, Button]:
    """All buttons by their labels."""
    blocks = (block for block in document.walk() if isinstance(block, Buttons))
    return {button.label: button for block in blocks for row in block.rows for button in row}


@pytest.mark.parametrize(
    ("locale", "zone"),
    [("ru", "Europe/Moscow"), ("pt-BR", "America/Sao_Paulo"), ("en-GB", "Europe/London")],
)
async def test_the_timezone_is_asked_once(tmp_path: Path, locale: str, zone: str) -> None:
    """Guessed from the platform's language, and set by a press alone; a time can be chosen then."""
    async with greek_container(tmp_path) as services:
        request = replace(asked("subscribe", "talking heads"), locale=locale)
        first = await dispatch(services, request)
        assert (await services.chat(HERE)).settings.zone == "UTC"
        yes = buttons_of(first)[f"Yes, {current().city(zone)}"]
        second = await dispatch(services, replace(request, argument="rings"))
        assert not any(label.startswith("Yes") for label in buttons_of(second))
        set_now = await dispatch(services, asked("timezone", yes.command.partition(" ")[2]))
        assert (await services.chat(HERE)).settings.zone == zone
        assert {"07:00", "08:00"} <= set(buttons_of(set_now))


async def test_where_nothing_can_be_guessed_it_is_asked(tmp_path: Path) -> None:
    """English is spoken everywhere."""
    async with greek_container(tmp_path) as services:
        first = await dispatch(services, replace(asked("subscribe", "talking heads"), locale="en"))
        assert {"UTC is right", "Another timezone ›"} <= set(buttons_of(first))


async def test_another_timezone_is_chosen_beside_the_topic(tmp_path: Path) -> None:
    """What was said of the topic stays; then a time of day can be chosen, as before."""
    async with greek_container(tmp_path) as services:
        first = await dispatch(services, replace(asked("subscribe", "talking heads"), locale="en"))
        line = buttons_of(first)["Another timezone ›"].command
        cities = await dispatch(services, asked(*line.removeprefix("/").split()))
        assert not cities.is_menu, "it would take the topic's place"
        assert "Los Angeles · 22:00" in buttons_of(cities), "short enough for half a phone"
        berlin = buttons_of(cities)["Berlin · 07:00"].command
        set_now = await dispatch(services, asked(*berlin.removeprefix("/").split()))
        assert (await services.chat(HERE)).settings.zone == "Europe/Berlin"
        assert {"07:00", "08:00"} <= set(buttons_of(set_now))


async def test_a_field_is_a_dozen_topics_a_page(tmp_path: Path) -> None:
    """Each in a row of its own, in the reader's language; with a way on and a way back."""
    async with greek_container(tmp_path) as services:
        for field in {topic.field for topic in catalogue()}:
            found: list[str] = []
            lines, back = [field], "/topics"
            for line in lines:
                page = await dispatch(services, replace(asked("topics", line), locale="zh"))
                (menu,) = (block for block in page.blocks if isinstance(block, Menu))
                *topics, turning = menu.rows
                assert len(topics) <= 12
                found += [button.label for (button,) in topics]
                assert turning[0].command == back
                lines += [button.command.removeprefix("/topics ") for button in turning[1:]]
                back = f"/topics {field} page {len(lines) - 1}"
            assert found == [topic.called("zh") for topic in catalogue() if topic.field == field]


async def test_a_ready_topic_is_told_by_its_name(tmp_path: Path) -> None:
    """Its query is for those who ask; one of somebody's own is shown."""
    async with greek_container(tmp_path) as services:
        ready = await dispatch(services, asked("subscribe", "diffusion models"))
        assert "Following Diffusion models." in words_of(ready)
        own = await dispatch(services, asked("subscribe", "ti:heads"))
        assert any("ti:heads" in words and "Following" in words for words in words_of(own))
