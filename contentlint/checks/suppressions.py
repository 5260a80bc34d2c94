"""Judges the comments that hold findings back: malformed, about unknown rules, or in vain.

These run after all other rules, when it is known which findings a comment held back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.errors import suggest
from contentlint.findings import Edit, Fix, Hit
from contentlint.suppression_comments import MARK, VERBS, Malformed
from contentlint.suppression_edits import remove_idle
from contentlint.suppressions import Suppressions

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["malformed", "unknown_rule", "unused"]


def unused(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Comments, or names in one, that hold nothing back."""
    found: Suppressions | None = document.suppressions
    for idle in found.unused() if found is not None else ():
        directive, target, alone = idle
        message = "enable" if directive.verb == "enable" else None
        fix = remove_idle(document, directive, target, alone=alone)
        yield Hit(
            directive.comment.span if len(directive.targets) == 1 else target.span,
            {"what": f"of {target.name}" if target.name else "at all"},
            message=message,
            data={"rule": target.name},
            fix=fix,
        )


def unknown_rule(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Names in a comment that no rule and no family has."""
    found: Suppressions | None = document.suppressions
    if found is None or found.judge is None:
        return
    known = {*found.judge.known, *(rule.partition("/")[0] for rule in found.judge.known)}
    for idle in found.unknown():
        directive, target, alone = idle
        near = _nearest(target.name, known)
        fix = None
        if not near:
            fix = remove_idle(document, directive, target, alone=alone)
        elif directive.comment.exact:
            fix = Fix("safe", f"Write {near}", (Edit(*target.span, near),))
        yield Hit(
            target.span,
            {"name": target.name, "near": near},
            message="near" if near else None,
            data={"rule": target.name},
            fix=fix,
        )


def malformed(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Comments that begin like ours but cannot be obeyed."""
    found: Suppressions | None = document.suppressions
    if found is None:
        return
    for each in found.malformed:
        yield _judge_verb(each) if each.fault == "verb" else _judge_list(each, found)


def _judge_verb(each: Malformed) -> Hit:
    near = _nearest_verb(each.words)
    fix = None
    if near and each.comment.exact:
        fix = Fix("safe", f"Write {MARK}{near}", (Edit(*each.span, MARK + near),))
    values = {"verb": " ".join(each.words.split()), "near": f"{MARK}{near}", "verbs": list(VERBS)}
    return Hit(each.comment.span, values, message="near" if near else None, fix=fix)


def _nearest_verb(words: str) -> str:
    """The verb that *words*, the name of the linter and what follows it, were to be."""
    verb = words[len(MARK) - 1 :].lstrip("-_:.–— \t\n").lower().replace("_", "-").replace(" ", "-")
    meant = verb.startswith(("disable", "ignore", "skip"))
    if meant and "next" in verb:
        return "disable-next-line"
    return "disable-line" if meant and verb.endswith("line") else _nearest(verb, VERBS)


def _judge_list(each: Malformed, found: Suppressions) -> Hit:
    fix = None
    if each.comment.exact:
        words = each.words.replace(",", " ").split()
        families = {rule.partition("/")[0] for rule in (found.judge.known if found.judge else ())}
        if all("/" in word or word in families for word in words):
            text, title = ", ".join(words), "Separate by commas"
            start = each.span.start - _blanks_before(each)
            fix = Fix("safe", title, (Edit(start, each.span.end, f", {text}"),))
        else:
            edit = Edit(each.span.start, each.span.start, "-- ")
            fix = Fix("safe", "Put -- before the reason", (edit,))
    return Hit(each.comment.span, {"words": each.words}, message="list", fix=fix)


def _nearest(name: str, known: Collection[str]) -> str:
    return suggest(name, set(known)).partition("'")[2].partition("'")[0]


def _blanks_before(each: Malformed) -> int:
    """How many blanks stand between the words in the way and the name before them."""
    before = each.comment.words[: each.span.start - each.comment.inside.start]
    return len(before) - len(before.rstrip())
