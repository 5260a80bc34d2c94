"""No pattern of a built-in rule or check may backtrack without end on a text made to hurt."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import contentlint

LENGTH = 1_000
SECONDS = 2.0


def named_patterns() -> Iterator[tuple[str, str, int]]:
    """Every compiled pattern that a module of the package keeps: its name, source and flags."""
    for module in pkgutil.walk_packages(contentlint.__path__, "contentlint."):
        if module.name.startswith(
            ("contentlint.cli", "contentlint.__main__", "contentlint.pytest")
        ):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            source = getattr(value, "pattern", None)
            if isinstance(source, str) and hasattr(value, "finditer"):
                yield f"{module.name}.{name}", source, value.flags


CASES = sorted(named_patterns())


def hostile_texts(source: str) -> Iterator[str]:
    """Long runs of single characters, of blanks, and of the pattern's own words."""
    for piece in ("a", " ", "\n", "0", ".", "-", "中", "<", "&", "=", "{", "[", "a ", "a.", "/a"):
        yield piece * (LENGTH // len(piece))
    for word in sorted(set(re.findall(r"[a-zA-Z]{3,}", source)))[:6]:
        yield (word + " ") * (LENGTH // (len(word) + 1))


@pytest.mark.parametrize(("name", "source", "flags"), CASES)
def test_patterns_end_soon(name: str, source: str, flags: int) -> None:
    compiled = re.compile(source, flags)
    for text in hostile_texts(source):
        start = time.process_time()
        compiled.fullmatch(text)
        compiled.search(text)
        assert time.process_time() - start < SECONDS, f"{name} on {text[:10]!r}…"


def test_there_are_patterns_to_test() -> None:
    assert len(CASES) > 100
