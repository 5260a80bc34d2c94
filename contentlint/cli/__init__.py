"""The command line: `contentlint COMMAND`; each command is a module, imported when it is run."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # nothing is imported yet that takes time: `main` tells of an interruption
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn, TextIO

__all__ = ["discard", "main", "say", "script", "write_error"]

EXIT_CLEAN, EXIT_FINDINGS, EXIT_ERROR, EXIT_INTERRUPTED = 0, 1, 2, 130
_NO_MEMORY = (
    "contentlint: error: there is not enough memory: the machine, or a limit set for this program, "
    "grants no more of it; allow more, or check fewer files at once\n"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status (0 clean, 1 findings, 2 error)."""
    try:
        return _main(arguments)
    except KeyboardInterrupt:
        say("interrupted")
        return EXIT_INTERRUPTED
    except MemoryError:
        pass  # what is held for the work that failed is let go of first
    write_error(_NO_MEMORY)
    return EXIT_ERROR


def _main(arguments: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if arguments is None else arguments)
    _open_closed_streams()
    _have_streams_wait()
    _use_buffer()
    _use_utf8()
    from contentlint.errors import ContentlintError

    try:
        status = _dispatch(words)
        if arguments is None:
            gc.freeze()  # the process ends: nobody need look for cycles in what is left
        return status
    except ContentlintError as error:
        say(f"error: {error}")
        return EXIT_ERROR
    except BrokenPipeError:
        discard(sys.stdout)
        return EXIT_CLEAN
    except OSError as error:
        say(f"error: {_describe(error)}")
        return EXIT_ERROR
    except MemoryError:
        raise
    except Exception as error:
        write_error(f"contentlint: error: {_describe_fault(error)}\n")
        return EXIT_ERROR


def say(words: str) -> None:
    """Tell the user something, on standard error.

    What a terminal would obey is made visible, as a file's name may hold it; further lines are
    indented, so that none passes for a message of its own.
    """
    line = f"contentlint: {words}"
    if not line.isprintable():
        from contentlint.reports.parts.visible import visible

        line = "\n  ".join(map(visible, line.split("\n")))
    write_error(f"{line}\n")


def write_error(text: str) -> None:
    """Write *text* to standard error as it is; if that cannot be done, nobody is there to hear."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        discard(sys.stderr)


def script() -> NoReturn:
    """The installed command: `main`, and then the end of the process.

    Where nobody waits to be told of it, as a profiler does, the memory is left to the system:
    to free all objects first takes a start of one file 5 % longer.
    """
    import atexit

    status = main()
    if getattr(atexit, "_ncallbacks", lambda: 1)() or sys.gettrace() or sys.getprofile():
        sys.exit(status)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # what cannot be written was told of
    os._exit(status)


_GARBAGE = 50_000
"""So many objects more than were freed make the interpreter look for cycles, not 700: imports make
many that stay, and so do, for a moment, posts that are linted abreast."""


def _dispatch(words: list[str]) -> int:
    if words[:1] in (["--version"], ["-V"]):
        from contentlint import __version__

        print(f"contentlint {__version__}", flush=True)
        return EXIT_CLEAN
    status = _run_command(words)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        discard(sys.stdout)  # what was to be done is done, whoever reads of it
    return status


def _run_command(words: list[str]) -> int:
    from importlib import import_module

    gc.set_threshold(_GARBAGE)
    collects = gc.isenabled()
    gc.disable()  # what a start makes stays; `check` goes on so until the first file is done
    try:
        options = _parse(words)
        if options is None:
            return EXIT_CLEAN
        module = import_module(f"contentlint.cli.{options.command}_command")
        if collects and options.command != "check":
            gc.enable()
        status: int = module.run(options)
        return status
    finally:
        if collects:
            gc.enable()


def _parse(words: list[str]) -> Any:
    """The options; ``None`` where the help was asked for, which has been printed."""
    from contentlint.cli.parser import parse

    try:
        return parse(words)
    except SystemExit:
        return None


def _use_utf8() -> None:
    """Posts are UTF-8 whatever the terminal's locale says; what it cannot show is escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _use_buffer() -> None:
    """Give standard output a buffer where ``PYTHONUNBUFFERED`` or ``-u`` takes it away.

    Without one, what a full disk does not take of a long text is lost, and nobody is told.
    """
    from io import RawIOBase

    if isinstance(getattr(sys.stdout, "buffer", None), RawIOBase):
        sys.stdout.flush()
        sys.stdout = open(sys.stdout.fileno(), "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _open_closed_streams() -> None:
    """Give the standard streams that are closed a place of their own.

    Else the next file to be opened would be taken for one of them.  To read from or write to a
    closed one is an error, as it was; only what is said on standard error is lost.
    """
    for name, mode, flags in _STREAMS:
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, flags)  # the lowest number that is free: its own
            stream = open(handle, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def _have_streams_wait() -> None:
    """Wait for the standard streams that do not block, as another program may have left them.

    Else what is not written at once is lost, and a post that comes slowly is cut off.
    """
    for name, mode, _ in _STREAMS:
        try:
            handle = getattr(sys, name).fileno()
            waits = os.get_blocking(handle)
        except (AttributeError, OSError, ValueError):
            continue  # it is no file, or the system does not say
        if not waits and os.name == "posix":
            from contentlint.cli.waiting import open_waiting

            setattr(sys, name, open_waiting(handle, mode))


_STREAMS = (
    ("stdin", "r", os.O_WRONLY),
    ("stdout", "w", os.O_RDONLY),
    ("stderr", "w", os.O_WRONLY),
)


def _describe(error: OSError) -> str:
    """What went wrong with a file, or else with the output."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        may_not = "cannot open this: " if isinstance(error, PermissionError) else ""
        return f"{os.fsdecode(error.filename)}: {may_not}{reason}"
    if isinstance(error, FileNotFoundError):
        return "the working directory does not exist any more; change to another one"
    try:
        os.getcwd()
    except OSError as fault:
        return f"the working directory cannot be used ({fault.strerror}); change to another one"
    discard(sys.stdout)
    return f"the output cannot be written: {reason}"


def _describe_fault(error: Exception) -> str:
    """What nobody foresaw: which error, and where; said without a further import.

    A status of 1 would pass for findings.  Modules are imported as they are needed, so an upgrade
    during a run may leave it without some, or with those of another version.
    """
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = "" if at is None else f" at {at.tb_frame.f_code.co_filename}:{at.tb_lineno}"
    said = f"{type(error).__name__}: {error}{place}"
    shown = "".join(letter if letter.isprintable() else " " for letter in said)
    return (
        f"contentlint failed ({shown}); if it was installed anew meanwhile, run it again, "
        "else report this as a fault of contentlint"
    )


def discard(stream: TextIO) -> None:
    """Let what is still written to *stream*, or waits in it, go nowhere: it cannot be written."""
    from contextlib import suppress

    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
