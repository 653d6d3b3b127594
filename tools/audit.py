"""Known advisories about what is locked, by pip-audit; where nobody can be asked, it says so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

_TOOL: Final = "pip-audit==2.10.1"
_LOCKED: Final = ("requirements-llm.txt", "requirements-semantic.txt")
_FOLDER: Final = Path(__file__).parent.parent
_PATIENCE: Final = 300


def main() -> int:
    """The exit status: 1 where there is an advisory, 0 also where that could not be found out."""
    command = [sys.executable, "-m", "uv", "tool", "run", _TOOL, "--format", "json", "--progress-spinner", "off"]  # fmt: skip # noqa: E501
    command += ["--disable-pip", "--require-hashes"]
    command += [part for name in _LOCKED for part in ("--requirement", str(_FOLDER / name))]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        packages = []
    found = [line for package in packages for line in advisories(package)]
    asked = sum("skip_reason" not in package for package in packages)
    if not asked:
        print("Nobody could be asked about advisories; nothing is known of any.")
        return 0
    print(f"{asked} of {len(packages)} packages asked about; advisories: {len(found)}.")
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found))


def advisories(package: dict[str, Any]) -> list[str]:
    """A line for each advisory about a package, as pip-audit tells of it."""
    return [
        f"{package['name']} {package['version']}: {each['id']}, "
        f"mended in {', '.join(each['fix_versions']) or 'no version yet'}"
        for each in package.get("vulns", ())
    ]


if __name__ == "__main__":
    sys.exit(main())
