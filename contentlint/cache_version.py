"""What a cached result depends on besides its post and the settings: our code and the libraries."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress

from contentlint import __version__
from contentlint.findings import FORMAT
from contentlint.module_files import find_module

__all__ = ["version_of_results"]

_LIBRARIES = (
    "frontmatter",
    "ftfy",
    "html5lib",
    "pydantic",
    "pyromark",
    "regex",
    "tomlkit",
    "turbohtml",
    "yaml",
)


def version_of_results() -> str:
    """A text that changes whenever the same post could give another result."""
    return f"{__version__}/{FORMAT}/{time.timezone}{_checkout_stamp()}{_libraries_stamp()}"


def _checkout_stamp() -> str:
    """In a checkout, a digest of the code's times: there the version does not tell changes."""
    package = os.path.dirname(__file__)
    if not os.path.isfile(os.path.join(os.path.dirname(package), "pyproject.toml")):
        return ""
    times = []
    stack = [package]
    try:
        while stack:
            with os.scandir(stack.pop()) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        times.append((entry.path, entry.stat().st_mtime_ns))
                    elif "." not in entry.name and entry.is_dir():
                        stack.append(entry.path)
    except OSError:
        return f"/{time.time_ns()}"  # nobody can tell: what was kept before may not hold
    return f"/{sorted(times)}"


def _libraries_stamp() -> str:
    """Where the libraries are that decide what a post means, and since when."""
    stamps = []
    for name in _LIBRARIES:
        spec = find_module(name)
        origin = None if spec is None else spec.origin
        with suppress(OSError):
            stamps.append((origin, os.stat(origin or "").st_mtime_ns))
    return f"/{sys.version_info[:3]}/{stamps}"
