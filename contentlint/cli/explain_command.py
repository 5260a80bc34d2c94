"""`contentlint explain RULE`: why a rule exists, what it finds, how to mend it, how to set it."""

from __future__ import annotations

import textwrap
from typing import Any

from contentlint.cli import EXIT_CLEAN
from contentlint.cli.session import find_rule, make_project
from contentlint.rules.registry import SpecEntry

__all__ = ["run"]


def run(options: Any) -> int:
    """Print everything the rule's own file says."""
    project = make_project(options)
    entries = project.specs_for(project.config_for("post.md"))
    entry = find_rule(options.rule, entries)
    active = project.linter_for("post.md").rules
    print("\n".join(explain(entry, on=entry.spec["id"] in active)))
    return EXIT_CLEAN


def explain(entry: SpecEntry, *, on: bool) -> list[str]:
    """The explanation as lines."""
    spec = entry.spec
    state = "on" if on else "off here"
    lines = [f"{spec['id']} ({spec['severity']}, {state})", spec["summary"], ""]
    lines += textwrap.wrap(" ".join(spec["why"].split()), 88)
    lines += _explain_fix(spec) + _explain_options(spec) + _explain_examples(spec)
    lines += ["", "Switch it off:", "  in contentlint.toml:"]
    lines += [f'    ignore = ["{spec["id"]}"]', "  or for one line of a post:"]
    lines += [f"    <!-- contentlint-disable-next-line {spec['id']} -- reason -->"]
    if spec.get("references"):
        lines += ["", "See also:", *(f"  {link}" for link in spec["references"])]
    return lines


def _explain_fix(spec: dict[str, Any]) -> list[str]:
    fix = spec.get("fix")
    if fix is None:
        return ["", "Fix: by hand."]
    title = fix.get("title") or ("" if fix["do"] == "check" else fix["do"].replace("-", " "))
    how = "--fix" if fix["safety"] == "safe" else "--fix --unsafe-fixes"
    if fix["do"] == "check":  # it decides for each finding
        how += ", unless a finding says otherwise"
    return ["", f"Fix ({fix['safety']}, {how}){title and f': {title}'}."]


def _explain_options(spec: dict[str, Any]) -> list[str]:
    options = spec.get("options") or {}
    if not options:
        return []
    lines = ["", f'Options, under [rules."{spec["id"]}"]:']
    for name, option in options.items():
        default = str(option["default"])
        shown = default if len(default) <= 70 else default[:69] + "…"
        lines.append(f"  {name} ({option['type']}, default {shown})")
        if option.get("description"):
            lines += textwrap.wrap(
                option["description"], 88, initial_indent=" " * 6, subsequent_indent=" " * 6
            )
    return lines


def _explain_examples(spec: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for example in spec["examples"]:
        if "bad" in example:
            lines += ["", "Bad:", *_quoted(example["bad"])]
            if "fixed" in example:
                lines += ["Fixed:", *_quoted(example["fixed"])]
        else:
            lines += ["", "Good:", *_quoted(example["good"])]
    return lines


def _quoted(text: str) -> list[str]:
    return [f"    {line}" for line in text.rstrip("\n").split("\n")]
