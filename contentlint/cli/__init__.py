"""The command line: `contentlint COMMAND`; each command is a module, imported when it is run."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

__all__ = ["main", "script"]

EXIT_CLEAN, EXIT_FINDINGS, EXIT_ERROR, EXIT_INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status (0 clean, 1 findings, 2 error)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _use_utf8()
    if words in (["--version"], ["-V"]):
        from contentlint import __version__

        print(f"contentlint {__version__}")
        return EXIT_CLEAN
    from contentlint.errors import ContentlintError

    try:
        status = _dispatch(words)
        if arguments is None:
            gc.freeze()  # the process ends: nobody need look for cycles in what is left
        return status
    except ContentlintError as error:
        print(f"contentlint: error: {error}", file=sys.stderr)
        return EXIT_ERROR
    except KeyboardInterrupt:
        print("contentlint: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _close_stdout()
        return EXIT_CLEAN
    except OSError as error:
        print(f"contentlint: error: {error}", file=sys.stderr)
        return EXIT_ERROR


def script() -> NoReturn:
    """The installed command: `main`, and then the end of the process.

    Where nobody waits to be told of it, as a profiler does, the memory is left to the system:
    to free all objects first takes a start of one file 5 % longer.
    """
    import atexit
    import os

    status = main()
    if getattr(atexit, "_ncallbacks", lambda: 1)() or sys.gettrace() or sys.getprofile():
        sys.exit(status)
    with suppress(OSError, ValueError):  # what cannot be written was told of
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


_GARBAGE = 50_000
"""So many objects more than were freed make the interpreter look for cycles, not 700: imports make
many that stay, and so do, for a moment, posts that are linted abreast."""


def _dispatch(words: list[str]) -> int:
    from importlib import import_module

    from contentlint.cli.parser import parse

    gc.set_threshold(_GARBAGE)
    collects = gc.isenabled()
    gc.disable()  # what a start makes stays; `check` goes on so until the first file is done
    try:
        options = parse(words)
        module = import_module(f"contentlint.cli.{options.command}_command")
        if collects and options.command != "check":
            gc.enable()
        status: int = module.run(options)
    finally:
        if collects:
            gc.enable()
    sys.stdout.flush()
    return status


def _use_utf8() -> None:
    """Posts are UTF-8 whatever the terminal's locale says; what it cannot show is escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _close_stdout() -> None:
    """Keep the interpreter from failing again when it flushes a closed pipe at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
