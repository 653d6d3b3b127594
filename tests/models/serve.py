"""Serves a model file by llama.cpp's own server until it is ended; prints its address.

Run by the Python of another environment, which has `xllamacpp` and nothing of ours:
``python serve.py FILE CONTEXT``.
"""

from __future__ import annotations

import importlib
import sys
import time


def main() -> None:
    """Serve, one request at a time, on a free port of this machine."""
    llama = importlib.import_module("xllamacpp")
    params = llama.CommonParams()
    params.model.path = sys.argv[1]
    params.n_ctx = int(sys.argv[2])
    params.n_parallel = 1
    # More than one thread beside other work is slower by far: they wait for each other awake.
    params.cpuparams.n_threads = 1
    server = llama.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    while True:
        time.sleep(3_600)


if __name__ == "__main__":
    main()
