"""How grave findings are and how safe their fixes, where a check decides it and not its rule.

`verdicts.txt` holds all that differs from what the rules say, so far as their examples show it:
rule, message, severity, and safety of the fix.  Whoever changes a line changes the status of runs,
or what `--fix` does to posts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from contentlint.document import Document
from contentlint.source import Source
from tests.checks.family import all_specs, make_linter

TABLE = Path(__file__).with_name("verdicts.txt")


def verdicts(name: str) -> Iterator[str]:
    spec = all_specs()[name].spec
    declared = (spec.get("fix") or {}).get("safety")
    for example in spec["examples"]:
        if "bad" not in example or "encoding" in example or "reaches" in example:
            continue
        presets = example.get("preset") or "plain"
        presets = (presets,) if isinstance(presets, str) else presets
        linter = make_linter([name], presets, example.get("options"))
        source = Source.from_text(example["bad"], example.get("filename", "post.md"))
        for raw in linter.find(Document(source, linter.settings))[0]:
            severity = raw.hit.severity or spec["severity"]
            safety = raw.fix[0] if raw.fix else None
            if severity != spec["severity"] or safety not in (None, declared):
                yield f"{name} {raw.hit.message or '-'} {severity} {safety or '-'}"


def test_what_differs_from_its_rule_is_as_grave_and_safe_as_the_table_says() -> None:
    lines = {line for name in all_specs() for line in verdicts(name)}
    assert sorted(lines) == TABLE.read_text(encoding="utf-8").splitlines()
