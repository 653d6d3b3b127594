#!/bin/sh
# Babel 2.18.0 with Python 3.11, observed on 2026-11-28.
#
# Documentation and examples of format_decimal name no largest number. A whole number of 26 digits
# raises decimal.InvalidOperation, which is no ValueError: Babel rounds to three digits after the
# point by Decimal.quantize, and Python's default decimal context has 28 digits for all of it.
# format_percent, which shows no digits after the point, takes 26. In a decimal.localcontext with
# more digits both take any number.
#
# Prints the longest whole number that each takes, and fails if that changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.11 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q babel==2.18.0
"$folder/venv/bin/python" - <<'PY'
from decimal import InvalidOperation, localcontext

from babel.numbers import format_decimal, format_percent


def longest(formatted):
    for digits in range(1, 60):
        try:
            formatted(10 ** (digits - 1), locale="en")
        except InvalidOperation:
            return digits - 1
    return None


found = {each.__name__: longest(each) for each in (format_decimal, format_percent)}
with localcontext(prec=80):
    roomy = {each.__name__: longest(each) for each in (format_decimal, format_percent)}
print("digits taken by default:", found)
print("digits taken in a context of 80 digits (None: all of 59):", roomy)
assert found == {"format_decimal": 25, "format_percent": 26}, found
assert set(roomy.values()) == {None}, roomy
PY
