#!/bin/sh
# Babel 2.18.0 (the data of CLDR 47) with Python 3.11, observed on 2026-11-28.
#
# CLDR keeps the names of a zone's city under the identifier that the zone had first, and Babel
# turns every identifier into the one of today before it looks: cities of zones that tzdata has
# renamed have no name in any language in babel.dates.get_timezone_location(..., return_city=True),
# which gives the English identifier without an error, whichever of both names is asked for. The
# names are in Locale.time_zones under the old identifier.
#
# Prints both for three renamed zones and one that was not, and fails if that changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.11 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q babel==2.18.0
"$folder/venv/bin/python" - <<'PY'
from babel import Locale
from babel.dates import get_timezone_location

known = Locale.parse("zh").time_zones
ZONES = (
    ("Asia/Kolkata", "Asia/Calcutta"),
    ("Europe/Kyiv", "Europe/Kiev"),
    ("Asia/Ho_Chi_Minh", "Asia/Saigon"),
    ("Asia/Shanghai", "Asia/Shanghai"),
)
for today, first in ZONES:
    asked = {get_timezone_location(z, locale="zh", return_city=True) for z in (today, first)}
    in_data = known[first]["city"]
    print(f"{today}: Babel says {asked}, its data {in_data}")
    if today == first:
        assert asked == {in_data}, asked
    else:
        assert asked == {today.rpartition("/")[2].replace("_", " ")}, asked
        assert today not in known
        assert not in_data.isascii(), in_data
PY
