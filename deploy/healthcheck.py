"""For Docker's HEALTHCHECK: exit 0 where the process of this container says that it is well."""

from __future__ import annotations

import os
import sys
from urllib.error import HTTPError
from urllib.request import urlopen


def main() -> None:
    """Ask /healthz; what it says is kept by Docker."""
    host, _, port = os.environ["PAPERCRIER_METRICS_ADDRESS"].rpartition(":")
    if not host.strip("[]:.0"):
        # It listens at every address of the machine.
        host = "[::1]" if ":" in host else "127.0.0.1"
    try:
        with urlopen(f"http://{host}:{port}/healthz", timeout=8) as answer:
            sys.stdout.write(answer.read().decode())
    except HTTPError as error:
        sys.exit(error.read().decode().strip())
    except OSError as error:
        sys.exit(f"It does not answer: {error}")


if __name__ == "__main__":
    main()
