"""Patterns that wait until they are used."""

from __future__ import annotations

import copy
import re
import threading

import pytest

from contentlint.patterns import compiled_later, pattern


def test_a_pattern_does_what_the_compiled_one_does() -> None:
    late, real = pattern("a(b+)", re.I), re.compile("a(b+)", re.I)
    for _ in range(2):
        found = late.search("xABBx")
        assert found is not None
        assert found[1] == "BB"
    assert late.sub("-", "ab abb") == real.sub("-", "ab abb")
    assert (late.pattern, late.groups) == (real.pattern, real.groups)
    assert copy.copy(late).fullmatch("ab")


def test_a_broken_pattern_is_an_error_when_it_is_used() -> None:
    late = pattern("(")
    with pytest.raises(re.error):
        late.match("x")


def test_what_is_compiled_later_is_compiled_when_it_is_used() -> None:
    compiled = re.compile
    with compiled_later():
        late = re.compile("a+")
        assert late.match("aa")
    assert type(late) is not re.Pattern
    assert re.compile is compiled
    assert type(re.compile("b")) is re.Pattern


def test_other_threads_meet_no_pattern_that_waits() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with compiled_later():
            assert type(re.compile("c")) is re.Pattern
    finally:
        done.set()
        thread.join()
