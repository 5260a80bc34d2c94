"""`contentlint rules`: the rules that are on, by family."""

from __future__ import annotations

import json
from typing import Any

from contentlint.cli import EXIT_CLEAN
from contentlint.cli.session import make_project, rules_in_force
from contentlint.reports.parts.tally import plural

__all__ = ["run"]


def run(options: Any) -> int:
    """Print the rules in force in the working directory; all of them with --all."""
    active, entries = rules_in_force(make_project(options), "post.md")
    rows = []
    for name, entry in sorted(entries.items()):
        if name not in active and not options.all:
            continue
        spec = entry.spec
        rows.append(
            {
                "id": name,
                "on": name in active,
                "severity": active.severity(name) if name in active else spec["severity"],
                "fix": (spec.get("fix") or {}).get("safety"),
                "summary": spec["summary"],
            }
        )
    if options.output_format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print_table(rows)
    return EXIT_CLEAN


def _print_table(rows: list[dict[str, Any]]) -> None:
    family = None
    for row in rows:
        if row["id"].split("/")[0] != family:
            family = row["id"].split("/")[0]
            print(f"\n{family}/")
        fix = {"safe": "fix", "unsafe": "fix?"}.get(row["fix"], "")
        state = "" if row["on"] else " (off)"
        print(f"  {row['id']:<34} {row['severity']:<8} {fix:<5} {row['summary']}{state}")
    count = sum(row["on"] for row in rows)
    are_on = f"{plural(count, 'rule')} {'is' if count == 1 else 'are'} on"
    print(f"\n{are_on}. fix: a safe fix; fix?: needs --unsafe-fixes.")
    print(
        "'contentlint explain RULE' says more; 'contentlint rules --all' shows those that are off."
    )
