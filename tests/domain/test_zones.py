"""Timezones are the pinned ones, and are called as people call them."""

from __future__ import annotations

import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest

from domain.zones import zone_label

WINTER = datetime(2026, 12, 15, 12, tzinfo=UTC)


def test_zones_of_the_machine_are_not_read() -> None:
    """Whatever is imported first, all zones come with Papercrier."""
    code = "import handlers.dispatch, zoneinfo; print(zoneinfo.TZPATH)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "()"
    assert zoneinfo.TZPATH == ()


@pytest.mark.parametrize(("zone", "hours"), [("America/Vancouver", -7), ("Africa/Casablanca", 0)])
def test_offsets_of_this_winter(zone: str, hours: int) -> None:
    """Those that changed lately, and that machines with older zones have an hour off."""
    assert WINTER.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() == timedelta(hours=hours)


def test_hours_ahead_are_shown_with_a_plus() -> None:
    """As people mean signs, whatever the zone is called."""
    for hours in range(-12, 15):
        sign = "+" if hours < 0 else "-"
        zone = f"Etc/GMT{sign}{abs(hours)}"
        offset = WINTER.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
        assert offset == timedelta(hours=hours)
        assert zone_label(zone) == (f"UTC{hours:+}" if hours else "UTC")


def test_every_zone_has_a_label_without_etc() -> None:
    """A zone that is no offset keeps its name."""
    for zone in zoneinfo.available_timezones():
        label = zone_label(zone)
        assert label
        assert not label.startswith("Etc/GMT")
    assert zone_label("America/New_York") == "America/New_York"
    assert zone_label("GMT+0") == "UTC"
