"""What days are called: some days together, numbers in words, and what no digest can be of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from app.days import Span

SPANS: Final = {
    name: span
    for span, names in (
        (Span.TODAY, "today, tonight, heute, hoy, aujourd'hui, сегодня, 今天, 今日, 오늘, 最新"),
        (Span.YESTERDAY, "yesterday, yesterday evening, last night, gestern, hier, ayer, вчера"),
        (Span.YESTERDAY, "昨天, 昨日, 어제"),
        (Span.THIS_WEEK, "this week, diese woche, cette semaine, esta semana, 本周, 这周, 今週"),
        (Span.LAST_WEEK, "last week, letzte woche, la semaine dernière, semaine dernière"),
        (Span.LAST_WEEK, "la semana pasada, semana pasada, previous week, 上周, 上星期, 先週"),
        (Span.WEEK, "past week, one week, a week, week, woche, 一周, 过去一周, 最近一周"),
        (Span.THIS_MONTH, "this month, diesen monat, diesem monat, 本月, 这个月, 今月"),
        (Span.MONTH, "last month, past month, one month, a month, month, letzten monat, monat"),
        (Span.MONTH, "一个月, 最近一个月, 上个月, 先月"),
    )
    for name in names.split(", ")
}

ALONE: Final = ("now", "latest", "newest", "the latest", "the newest", "neueste")
"""What means the newest announcement where nothing else is said."""

BEFORE_YESTERDAY: Final = (
    "the day before yesterday", "day before yesterday", "vorgestern", "avant-hier", "anteayer",
    "позавчера", "前天", "一昨日", "그저께",
)  # fmt: skip

COMING: Final = (
    "the day after tomorrow", "day after tomorrow", "tomorrow", "übermorgen", "morgen", "demain",
    "mañana", "завтра", "明天", "后天", "下周", "下星期", "下个月", "明日", "来週", "내일",
)  # fmt: skip
"""Days of which nothing is announced yet."""

YEARS: Final = ("this year", "last year", "past year", "a year", "dieses jahr", "今年", "去年")

WEEKENDS: Final = (
    "this weekend", "last weekend", "weekend", "letztes wochenende", "am wochenende", "wochenende",
    "周末", "上周末", "週末",
)  # fmt: skip

NUMBERS: Final = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten",
        "einem zwei drei vier fünf sechs sieben acht neun zehn",
        "一 二 三 四 五 六 七 八 九 十",
    )
    for number, word in enumerate(words.split(), start=1)
} | {"a": 1, "两": 2, "eine": 1, "einer": 1} | {
    f"{tens}十{ones}": 10 * ten + one
    for ten, tens in enumerate(("", "二", "三"), start=1)
    for one, ones in enumerate(("", *"一二三四五六七八九"))
}  # fmt: skip
"""Numbers in words."""


def alternatives(names: Iterable[str]) -> str:
    """A pattern of some names, the longest first, each blank of them of any length."""
    longest = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", "[ ]+") for name in longest)


WORDS_TOO: Final = (
    "tonight", "hier", "hoy", "week", "a week", "one week", "woche", "month", "a month",
    "one month", "monat", "最新",
)  # fmt: skip
"""Days that a topic may begin with."""

CHINESE_FIRST: Final = re.compile(
    f"(?:{alternatives(name for name in SPANS if name >= '一' and name not in WORDS_TOO)})的?"
)
"""Days before words, without a blank."""


def counted(text: str) -> int:
    """A number in figures or in one of these words."""
    return int(text) if text.isdecimal() else NUMBERS[text]


MONTHS: Final = {
    name: month
    for names in (
        "januar februar märz april mai juni juli august september oktober november dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    )
    for month, name in enumerate(names.split(), start=1)
} | {"dicembre": 12, "sept": 9}
"""Months by their names in languages that are not spoken here."""

WEEKDAYS: Final = {
    name: day
    for names in (
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lunes martes miércoles jueves viernes sábado domingo",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "понедельник вторник среду четверг пятницу субботу воскресенье",
        "понедельник вторник среда четверг пятница суббота воскресенье",
        "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
        "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
    )
    for day, name in enumerate(names.split())
}
"""Days of the week by their names in languages that are not spoken here."""
