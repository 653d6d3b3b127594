"""The sandbox: what runs in it can do nothing but compute, and what is read needs no more."""

from __future__ import annotations

import asyncio
import io
import json
import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from papers.fulltext.sandbox import confined
from papers.fulltext.sandbox.jobs_drawn import read_pictures
from papers.fulltext.sandbox.parcel import packed, unpacked, unpacked_text
from papers.fulltext.sandbox.process import Job, Sandbox
from papers.fulltext.sandbox.syscall_filter import MACHINES
from tests.papers.fulltext import samples

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")

_LINUX = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in MACHINES,
    reason="this system has no filter of system calls",
)
_INSIDE = """
import ctypes, mmap, os, resource, signal, socket, sys
from papers.fulltext.sandbox import confined
confined.limit()
confined.job("pictures")
parent = os.getppid()
library = ctypes.CDLL(None, use_errno=True)
room = ctypes.create_string_buffer(16)
def asked(name, *arguments):
    if getattr(library, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)
confined.close_door()
try:
    {attempt}
except (OSError, MemoryError) as error:
    print(type(error).__name__)
else:
    print("done")
"""
_EVERYWHERE = [
    "open('/etc/hosts')",
    "open('left-behind', 'w')",
    "socket.socket()",
    "os.pipe()",
    "bytes(700_000_000)",
]
_OF_SYSTEM_CALLS = [
    "os.stat('/')",
    "os.listdir('/')",
    "os.unlink('left-behind')",
    "os.chdir('/')",
    "os.fork()",
    "os.posix_spawn('/bin/true', ['true'], {})",
    "os.execv('/bin/true', ['true'])",
    "os.kill(parent, 0)",
    "os.kill(parent, signal.SIGWINCH)",
    "os.kill(os.getpid(), 0)",
    "socket.socketpair()",
    "os.fsync(0)",
    "os.dup(0)",
    "os.memfd_create('code')",
    "os.setpriority(os.PRIO_PROCESS, 0, 5)",
    "asked('setrlimit', resource.RLIMIT_NOFILE, room)",
    "os.sched_setaffinity(0, {0})",
    "asked('ptrace', 0, 0, 0, 0)",
    "asked('process_vm_readv', parent, room, 0, room, 0, 0)",
    "asked('prctl', 4, 1, 0, 0, 0)",
    "asked('mprotect', ctypes.c_void_p(ctypes.addressof(room) & ~4095), 4096, 7)",
    "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)",
    "open(f'/proc/{parent}/mem', 'rb')",
    "open('/proc/self/environ', 'rb')",
]
_ATTEMPTS = _EVERYWHERE + (_OF_SYSTEM_CALLS if sys.platform == "linux" else [])


_ONE_BY_ONE = """
import json, os, sys
from papers.fulltext.sandbox import confined
confined.job("pictures")
for folder, code in json.load(sys.stdin):
    child = os.fork()
    if not child:
        os.chdir(folder)
        exec(code)
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
"""


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Path]]:
    """What each attempt ended with, and the folder it was made in; each in a process of its own."""
    attempts = {what: tmp_path_factory.mktemp("inside") for what in _ATTEMPTS}
    for folder in attempts.values():
        (folder / "left-behind").touch()
    codes = [(str(folder), _INSIDE.replace("{attempt}", what)) for what, folder in attempts.items()]
    done = subprocess.run(
        [sys.executable, "-c", _ONE_BY_ONE],
        input=json.dumps(codes),
        capture_output=True,
        text=True,
        check=True,
    )
    ends = done.stdout.split()
    return dict(zip(attempts, zip(ends, attempts.values(), strict=True), strict=True))


@pytest.mark.parametrize("attempt", _EVERYWHERE)
def test_nothing_can_be_opened_in_there(attempt: str, tried: dict[str, tuple[str, Path]]) -> None:
    """Neither files nor sockets, no more memory than there is: on every system."""
    assert tried[attempt][0] in ("OSError", "MemoryError", "PermissionError")


@_LINUX
@pytest.mark.parametrize("attempt", _OF_SYSTEM_CALLS)
def test_nothing_can_be_done_in_there(attempt: str, tried: dict[str, tuple[str, Path]]) -> None:
    """No other process is started, stopped or looked into; no limit is undone; root is no more."""
    end, folder = tried[attempt]
    assert end == "PermissionError"
    assert (folder / "left-behind").exists()


@_LINUX
def test_calls_by_other_numbers_end_the_process(tmp_path: Path) -> None:
    """The second set of numbers that x86_64 has is no way around; on aarch64 it is no call."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            _INSIDE.replace("{attempt}", "asked('syscall', 0x40000000 + 39)"),
        ],
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == -signal.SIGSYS


@_LINUX
def test_nothing_of_ours_is_left_open(tmp_path: Path) -> None:
    """A descriptor that was forgotten outside is closed before a document is read."""
    (tmp_path / "secret").write_text("123:secret")
    code = _INSIDE.replace("{attempt}", "os.read(7, 10)").replace(
        "confined.close_door()", "os.dup2(os.open('secret', 0), 7)\nconfined.close_door()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "OSError"


@_LINUX
async def test_what_is_possible_is_tried_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is, here; where the door stays open, each thing is named."""
    assert await Sandbox().possible() == ()
    monkeypatch.setattr(confined, "close_door", lambda: None)
    header, _ = unpacked(confined.job("trial")(b"", 0))
    assert header["possible"] == [
        "opening files",
        "reaching the network",
        "starting programs",
        "signals to other processes",
    ]


