"""The settings read, and what is wrong with those that cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pydantic import ValidationError

from bot.given import unread, wrong_proxies
from bot.settings import PREFIX, Settings
from domain.errors import SettingsError
from domain.messages import sentence

_REASONS: Final = {
    "int_parsing": "it must be a whole number",
    "float_parsing": "it must be a number",
    "bool_parsing": "it must be 1 or 0",
    "greater_than_equal": "it must be at least {ge}",
    "literal_error": "it must be {expected}",
    "datetime_from_date_parsing": "it must be a moment as 2024-03-08T06:00:00Z",
}
"""What pydantic's kinds of errors mean, in plain words."""


def read_settings() -> tuple[Settings, tuple[SettingsError, ...]]:
    """The settings without those that have no value they can have, and what each of these is.

    What is said of one names it, but never shows the value, which may be a secret.

    Raises:
        SettingsError: it is where the database lies that cannot be told.
    """
    try:
        return Settings(), wrong_proxies()
    except (OSError, UnicodeDecodeError) as error:
        raise unread(error) from error
    except ValidationError as error:
        wrong = {
            str(each["loc"][0]): _refused(each["loc"], each["type"], each["msg"], each.get("ctx"))
            for each in error.errors(include_input=False)
        }
        if "database" in wrong:
            raise wrong["database"] from None
        fields = Settings.model_fields
        usual = {name: fields[name].get_default(call_default_factory=True) for name in wrong}
        return Settings(**usual), (*wrong.values(), *wrong_proxies())


def _refused(where: Sequence[object], kind: str, said: str, given: Any) -> SettingsError:
    name = PREFIX + "_".join(map(str, where)).upper()
    reason = _REASONS.get(kind, said.removeprefix("Value error, ")).format(**(given or {}))
    return SettingsError(sentence("{named} cannot be used: {reason}.", named=name, reason=reason))
