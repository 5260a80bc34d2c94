"""What a property says of a post that does not keep it."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Callable

from bench.fuzz.grammar import Post

__all__ = ["Fault", "Property", "demand", "judge", "within_bound"]

Property = Callable[[Post], None]

_SECONDS = 1.0
_SECONDS_A_CHARACTER = 0.0005
_VARIABLE = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\d+|[^ -~]+")
_KIND_LENGTH = 120


class Fault(Exception):
    """A property that does not hold; the message says which, and how it shows."""

    @property
    def kind(self) -> str:
        """The message without what differs from post to post, so that faults can be counted."""
        return _VARIABLE.sub("…", str(self))[:_KIND_LENGTH]


def demand(holds: object, message: str) -> None:
    """Raise `Fault` with *message* unless *holds*."""
    if not holds:
        raise Fault(message)


def within_bound(post: Post, work: Callable[[], object]) -> None:
    """Demand that *work* costs processor time in proportion to the post's size at most."""
    bound = _SECONDS + _SECONDS_A_CHARACTER * len(post.data)
    spent = 0.0
    for _ in range(3):  # a busy machine is slow once, not three times
        begin = time.process_time()
        work()
        spent = time.process_time() - begin
        if spent <= bound:
            return
    raise Fault(f"too slow: {spent:.1f} s of processor time for {len(post.data)} bytes")


def judge(check: Property, post: Post) -> Fault | None:
    """The fault of *post*, an unexpected exception included; ``None`` if the property holds."""
    try:
        check(post)
    except Fault as fault:
        return fault
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{frame.filename.rsplit('/', 1)[-1]} in {frame.name}"
        return Fault(f"{type(error).__name__} from {place}: {error}")
    return None