_SHUT = """
import ctypes, os, subprocess, sys
from papers.fulltext.sandbox.kernel import close_memory
if os.geteuid() == 0:
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
if sys.argv[1] == "shut":
    assert close_memory()
    assert os.listdir("/proc/self/fd")
child = os.fork()
if not child:
    for name in ("environ", "mem", "maps", "fd/0"):
        try:
            os.close(os.open(f"/proc/{os.getppid()}/{name}", os.O_RDONLY))
            print(name, flush=True)
        except PermissionError:
            pass
    os._exit(0)
os.waitpid(child, 0)
"""


@_LINUX
@pytest.mark.parametrize(("how", "seen"), [("open", "environ"), ("shut", "")])
def test_our_memory_is_shut_to_others_of_the_same_user(how: str, seen: str) -> None:
    """Neither the environment, where the tokens are, nor memory; ours stay readable to us."""
    done = subprocess.run(
        [sys.executable, "-c", _SHUT, how],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.stdout.split()[:1] == ([seen] if seen else [])


@_LINUX
def test_every_command_shuts_its_memory() -> None:
    """Whatever is called from the command line, before it has read a setting."""
    code = (
        "import ctypes\nfrom bot.command_line import guarded\nasync def work(settings):\n"
        "    return 7 + ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)\n"
        "try: guarded.guarded(work)\nexcept BaseException as end: print(end.exit_code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "7"


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1250", "euc-jp", "mac-roman", "big5"])
async def test_old_pages_in_rare_encodings(encoding: str) -> None:
    """What Python loads for an encoding is loaded before the door is shut."""
    word = {"koi8-r": "лодка", "cp1250": "člun", "euc-jp": "船", "big5": "船"}.get(encoding, "é")
    page = (
        f"<html><head><meta charset={encoding}></head><body><h1>Boats</h1><p>{word} "
        + "Paper boats are folded by hand, and few of them float for long. " * 30
    ).encode(encoding)
    text, _, _ = unpacked_text(await Sandbox().do(Job.HTML, page))
    assert word in text.sections[0].text


async def test_formulas_of_every_kind() -> None:
    """Nor is anything loaded late for a formula: blackboard letters, script, fractions, accents."""
    formulas = [rf"\{name}{{R}}" for name in ("mathbb", "mathcal", "mathfrak", "hat", "sqrt")]
    formulas += [r"\frac{a}{b}", r"\sum_{i=1}^{n} x_i", r"\operatorname{arg}"]
    maths = "".join(f'<math alttext="{formula}">x</math> ' for formula in formulas)
    page = samples.PAGE.replace(b"Boats float when", b"Boats float when " + maths.encode())
    text, _, _ = unpacked_text(await Sandbox().do(Job.HTML, page))
    assert "ℝ" in "".join(section.text for section in text.sections)


@pytest.mark.parametrize(
    ("form", "mode"),
    [("TIFF", "LAB"), ("TIFF", "CMYK"), ("JPEG", "CMYK"), ("PNG", "P"), ("PNG", "I;16"),
     ("GIF", "P"), ("WEBP", "RGBA"), ("BMP", "1"), ("TIFF", "F")],
)  # fmt: skip
async def test_images_of_every_kind(form: str, mode: str) -> None:
    """Nor for an image: those that can be drawn outside are drawn inside."""
    ramp = Image.linear_gradient("L").resize((300, 200))
    image = Image.merge("LAB", (ramp,) * 3) if mode == "LAB" else ramp.convert(mode)
    out = io.BytesIO()
    image.save(out, form)
    parcel = packed({"groups": [["1", 1]]}, [out.getvalue()])
    outside, _ = unpacked(read_pictures(parcel, 0))
    inside, images = unpacked(await Sandbox().do(Job.PICTURES, parcel))
    assert len(images) == 1
    assert inside["pictures"] == outside["pictures"]


async def test_secrets_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process does not inherit our environment, and works without it."""
    monkeypatch.setenv("PAPERCRIER_TELEGRAM_TOKEN", "123:secret")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    seen: list[dict[str, str]] = []
    real = asyncio.create_subprocess_exec

    async def spying(*arguments: str, **options: object) -> asyncio.subprocess.Process:
        environment = options["env"]
        assert isinstance(environment, dict)
        seen.append(environment)
        return await real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", spying)
    parcel = await Sandbox().do(Job.PDF, samples.two_columns(), figures=1)
    assert unpacked_text(parcel)[0].figures[0].image
    assert set(seen[0]) <= {"SYSTEMROOT"}
