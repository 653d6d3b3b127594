"""Numbers and units as siunitx prints them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from papers.text.mathsigns import script

_PREFIXES: Final = {
    "yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p", "nano": "n", "micro": "μ",
    "milli": "m", "centi": "c", "deci": "d", "deca": "da", "hecto": "h", "kilo": "k", "mega": "M",
    "giga": "G", "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y", "kibi": "Ki",
    "mebi": "Mi", "gibi": "Gi", "tebi": "Ti",
}  # fmt: skip
_UNITS: Final = {
    "metre": "m", "meter": "m", "gram": "g", "kilogram": "kg", "second": "s", "ampere": "A",
    "kelvin": "K", "mole": "mol", "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa",
    "joule": "J", "watt": "W", "coulomb": "C", "volt": "V", "farad": "F", "ohm": "Ω",
    "siemens": "S", "weber": "Wb", "tesla": "T", "henry": "H", "lumen": "lm", "lux": "lx",
    "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "radian": "rad", "steradian": "sr",
    "degreeCelsius": "°C", "celsius": "°C", "degree": "°", "arcminute": "′", "arcsecond": "″",
    "minute": "min", "hour": "h", "day": "d", "year": "yr", "litre": "L", "liter": "L",
    "tonne": "t", "hectare": "ha", "electronvolt": "eV", "dalton": "Da", "bar": "bar",
    "barn": "b", "angstrom": "Å", "parsec": "pc", "astronomicalunit": "au", "bel": "B",
    "decibel": "dB", "percent": "%", "bit": "bit", "byte": "B", "atomicmassunit": "u",
    "erg": "erg", "gauss": "G", "lightyear": "ly", "solarmass": "M⊙", "flop": "FLOP",
    "nm": "nm", "um": "μm", "mm": "mm", "cm": "cm", "km": "km", "kg": "kg", "ms": "ms",
    "us": "μs", "ns": "ns", "ps": "ps", "fs": "fs", "eV": "eV", "keV": "keV", "MeV": "MeV",
    "GeV": "GeV", "TeV": "TeV", "meV": "meV", "Hz": "Hz", "kHz": "kHz", "MHz": "MHz",
    "GHz": "GHz", "THz": "THz", "K": "K", "mK": "mK", "V": "V", "mV": "mV", "kV": "kV", "A": "A",
    "mA": "mA", "W": "W", "mW": "mW", "kW": "kW", "MW": "MW", "J": "J", "kJ": "kJ", "Pa": "Pa",
    "kPa": "kPa", "MPa": "MPa", "GPa": "GPa", "T": "T", "dB": "dB", "g": "g", "mg": "mg",
    "m": "m", "s": "s", "h": "h", "l": "L", "mol": "mol", "N": "N", "C": "C", "F": "F",
}  # fmt: skip
_UPRIGHT: Final = frozenset({"text", "mathrm", "textrm", "ensuremath"})
_PIECE = re.compile(r"\\([A-Za-z]+)\s*(?:\{([^{}]{0,20})\})?|([^\\])")
_EXPONENT = re.compile(r"(?P<body>.*?)[eEdD](?P<power>[+-]?\d+)\s*$")


def number(written: str) -> str:
    """``1.2e-3`` as 1.2×10⁻³."""
    told = " ".join(written.replace("\\pm", "±").replace("+-", "±").replace("\\,", "").split())
    match = _EXPONENT.match(told) if len(told) < 60 else None
    if match is None:
        return told.replace("±", " ± ").replace("  ", " ").strip()
    power = script(match["power"].lstrip("+").replace("-", "-")) or ""
    body = match["body"].strip().replace("±", " ± ")
    return f"{body}×10{power}" if body else f"10{power}"


def numbers(written: Sequence[str], last: str) -> str:
    """Several numbers, the last of them behind a word."""
    told = [number(one) for one in written]
    return f"{', '.join(told[:-1])}{last}{told[-1]}" if len(told) > 1 else "".join(told)


def angle(written: str) -> str:
    """``30;15;0`` as 30°15′0″; parts that are not given are left out."""
    parts = zip(written.split(";"), "°′″", strict=False)
    return "".join(f"{number(part)}{sign}" for part, sign in parts if part.strip())


def product(written: str) -> str:
    """``2 x 3`` as 2×3."""
    return "×".join(number(part) for part in written.split("x"))


def quantity(value: str, of: str) -> str:
    """A number with its unit; an angle's and a percentage's as well with a blank between."""
    told = unit(of)
    return f"{number(value)}{'' if told[:1] in ('°', '′', '″') and len(told) == 1 else ' '}{told}"


def unit(written: str) -> str:
    r"""``\kilo\metre\per\second`` as km s⁻¹; units written out by hand as they are."""
    if "\\" not in written:
        return _by_hand(written)
    read = _Unit()
    for match in _PIECE.finditer(written):
        if match[3] is None:
            read.take(match[1], match[2] or "")
        elif match[3].strip() and match[3] not in "{}":
            read.parts.append(match[3])
    return " ".join(read.parts)


class _Unit:
    """A unit being read, macro by macro."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._prefix = ""
        self._power = ""
        self._is_below = False

    def take(self, name: str, given: str) -> None:
        """Take one macro with its argument."""
        if name in _PREFIXES:
            self._prefix = _PREFIXES[name]
        elif name == "per":
            self._is_below = True
        elif name in ("square", "cubic", "raiseto"):
            self._power = {"square": "2", "cubic": "3"}.get(name, given)
        elif name in ("squared", "cubed", "tothe"):
            self._raise({"squared": "2", "cubed": "3"}.get(name, given))
        elif name == "of" and self.parts:
            self.parts[-1] += f"({given})"
        elif name != "of" and (name not in _UPRIGHT or given.strip()):
            exponent = f"-{self._power or 1}" if self._is_below else self._power
            above = script(exponent) or f"^{exponent}" if exponent else ""
            symbol = given.strip() if name in _UPRIGHT else _UNITS.get(name, name)
            self.parts.append(self._prefix + symbol + above)
            self._prefix, self._power, self._is_below = "", "", False

    def _raise(self, power: str) -> None:
        """Raise the unit before to a power."""
        if self.parts:
            sign = "-" if self.parts[-1].endswith("⁻¹") else ""
            above = script(sign + power) or f"^{power}"
            self.parts[-1] = self.parts[-1].removesuffix("⁻¹") + above


def _by_hand(written: str) -> str:
    told = re.sub(r"\^\{?(-?\d+)\}?", lambda match: script(match[1]) or match[0], written)
    return " ".join(re.sub(r"(?<=[A-Za-z⁰-⁹¹²³])\.(?=[A-Za-z])|~", " ", told).split())
