"""No pattern of a built-in rule or check may backtrack without end on a text made to hurt."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

import contentlint
from contentlint.bounds import Alarm, TooSlowError
from contentlint.rules.loader import load_folder
from contentlint.rules.registry import builtin_folder

LENGTH = 1_000
SECONDS = 0.5


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


def patterns_of_rules() -> Iterator[tuple[str, str, int]]:
    """Every pattern in the `match:` of a built-in rule file."""
    for rule in load_folder(builtin_folder()):
        flags = 0
        for name in rule["match"].get("flags") or ():
            flags |= getattr(re, name.replace("-", "").upper())
        for source in expressions(rule["match"]):
            yield rule["id"], source, flags


def expressions(node: Any) -> Iterator[str]:
    """The regular expressions below a part of a rule file."""
    if isinstance(node, list):
        for each in node:
            yield from expressions(each)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("pattern", "matches", "path", "query") and isinstance(value, str):
                yield value
            yield from expressions(value)


CASES = sorted([*named_patterns(), *patterns_of_rules()])


def hostile_texts(source: str) -> Iterator[str]:
    """Long runs of characters, blanks and the pattern's own words; some end in what fits nowhere.

    A pattern that backtracks without end matches a mere run at once: it needs a reason to fail.
    """
    words = sorted(set(re.findall(r"[a-zA-Z]{3,}", source)))[:6]
    pieces = ("a", " ", "\n", "0", ".", "-", "中", "<", "&", "=", "{", "[", "a ", "a.", "/a")
    for piece in (*pieces, *(word + " " for word in words)):
        run = piece * (LENGTH // len(piece))
        yield run
        yield run + "\0"
    for word in words:
        yield word + "a" * LENGTH + "\0"


@pytest.mark.parametrize(("name", "source", "flags"), CASES)
def test_patterns_end_soon(name: str, source: str, flags: int) -> None:
    text = slow_text(source, flags)
    assert text is None, f"{name} on {text[:10]!r}…"


def slow_text(source: str, flags: int) -> str | None:
    """The first hostile text on which the pattern takes too long, or is stopped by the alarm."""
    compiled = re.compile(source, flags)
    alarm = Alarm(4 * SECONDS)
    alarm.install()
    try:
        for text in hostile_texts(source):
            start = time.process_time()
            try:
                alarm.arm()
                compiled.fullmatch(text)
                compiled.search(text)
            except TooSlowError:
                return text
            finally:
                alarm.disarm()
            if time.process_time() - start > SECONDS:
                return text
    finally:
        alarm.remove()
    return None


@pytest.mark.skipif(os.name != "posix", reason="nothing else stops such a pattern")
@pytest.mark.parametrize("source", ["(a|aa)+$", "(?:a|aa)*b", "([a-z]+)*-", "link(a|aa)+!"])
def test_a_pattern_without_bound_is_found(source: str) -> None:
    assert slow_text(source, 0) is not None


def test_there_are_patterns_to_test() -> None:
    assert len(CASES) > 100
