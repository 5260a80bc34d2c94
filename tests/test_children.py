"""Messages between processes arrive whole, and how a child ends is told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from contentlint.children import Child, Forking, Line, can_fork
from contentlint.spawned import Spawning

needs_fork = pytest.mark.skipif(not can_fork(), reason="processes cannot be forked here")
_LARGE = 3_000_000


def _echo(line: Line) -> None:
    with suppress(EOFError, OSError):
        while True:
            line.send(b"<", line.receive(), b">")


def _fail(line: Line) -> None:
    raise ValueError("no good")


def _sleep(line: Line) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    line.send(b"")
    time.sleep(600)


Start = Callable[[Callable[[Line], None]], Child]


@pytest.fixture(params=[pytest.param(Forking, marks=needs_fork), Spawning])
def nursery(request: pytest.FixtureRequest) -> Any:
    return request.param()


@pytest.fixture
def start(nursery: Any) -> Iterator[Start]:
    children: list[Child] = []

    def begin(serve: Callable[[Line], None]) -> Child:
        child: Child = nursery.start(serve)
        children.append(child)
        return child

    yield begin
    for child in children:
        child.stop()
        child.join()


def test_messages_of_any_size_arrive_whole_and_in_order(start: Start, nursery: Any) -> None:
    child = start(_echo)
    for message in (b"", b"a", b"\0" * 70_000, os.urandom(_LARGE)):
        child.line.send(message)
        assert nursery.wait([child], 10) == [child]
        assert bytes(child.line.receive()) == b"<" + message + b">"


def test_a_message_may_have_thousands_of_parts(start: Start) -> None:
    parts = [b"%d," % number for number in range(5000)]
    child = start(_echo)
    child.line.send(*parts)
    assert bytes(child.line.receive()) == b"<" + b"".join(parts) + b">"


def test_children_do_not_hold_each_others_lines(start: Start) -> None:
    first, second = start(_echo), start(_echo)
    first.stop()
    first.join()
    second.line.send(b"still there")
    assert bytes(second.line.receive()) == b"<still there>"


def test_nobody_is_waited_for_in_vain(start: Start, nursery: Any) -> None:
    child = start(_echo)
    assert nursery.wait([child], 0.05) == []


@needs_fork
def test_a_child_that_fails_says_so_in_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    nursery = Forking()
    child = nursery.start(_fail)
    assert nursery.wait([child], 10) == [child]
    with pytest.raises(EOFError):
        child.line.receive()
    assert child.ending() == "status 1"
    assert capfd.readouterr().err == (
        "contentlint: error: a worker process failed: ValueError('no good')\n"
    )
    child.stop()
    child.join()


@needs_fork
def test_a_child_that_does_not_end_is_killed() -> None:
    child = Forking().start(_sleep)
    child.line.receive()
    begun = time.monotonic()
    child.stop()
    child.join()
    assert child.ending() == "signal 9"
    assert time.monotonic() - begun < 5
