#!/bin/sh
# SQLite 3.53.4 (pysqlite3 0.6.1, its wheel for Linux), observed on 2026-11-28.
#
# "When secure_delete is on, SQLite overwrites deleted content with zeros"
# (https://www.sqlite.org/pragma.html#pragma_secure_delete). So it does with the row that is deleted.
# But where the tree was balanced before, a copy of a row that was moved to another page can stay in
# the unused part of the page that it was on, and deleting the row does not reach that copy. Whoever
# promises that deleted text is no longer in the file has to VACUUM as well.
#
# Prints, for each of twenty files, how many copies of a deleted text are left in it, and how many
# after VACUUM. Fails if that is no longer so: if there are none in any file, or some after VACUUM.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.11 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q pysqlite3==0.6.1
cat >"$folder/probe.py" <<'PY'
import random
import sys
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite3

print("SQLite", sqlite3.sqlite_version)
left = after = 0
for seed in range(20):
    path = Path(sys.argv[1]) / f"{seed}.db"
    database = sqlite3.connect(path, isolation_level=None)
    assert database.execute("PRAGMA secure_delete = ON").fetchone() == (1,)
    database.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, owner INTEGER, text TEXT, UNIQUE (owner, text))"
    )
    numbers = random.Random(seed)
    database.execute("BEGIN")
    for n in range(2_000):
        owner = 7 if numbers.random() < 0.2 else numbers.randrange(100, 300)
        word = "SECRET" if owner == 7 else "other"
        text = f"{word} {n} {'x' * numbers.randrange(80)}"
        database.execute("INSERT INTO t (owner, text) VALUES (?, ?)", [owner, text])
    database.execute("COMMIT")
    database.execute("DELETE FROM t WHERE owner = 7")
    rows = database.execute("SELECT COUNT(*) FROM t WHERE text LIKE 'SECRET%'").fetchone()
    assert rows == (0,)
    copies = path.read_bytes().count(b"SECRET")
    database.execute("VACUUM")
    then = path.read_bytes().count(b"SECRET")
    print(f"file {seed}: {copies} left after DELETE, {then} after VACUUM")
    left, after = left + copies, after + then
    database.close()
print(f"left: {left}, after VACUUM: {after}")
assert left > 0, "nothing is left any more: secure_delete overwrites the copies, too"
assert after == 0, "VACUUM leaves something"
PY
"$folder/venv/bin/python" "$folder/probe.py" "$folder"
