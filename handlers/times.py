"""Reading when a digest comes: a time of day and days of the week, as people write them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import time
from typing import Final

from app.limits import SHOWN
from composing.settings import AS_ANNOUNCED, DAY_GROUPS, DAYS_OF
from domain.chats import ALL_DAYS
from domain.errors import InputError
from domain.excerpts import excerpt, normalized
from domain.messages import for_example, sentence
from handlers.calendar.names import languages_of, weekdays
from handlers.places.zones import read_zone
from handlers.spoken_times import in_figures
from i18n.speech import phrase

Moment = tuple[time | None, frozenset[int] | None]
"""A time, or None for as announced, and days where they are given; no days at all for never."""

NEVER: Final[Moment] = (None, frozenset())

_AS_ANNOUNCED: Final = re.compile(
    r"(?:(?:as (?:soon as )?|when )?announced|asap|as soon as possible|immediately)\b",
    re.IGNORECASE,
)
_OFF: Final = frozenset(
    ("off", "never", "none", "no", "pause", "stop", "aus", "nie", "关", "关闭", "不要", "暂停")
)
_HALVES: Final = {
    "am": r"a\.?m\.?(?![a-z])|in the morning|morgens|vormittags|du matin|de la mañana|утра"
    r"|早上|上午|清晨|凌晨|早晨|早|半夜|午前|오전",
    "pm": r"p\.?m\.?(?![a-z])|in the (?:afternoon|evening)|at night|nachmittags|abends"
    r"|du soir|de l['’]après-midi|de la (?:tarde|noche)|вечера|дня"
    r"|下午|晚上|傍晚|晚|午后|午後|오후|中午",
}
_HALF: Final = "|".join(f"(?P<{{side}}_{name}>{words})" for name, words in _HALVES.items())
_CLOCK: Final = (
    r"(?P<run>\d{4}|\d{3})(?!\d)"
    r"|(?P<hour>\d{1,2})(?: ?uhr(?: ?(?P<uhr>\d{2})(?!\d))?"
    r"| ?(?:点|點|时|時|시) ?(?:(?P<half>半)|(?P<cn>\d{1,2}) ?(?:分|분)?|整|钟)?"
    r"| ?o['’]?clock| ?(?:heures?|horas?|uur|ore|час(?:ов|а)?|h)(?![a-zа-я])"
    r"(?: ?(?P<heures>\d{2})(?!\d))?"
    r"|[:.,h ](?P<minute>\d{2})(?!\d)(?::\d{2}(?!\d))?(?: ?(?:uhr|uur|hours|hrs|h)(?![a-z]))?)?"
)
_AT: Final = r"(?<![a-z])(?:at|um|à|à|a las|alle(?: ore)?|ore|om|kl\.?|klokken|в) "
_TIME = re.compile(
    rf"(?:{_AT})?(?:{_HALF.format(side='before')})? ?(?:{_AT})?"
    rf"(?:{_CLOCK}) ?(?:{_HALF.format(side='after')})?"
)
_NAMED: Final = (
    (re.compile(r"\b(?:at )?(?:noon|midday)\b|\bmittags?\b|\bmidi\b|正午|中午(?! ?\d)"), time(12)),
    (
        re.compile(r"\b(?:at )?midnight\b|\bmitternachts?\b|\bminuit\b|(?:午夜|半夜)(?! ?\d)"),
        time(0),
    ),
)
_PARTS_OF_DAYS: Final = (
    (re.compile(r"(?:in the )?\bmornings?\b|\bmorgens\b|早上|早晨"), time(8)),
    (re.compile(r"(?:in the )?\bevenings?\b|\babends\b|晚上|傍晚"), time(18)),
)
"""What is said without a figure."""

_DAY_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS: Final = {
    "every day": ALL_DAYS, "each day": ALL_DAYS, "all days": ALL_DAYS, "täglich": ALL_DAYS,
    "每天": ALL_DAYS, "每日": ALL_DAYS, "天天": ALL_DAYS, "毎日": ALL_DAYS, "jeden tag": ALL_DAYS,
    "tous les jours": ALL_DAYS, "todos los días": ALL_DAYS, "каждый день": ALL_DAYS,
    "wochentags": DAYS_OF["weekdays"], "en semaine": DAYS_OF["weekdays"],
    "working days": DAYS_OF["weekdays"], "am wochenende": DAYS_OF["weekends"],
    "werktags": DAYS_OF["weekdays"], "工作日": DAYS_OF["weekdays"], "平日": DAYS_OF["weekdays"],
    "on weekdays": DAYS_OF["weekdays"], "workdays": DAYS_OF["weekdays"],
    "m-f": DAYS_OF["weekdays"], "weekday": DAYS_OF["weekdays"], "weekend": DAYS_OF["weekends"],
    "on weekends": DAYS_OF["weekends"], "周末": DAYS_OF["weekends"],
    "週末": DAYS_OF["weekends"], "wochenende": DAYS_OF["weekends"],
}  # fmt: skip
_CHINESE_DAYS = re.compile(
    r"(?:[每逢]?(?:周|週|星期|礼拜))"
    r"([一二三四五六日天](?: ?[、,至到~-]? ?[一二三四五六日天](?!点|點))*)"
)
_JAPANESE_DAYS: Final = re.compile(r"[月火水木金土日]{2,7}")
_ADVERB: Final = re.compile(r"(?<=tag|och)s\b")
_BUT: Final = re.compile(r"(?:but )?(?:except|not)(?: on)? (?P<days>.+)")
_TO = re.compile(r" ?(?:至|到|~|-) ?| (?:to|till|until|through|thru|bis|à|a|au|al|по) ")
_AMONG: Final = re.compile(r"^(?:de|du|da|от|с) (?=\w+ (?:a|au|al|по) )")
"""What stands before the first of several days: “de lunes a viernes”."""
_LONGEST: Final = 100


def parse_moment(text: str) -> Moment:
    """As `parse_time`; None in place of the time for ``as announced``; `NEVER` for ``off``.

    Raises:
        InputError: it is neither.
    """
    typed = text.strip()
    if is_off(typed):
        return NEVER
    match = _AS_ANNOUNCED.match(typed)
    spoken = phrase(AS_ANNOUNCED)
    if match is None and not typed.startswith(spoken):
        return parse_time(text)
    rest = typed[match.end() if match else len(spoken) :].strip()
    return None, parse_days(rest) if rest else None


def is_off(text: str) -> bool:
    """Whether somebody wishes for nothing of it."""
    return text.strip().casefold() in (*_OFF, phrase("off"))


def parse_time(text: str) -> tuple[time, frozenset[int] | None]:
    """A time of day and, where they stand beside it, days: ``08:30``, ``8 pm mon-fri``.

    Raises:
        InputError: it is no time, or the days are not understood.
    """
    plain = _plain(text)
    at, rest = _found_time(in_figures(plain)) or (None, "")
    if at is not None and not rest:
        return at, None
    if at is not None and any(map(str.isalpha, rest)):
        return at, _days_beside(rest)
    said, example = sentence("“{text}” is not a time of day.", text=excerpt(text, SHOWN)), ""
    if _is_days(plain):
        said = sentence("“{text}” are days without a time of day.", text=excerpt(text, SHOWN))
        example = f" {plain}"
    raise InputError(said, hint=for_example(f"/time 08:30{example}"))


def _days_beside(text: str) -> frozenset[int]:
    """The days beside a time; where a timezone stands there, it is said what sets that."""
    if not _is_days(text) and _is_zone(text.removesuffix(" time")):
        raise InputError(
            sentence("A time is one of your timezone, which is set by itself."),
            hint=for_example(f"/timezone {text.removesuffix(' time')}"),
        )
    return parse_days(text)


def _is_days(text: str) -> bool:
    with suppress(InputError):
        return len(text) > 2 and bool(parse_days(text))
    return False


def _is_zone(text: str) -> bool:
    with suppress(InputError):
        found = read_zone(text)
        return len(text) > 2 and (isinstance(found, str) or not found.places)
    return False


def parse_days(text: str) -> frozenset[int]:
    """Days of the week: ``daily``, ``weekdays``, ``mon-fri``, ``tue, thu``, ``周一至周五``.

    Raises:
        InputError: they are not understood.
    """
    plain = _AMONG.sub("", _plain(text).strip(" ,、"))
    if but := _BUT.fullmatch(plain):
        return ALL_DAYS - parse_days(but["days"])
    lowered = plain.removeprefix("on ").removeprefix("every ").removeprefix("jeden ")
    shown = {phrase(told): name for name, told in DAY_GROUPS.items()}
    group = DAYS_OF.get(shown.get(lowered, lowered)) or _GROUPS.get(plain) or _GROUPS.get(lowered)
    if group is not None:
        return group
    if _JAPANESE_DAYS.fullmatch(lowered):
        return frozenset(map("月火水木金土日".index, lowered))
    lowered = _ADVERB.sub("", lowered)
    ranges = " ".join(_CHINESE_DAYS.sub(_in_english, lowered).split())
    parts = [part for part in re.split(r"[,、;/\s]+", _TO.sub("-", ranges)) if part]
    parts = [part for part in parts if part not in ("and", "und", "和", "&", "+", "et", "y")]
    for language in languages_of(lowered):
        days = _days(parts, language)
        if days:
            return days
    raise InputError(
        sentence("“{text}” are not days of the week.", text=excerpt(text, SHOWN)),
        hint=for_example("/time 08:30 mon-fri"),
    )


def _plain(text: str) -> str:
    """In small letters, with plain figures, colons, dashes and single blanks."""
    plain = " ".join(normalized("NFKC", text.strip()[:_LONGEST]).casefold().split())
    return plain.translate(dict.fromkeys(map(ord, "–—−‐‑"), "-"))


def _found_time(text: str) -> tuple[time, str] | None:
    """The time in a text, and what stands around it."""
    if named := _named(text, _NAMED):
        return named
    match = _TIME.search(text)
    if match is None:
        return _named(text, _PARTS_OF_DAYS)
    run = match["run"]
    hour = int(run[:-2] if run else match["hour"])
    minute = int(run[-2:] if run else _minutes(match))
    minute = 30 if match["half"] else minute
    if match["before_am"] or match["after_am"] or match["before_pm"] or match["after_pm"]:
        is_evening = bool(match["before_pm"] or match["after_pm"])
        # 下午20:30 is said too, and 上午0点; “13 pm” is not.
        is_chinese = bool(match["before_am"] or match["before_pm"])
        if not is_chinese and not 1 <= hour <= 12:
            return None
        if hour <= 12:
            hour = hour % 12 + (12 if is_evening else 0)
    # To a Chinese, twelve in the forenoon is noon.
    if "上午" in match[0] and (hour, match["hour"]) == (0, "12"):
        hour = 12
    # Twelve at night is midnight, and to a Chinese twelve in the evening.
    if hour == 12 and ("晚" in match[0] or "night" in match[0]):
        hour = 0
    hour = 0 if (hour, minute) == (24, 0) else hour
    if hour > 23 or minute > 59:
        return None
    return time(hour, minute), _around(text, match)


def _named(text: str, named: tuple[tuple[re.Pattern[str], time], ...]) -> tuple[time, str] | None:
    for pattern, at in named:
        if match := pattern.search(text):
            return at, _around(text, match)
    return None


def _minutes(match: re.Match[str]) -> str:
    return next(filter(None, map(match.group, ("minute", "uhr", "heures", "cn"))), "0")


def _around(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()].strip(' ,')} {text[match.end() :].strip(' ,')}".strip()


def _in_english(match: re.Match[str]) -> str:
    said = (
        "-" if sign in "至到~-" else f" {_DAY_NAMES['一二三四五六日'.index(sign)]}"
        for sign in re.sub(r"[、,\s]", "", match[1].replace("天", "日"))
    )
    return "".join(said).replace("- ", "-") + " "


def _days(parts: list[str], language: str) -> frozenset[int]:
    """Days by their names in a language; none where one is not known."""
    known = weekdays(language)
    days: set[int] = set()
    for part in parts:
        first, _, last = part.partition("-")
        begin, end = known.get(first.strip(".")), known.get((last or first).strip("."))
        if begin is None or end is None:
            return frozenset()
        days.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    return frozenset(days)
