"""The forecast of the coming digests."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.sending.delivery import DiscordMessenger
from bot.platforms.discord.sending.pace import PER_SECOND as DISCORD_RATE
from bot.platforms.telegram.incoming import KIND
from bot.platforms.telegram.sending.pacing import IN_ALL
from scheduler.forecast import PER_SECOND, rushes, told

EIGHT = datetime(2024, 3, 8, 8, tzinfo=UTC)
LOOKS = st.lists(
    st.tuples(
        st.sampled_from(("telegram", "discord")),
        st.integers(0, 1439).map(lambda minute: EIGHT + timedelta(minutes=minute)),
        st.integers(1, 20_000),
    ),
    unique_by=lambda look: look[:2],
)


def test_the_rates_are_those_of_the_doors() -> None:
    """What is forecast is what is done."""
    assert {
        KIND: IN_ALL[0] / IN_ALL[1],
        DiscordMessenger.name: DISCORD_RATE,
    } == PER_SECOND


def test_a_busy_minute() -> None:
    """As long as all its messages take."""
    (rush,) = rushes([("telegram", EIGHT, 5_000)], {"telegram": 2.8})
    assert rush.takes == timedelta(seconds=500)
    assert rush.begins == rush.at
    assert told([rush]) == [
        (
            "telegram: 5000 digests within a day, 5000 of them at 2024-03-08 08:00 UTC, "
            "which take 8 min"
        )
    ]


def test_one_digest_is_one() -> None:
    """In the words of `check` and of the log."""
    (said,) = told(rushes([("discord", EIGHT, 1)], {}))
    assert said.startswith("discord: 1 digest within a day, 1 of them at ")
    assert "which takes " in said


def test_minutes_that_collide() -> None:
    """Whoever comes after a busy minute has to wait, and the operator hears of it."""
    five_past = EIGHT + timedelta(minutes=5)
    coming = rushes([("telegram", EIGHT, 5_600), ("telegram", five_past, 10)], {"telegram": 3.0})
    assert [rush.begins > rush.at for rush in coming] == [False, True]
    assert coming[1].begins == EIGHT + timedelta(minutes=10)
    assert told(coming)[1] == (
        "telegram: the 10 digests of 08:05 UTC begin 5 min late, as those before take so long"
    )


def test_platforms_do_not_wait_for_each_other() -> None:
    """Each has its own rate; where nothing is sent by itself there is nothing to forecast."""
    looks = [(name, EIGHT, 1_000) for name in ("console", "discord", "telegram")]
    coming = rushes(looks, {})
    assert [rush.platform for rush in coming] == ["discord", "telegram"]
    assert all(rush.begins == rush.at for rush in coming)
    assert told([]) == []


@given(LOOKS)
def test_nobody_is_served_before_their_time_or_together(
    looks: list[tuple[str, datetime, int]],
) -> None:
    """On one platform one moment's digests begin when those before have gone."""
    coming = rushes(looks, {})
    assert sum(rush.chats for rush in coming) == sum(count for _, _, count in looks)
    for rush in coming:
        assert rush.at <= rush.begins < rush.ends
    for platform in PER_SECOND:
        own = [rush for rush in coming if rush.platform == platform]
        assert all(first.ends <= second.begins for first, second in itertools.pairwise(own))
