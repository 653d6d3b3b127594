#!/bin/sh
# python-telegram-bot 22.8 with Python 3.11, observed on 2026-11-29.
#
# Objects of a Bot API server that is older than the library are read as they are: a field that a
# later version of the API has added is None or has a default. Not so of a poll: one without
# `allows_revoting` and `members_only`, which Bot API 9.6 and 10.0 have added, cannot be read at all, in
# an update or on its own: Poll.de_json raises a TypeError, though both have a default in the
# constructor's signature.
#
# Prints what comes of a poll with and without these fields, and fails if that changes.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.11 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q python-telegram-bot==22.8
"$folder/venv/bin/python" - <<'PY'
import inspect

from telegram import Poll, Update

POLL = {
    "id": "1",
    "question": "Which one?",
    "options": [{"persistent_id": "a", "text": "The first", "voter_count": 1}],
    "total_voter_count": 1,
    "is_closed": True,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}


def read(poll):
    try:
        return f"read, {Update.de_json({'update_id': 1, 'poll': dict(poll)}, None).poll.id}"
    except TypeError as error:
        return f"TypeError: {error}"


default = inspect.signature(Poll.__init__).parameters["allows_revoting"].default
newer, older = read({**POLL, "allows_revoting": True, "members_only": False}), read(POLL)
print(f"with the fields: {newer}; without: {older}; default in the signature: {default}")
assert newer == "read, 1", newer
assert older.startswith("TypeError") and "allows_revoting" in older, older
assert default is None, default
PY
