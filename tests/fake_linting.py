"""A stand-in for `contentlint.project.Project` whose posts say what shall happen to them."""

from __future__ import annotations

import importlib
import os
import re
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contentlint.findings import Edit, Excerpt, Finding, Fix, Related
from contentlint.limits import LimitHit
from contentlint.linter import FileResult
from contentlint.source import Position

__all__ = ["FakeProject", "make_finding"]


def make_finding(path: str, number: int, text: str) -> Finding:
    """A finding with all its parts, told apart by *number* and *text*."""
    start, end = Position(number + 1, 1, number), Position(number + 1, 2, number + 1)
    fix = Fix("safe", f"Fix {text}", (Edit(number, number + 1, text),)) if number % 2 else None
    related = (Related("opened here", start, end),) * (number % 3)
    data = {"field": text} if number % 2 else {}
    excerpt = Excerpt(text, number, bool(number % 2))
    return Finding(
        "text/fake", "warning", f"{text}!", path, start, end, related, data, fix, excerpt
    )


class FakeProject:
    """Finds one fault for each line; a line that is a command is obeyed first."""

    def __init__(self, state: str = "one", log: Path | None = None) -> None:
        self.state = state
        self.log = log

    def linter_for(self, path: str) -> object:
        return self

    def lint_limit(self, head: bytes, path: str, hit: LimitHit) -> FileResult:
        text = f"{hit.rule} {hit.message} {sorted(hit.values.values())} {head[:4]!r}"
        finding = make_finding(path, 0, text)._replace(rule=hit.rule)
        return FileResult(path, [finding], [], volatile=True)

    def cache_state(self, path: str) -> str:
        return self.state

    def folder_state(self, folder: str) -> str | None:
        return self.state

    def fix_bytes(self, data: bytes, path: str, fixing: Any) -> tuple[bytes, FileResult]:
        return data.upper(), self.lint_bytes(data.upper(), path)._replace(fixed=1)

    def fix_file(self, path: str, fixing: Any) -> FileResult:
        data = Path(path).read_bytes()
        Path(path).write_bytes(data.upper())
        return self.lint_bytes(data.upper(), path)._replace(fixed=1, diff="-a\n+A\n")

    def lint_bytes(self, data: bytes, path: str) -> FileResult:
        if self.log is not None:
            with self.log.open("a", encoding="utf-8") as file:
                file.write(f"{path}\n")
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        for line in lines:
            self._obey(line)
        findings = [make_finding(path, number, text) for number, text in enumerate(lines) if text]
        return FileResult(path, findings, [], suppressed=len(lines))

    def lint_many(self, posts: Sequence[tuple[bytes, str]]) -> list[FileResult]:
        return [self.lint_bytes(data, path) for data, path in posts]

    def _obey(self, line: str) -> None:
        command, _, argument = line.partition(" ")
        if command == "sleep":
            time.sleep(float(argument))
        elif command == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        elif command == "exit":
            os._exit(int(argument))
        elif command == "quit":
            raise SystemExit(3)
        elif command == "fail":
            raise ValueError(argument)
        elif command == "spin":
            while True:
                re.sub("a", "b", "a")
        elif command == "deaf":
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            time.sleep(600)
        elif command == "import":
            importlib.import_module(argument)
        elif command == "recurse":
            self._obey(line)
        elif command == "gobble":
            bytearray(1 << 45)
        elif command == "take":
            bytearray(int(argument))
