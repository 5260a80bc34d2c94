"""Run the examples of rules: what each must find, say, leave alone, and turn into."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from typing import Any

from contentlint.document import Document, SiteSettings
from contentlint.errors import ContentlintError
from contentlint.fixes import fix_source
from contentlint.limits import LimitHit, Limits, needs_memory, too_large, too_slow
from contentlint.linter import Linter, Raw
from contentlint.named import NamedTuple
from contentlint.rules.registry import RuleSet, SpecEntry
from contentlint.rules.rule import Rule
from contentlint.source import Source

__all__ = ["Failure", "run_examples"]


class Failure(NamedTuple):
    """An example that does not hold: which, why, and what was expected and found."""

    rule: str
    example: int
    problem: str
    diff: str


def run_examples(entry: SpecEntry) -> list[Failure]:
    """Run all examples of one rule; an empty list means that they hold."""
    failures = []
    for index, example in enumerate(entry.spec["examples"], 1):
        try:
            problem = _run(entry, example)
        except ContentlintError as error:
            problem = (str(error), "")
        except Exception as error:
            problem = (f"the rule failed: {type(error).__name__}: {error}", "")
        if problem is not None:
            failures.append(Failure(entry.spec["id"], index, *problem))
    return failures


Problem = tuple[str, str] | None


def _run(entry: SpecEntry, example: Mapping[str, Any]) -> Problem:
    if "root" not in (example.get("options") or ()):
        return _run_in("", entry, example)
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as above:  # what the working directory holds shall not matter
        folder = os.path.join(above, "site")
        os.mkdir(folder)
        return _run_in(folder, entry, example)


def _run_in(folder: str, entry: SpecEntry, example: Mapping[str, Any]) -> Problem:
    """Run an *example* as the post of an empty *folder* that is its root, or of nowhere."""
    linter = _linter(folder, entry, example)
    source = _source(folder, example)
    raws, errors, _ = linter.find(Document(source, linter.settings))
    if errors:
        return errors[0], ""
    if "good" in example:
        return _check_good(source, raws)
    return (
        _compare("it finds", example["finds"], [source.slice(raw.span) for raw in raws])
        or _check_messages(example.get("messages"), raws)
        or _check_fix(linter, source, example)
    )


def _source(folder: str, example: Mapping[str, Any]) -> Source:
    text = str(example.get("bad", example.get("good")))
    path = os.path.join(folder, example.get("filename", "post.md"))
    if "encoding" in example:
        return Source.from_bytes(text.encode(example["encoding"]), path)
    source = Source.from_text(text, path)
    if "reaches" in example:
        source.limit = _limit_hit(example["reaches"])
    return source


def _limit_hit(name: str) -> LimitHit:
    usual = Limits()
    if name == "file-seconds":
        return too_slow(usual)
    return too_large(usual.size + 1, usual) if name == "file-size" else needs_memory(usual)


def _linter(folder: str, entry: SpecEntry, example: Mapping[str, Any]) -> Linter:
    presets = example.get("preset") or ("plain",)
    presets = (presets,) if isinstance(presets, str) else tuple(presets)
    options = dict(example.get("options") or {})
    if folder:
        options["root"] = os.path.normpath(os.path.join(folder, str(options["root"])))
    rule = Rule(entry.spec, options, trusted=entry.trusted, verified=entry.verified)
    return Linter(RuleSet([rule]), SiteSettings(presets))


def _check_good(source: Source, raws: list[Raw]) -> Problem:
    if not raws:
        return None
    found = [source.slice(raw.span) for raw in raws]
    return _compare("a good example is clean", [], found)


def _check_messages(wanted: list[str] | None, raws: list[Raw]) -> Problem:
    messages = [raw.rule.message_for(raw.hit) for raw in raws]
    for message in messages:
        if not message.strip():
            return "a finding has an empty message", ""
    for part, message in zip(wanted or (), messages, strict=False):
        if part not in message:
            return _compare("the message holds", [part], [message])
    return None


def _check_fix(linter: Linter, source: Source, example: Mapping[str, Any]) -> Problem:
    outcome = fix_source(linter, source, lambda rule, fix: True)
    if "fixed" not in example:
        if outcome.applied:
            return _compare(
                "a fix changes this text, but the example shows no fixed text",
                [source.raw],
                [outcome.source.raw],
            )
        return None
    problem = _compare("the fix gives", [example["fixed"]], [outcome.source.raw])
    if problem is not None:
        reason = f" ({outcome.errors[0]})" if outcome.errors else ""
        return problem[0] + reason, problem[1]
    again = fix_source(linter, outcome.source, lambda rule, fix: True)
    if again.source.raw != outcome.source.raw:
        return _compare("a second fix changes nothing", [outcome.source.raw], [again.source.raw])
    return None


def _compare(what: str, wanted: list[str], found: list[str]) -> Problem:
    if wanted == found:
        return None
    expected = [line for text in wanted for line in _lines(text)]
    actual = [line for text in found for line in _lines(text)]
    diff = "\n".join(difflib.unified_diff(expected, actual, "expected", "found", lineterm=""))
    return f"not so: {what}", diff


def _lines(text: str) -> list[str]:
    return [line.replace("\r", "␍") for line in text.split("\n")]
