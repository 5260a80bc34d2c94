"""Which rules there are, for the judgement of comments that hold findings back.

It stands apart from the comments themselves, which few posts have.
"""

from __future__ import annotations

from collections.abc import Collection

from contentlint.named import NamedTuple

__all__ = ["Judge"]


class Judge(NamedTuple):
    """What decides whether a comment was in vain.

    *known* are the ids of all rules, *active* those that ran (``None``: all of them); *whole* says
    that nobody narrowed the rules for this one run, so that a family can be judged too.
    """

    known: Collection[str]
    active: Collection[str] | None = None
    whole: bool = True
