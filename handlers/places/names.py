"""Names of places and of times that no table of countries or large cities has."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from domain.excerpts import normalized

_EAST: Final = "America/New_York"
_WEST: Final = "America/Los_Angeles"
_MIDDLE: Final = "America/Chicago"

CITIES: Final = {
    name: zones
    for zones, names in (
        (
            (_EAST,),
            (
                "princeton, ithaca, boston, washington, washington dc, dc, nyc, philly,"
                "new york city,"
                "new england, college park, chapel hill, eastern, us eastern, mit, harvard"
            ),
        ),
        (
            (_WEST,),
            (
                "stanford, palo alto, mountain view, menlo park, cupertino, la, sf, bay area,"
                "silicon valley, pacific, us pacific, redmond, caltech"
            ),
        ),
        ((_MIDDLE,), "urbana, champaign, urbana champaign, central, us central"),
        (("America/Denver",), "mountain, us mountain, los alamos"),
        (("Europe/London",), "st andrews"),
        (("Europe/London", _EAST), "cambridge"),
        ((_WEST, _MIDDLE), "pasadena"),
        (("Europe/Zurich",), "eth zurich, eth, epfl, cern"),
        (("Europe/Berlin",), "garching, heidelberg, central european, middle european"),
        (("Europe/Helsinki",), "eastern european"),
        (("Europe/Lisbon",), "western european"),
        (("America/Vancouver",), "vancouver, victoria"),
        (("America/Toronto",), "waterloo"),
        (("Asia/Tbilisi", _EAST), "georgia"),
        (("Europe/Moscow", _EAST), "st petersburg"),
        (("Europe/Kyiv", _MIDDLE), "odessa"),
        (("Asia/Shanghai",), "xian, 北京时间"),
        ((_EAST,), "纽约, 华盛顿, 普林斯顿"),
        ((_WEST,), "西雅图, 圣何塞"),
        (("America/Toronto",), "渥太华"),
        (("America/Vancouver",), "温哥华"),
        (("Europe/Paris",), "saclay, orsay, palaiseau, gif sur yvette"),
        (("Europe/Rome",), "罗马, 米兰"),
        (("Europe/Vienna",), "维也纳"),
        (("Europe/Zurich",), "женева"),
        (("Asia/Ho_Chi_Minh",), "河内"),
        (("Asia/Seoul",), "大田"),
        (("Asia/Tokyo",), "横滨"),
        (("Europe/Athens",), "αθηνα"),
        (("Asia/Jerusalem",), "תל אביב"),
        (("Asia/Bangkok",), "กรงเทพ"),
        ((_WEST, "America/Costa_Rica"), "san jose"),
        (("Europe/London", "Australia/Sydney"), "newcastle"),
    )
    for name in re.split(r",\s*", names)
}
"""Zones by folded names: towns of universities, regions, times by their English names."""

STATES: Final = {
    name: zones
    for zones, names in (
        (
            (_EAST,),
            (
                "connecticut, delaware, florida, maine, maryland, massachusetts, michigan, ohio,"
                "new hampshire, new jersey, north carolina, pennsylvania, rhode island, vermont,"
                "south carolina, virginia, west virginia, ct, de, fl, ga, ma, md, me, mi, nc, nh,"
                "nj, ny, oh, pa, ri, sc, va, vt, wv, dc"
            ),
        ),
        (
            (_MIDDLE,),
            (
                "alabama, arkansas, illinois, iowa, kansas, louisiana, minnesota, mississippi,"
                "missouri, nebraska, north dakota, oklahoma, south dakota, texas, wisconsin, al,"
                "ar, ia, il, ks, la, mn, mo, ms, nd, ne, ok, sd, tx, wi"
            ),
        ),
        (
            ("America/Denver",),
            "colorado, idaho, montana, new mexico, utah, wyoming, co, id, mt, nm, ut, wy",
        ),
        ((_WEST,), "california, nevada, oregon, washington state, ca, nv, or, wa"),
        (("America/Phoenix",), "arizona, az"),
        (("America/Indiana/Indianapolis",), "indiana, in"),
        ((_EAST, _MIDDLE), "kentucky, tennessee, ky, tn"),
        (("Pacific/Honolulu",), "hawaii, hi"),
        (("America/Anchorage",), "alaska, ak"),
        (("America/Toronto",), "ontario, quebec, on, qc"),
        (("America/Vancouver",), "british columbia, bc"),
        (("America/Edmonton",), "alberta, ab"),
        (("America/Winnipeg",), "manitoba, mb"),
        (("America/Regina",), "saskatchewan, sk"),
        (("America/Halifax",), "nova scotia, new brunswick, ns, nb"),
        (("America/St_Johns",), "newfoundland"),
        (("Europe/Berlin",), "bavaria, bayern"),
    )
    for name in re.split(r",\s*", names)
}
"""Zones by folded names of states and provinces; their letters alone are looked up after a city."""

ABBREVIATIONS: Final = {
    "utc": ("UTC",), "gmt": ("UTC",), "z": ("UTC",), "zulu": ("UTC",), "uct": ("UTC",),
    "et": (_EAST,), "edt": (_EAST,),
    "est": (_EAST, "America/Panama"),
    "ct": (_MIDDLE,), "cdt": (_MIDDLE, "America/Havana"),
    "cst": (_MIDDLE, "Asia/Shanghai", "America/Havana", "America/Costa_Rica"),
    "mt": ("America/Denver",), "mdt": ("America/Denver",),
    "mst": ("America/Denver", "America/Phoenix"),
    "pt": (_WEST,), "pst": (_WEST, "Asia/Manila"), "pdt": (_WEST,),
    "akst": ("America/Anchorage",), "akdt": ("America/Anchorage",), "hst": ("Pacific/Honolulu",),
    "ast": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"), "adt": ("America/Halifax",),
    "nst": ("America/St_Johns",), "ndt": ("America/St_Johns",),
    "cet": ("Europe/Berlin",), "cest": ("Europe/Berlin",), "mez": ("Europe/Berlin",),
    "mesz": ("Europe/Berlin",), "wet": ("Europe/Lisbon",), "west": ("Europe/Lisbon",),
    "eet": ("Europe/Helsinki", "Africa/Cairo"), "eest": ("Europe/Helsinki", "Africa/Cairo"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"), "idt": ("Asia/Jerusalem",),
    "msk": ("Europe/Moscow",), "мск": ("Europe/Moscow",),
    "trt": ("Europe/Istanbul",), "irst": ("Asia/Tehran",),
    "gst": ("Asia/Dubai",), "pkt": ("Asia/Karachi",), "npt": ("Asia/Kathmandu",),
    "ict": ("Asia/Bangkok",), "wib": ("Asia/Jakarta",), "pht": ("Asia/Manila",),
    "hkt": ("Asia/Hong_Kong",), "sgt": ("Asia/Singapore",), "myt": ("Asia/Kuala_Lumpur",),
    "jst": ("Asia/Tokyo",), "kst": ("Asia/Seoul",),
    "aest": ("Australia/Sydney", "Australia/Brisbane"), "aedt": ("Australia/Sydney",),
    "acst": ("Australia/Adelaide", "Australia/Darwin"), "acdt": ("Australia/Adelaide",),
    "awst": ("Australia/Perth",), "nzst": ("Pacific/Auckland",), "nzdt": ("Pacific/Auckland",),
    "sast": ("Africa/Johannesburg",), "eat": ("Africa/Nairobi",), "wat": ("Africa/Lagos",),
    "cat": ("Africa/Maputo",), "brt": ("America/Sao_Paulo",),
    "art": ("America/Argentina/Buenos_Aires",), "clt": ("America/Santiago",),
    "amt": ("America/Manaus", "Asia/Yerevan"),
}  # fmt: skip
"""Zones by abbreviations of their times; where there are several, one cannot know."""

BROKEN_OFFSETS: Final = {
    "-09:30": ("Pacific/Marquesas",), "-03:30": ("America/St_Johns",),
    "+03:30": ("Asia/Tehran",), "+04:30": ("Asia/Kabul",),
    "+05:30": ("Asia/Kolkata",), "+05:45": ("Asia/Kathmandu",), "+06:30": ("Asia/Yangon",),
    "+08:45": ("Australia/Eucla",), "+09:30": ("Australia/Darwin", "Australia/Adelaide"),
    "+10:30": ("Australia/Adelaide", "Australia/Lord_Howe"), "+12:45": ("Pacific/Chatham",),
}  # fmt: skip
"""Zones by offsets of no whole hours; whole ones have zones of their own."""

COUNTRIES: Final = {
    "usa": "US", "us": "US", "america": "US", "united states of america": "US", "the us": "US",
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB",
    "britain": "GB", "holland": "NL", "the netherlands": "NL", "korea": "KR", "uae": "AE",
    "czech republic": "CZ", "turkey": "TR", "prc": "CN", "ivory coast": "CI", "vietnam": "VN",
    "burma": "MM", "rok": "KR", "taiwan": "TW", "hong kong": "HK", "macau": "MO",
    "韩国": "KR", "英国": "GB", "美国": "US", "俄国": "RU", "香港": "HK", "台湾": "TW",
    "澳门": "MO", "dr congo": "CD", "drc": "CD", "democratic republic of congo": "CD",
}  # fmt: skip
"""Codes of countries by further folded names."""

LANGUAGES_OF: Final = (
    (re.compile("[\u3040-\u30ff]"), ("ja",)),
    (re.compile("[\u4e00-\u9fff]"), ("zh", "zh_Hant", "ja")),
    (re.compile("[\u1100-\u11ff\uac00-\ud7af]"), ("ko",)),
    (re.compile("[\u0400-\u04ff]"), ("ru", "uk")),
    (re.compile("[\u0590-\u05ff]"), ("he",)),
    (re.compile("[\u0600-\u06ff]"), ("ar", "fa")),
    (re.compile("[\u0900-\u097f]"), ("hi",)),
    (re.compile("[a-z]"), ("de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "tr", "id", "vi")),
)
"""By letters, the languages whose names of countries are looked through."""

_NO_WORD = re.compile(r"[\W_]+")
_SINGLE: Final = re.compile(r"(?<!\S)(\w) (?=\w(?!\S))")


def folded(text: str) -> str:
    """A name as it is looked up: in small letters, without accents and signs; "U.S." is "us"."""
    decomposed = normalized("NFKD", text.strip().lower())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SINGLE.sub(r"\1", " ".join(_NO_WORD.sub(" ", plain).split()))
