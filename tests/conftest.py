"""What several test modules share: the real executable, and a folder of posts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

# a deadline measures how busy the machine is
settings.register_profile("contentlint", settings(), deadline=None)
settings.load_profile("contentlint")

EXECUTABLE = Path(sys.executable).parent / "contentlint"


def heed_signals() -> None:
    """Undo what a shell in the background, or nohup, has the tests ignore."""
    for sign in (signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, signal.SIG_DFL)


class Ran(NamedTuple):
    """What a run of the executable gave."""

    status: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        """Standard output, read as JSON."""
        loaded: dict[str, Any] = json.loads(self.out)
        return loaded

    def findings(self) -> list[tuple[str, int, int]]:
        """Rule, line and column of each finding."""
        return [
            (f["rule"], f["start"]["line"], f["start"]["column"]) for f in self.json()["findings"]
        ]


Runner = Callable[..., Ran]


@pytest.fixture
def contentlint(tmp_path: Path) -> Runner:
    """Run the installed command in an empty folder; *files* are written there first."""

    def run(
        *words: str,
        files: Mapping[str, str | bytes] | None = None,
        stdin: str | bytes | None = None,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Ran:
        folder = cwd or tmp_path
        for name, content in (files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [EXECUTABLE, *words],
            cwd=folder,
            input=data if data is not None else b"",
            capture_output=True,
            timeout=120,
            check=False,
            env={**os.environ, "NO_COLOR": "1", **(env or {})},
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
