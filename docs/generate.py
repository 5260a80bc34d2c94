"""Write the pages that are made from the rule files and the models: run it after changing one.

python -m docs.generate           writes docs/rules/**, docs/schemas/*, the lists of keys
                                  and the table of rules in docs/generators.md
python -m docs.generate --check   only says what is out of date (status 1)
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from contentlint.presets import PRESETS
from contentlint.rules.loader import load_folder
from contentlint.rules.registry import builtin_folder
from docs.reference import commands_page, configuration_page, rule_file_page

DOCS = Path(__file__).parent
NOTE = "<!-- made from the rule files by docs/generate.py: do not edit -->\n\n"
BY_GENERATOR = "<!-- from here on made from the rule files by docs/generate.py -->\n"


def main() -> int:
    """Write or check every generated file."""
    pages = {**rule_pages(), **generators_page(), **reference_pages(), **schema_files()}
    check = "--check" in sys.argv
    stale = [path for path, text in pages.items() if not same(path, text)]
    orphans = [
        path
        for folder in (DOCS / "rules", DOCS / "schemas")
        for path in sorted(folder.rglob("*.*"))
        if path not in pages
    ]
    for path in [*stale, *orphans]:
        print(f"{'out of date' if check else 'written'}: {path.relative_to(DOCS.parent)}")
    if check:
        return 1 if stale or orphans else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[path], encoding="utf-8")
    for path in orphans:
        path.unlink()
    return 0


def same(path: Path, text: str) -> bool:
    """Whether the file at *path* holds *text*."""
    return path.is_file() and path.read_text(encoding="utf-8") == text


def rule_pages() -> dict[Path, str]:
    """A page for each rule, and the index by family."""
    specs = load_folder(builtin_folder())
    pages = {DOCS / "rules" / f"{spec['id']}.md": page(spec) for spec in specs}
    pages[DOCS / "rules" / "index.md"] = index(specs)
    return pages


def index(specs: list[dict[str, Any]]) -> str:
    """The index of all rules, by family."""
    lines = [NOTE.rstrip(), "", "# Rules", "", f"{len(specs)} rules.", ""]
    family = ""
    for spec in sorted(specs, key=lambda spec: str(spec["id"])):
        if spec["id"].split("/")[0] != family:
            family = spec["id"].split("/")[0]
            lines += [f"\n## {family}\n", "| rule | severity | on | fix | what it finds |"]
            lines.append("| --- | --- | --- | --- | --- |")
        lines.append(
            f"| [{spec['id']}]({spec['id']}.md) | {spec['severity']} | {when_on(spec)} "
            f"| {fix_word(spec)} | {cell(spec['summary'])} |"
        )
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def when_on(spec: dict[str, Any]) -> str:
    """When the rule is on without being selected."""
    if spec.get("presets"):
        return ", ".join(spec["presets"])
    if not spec.get("default", True):
        return "no"
    if spec.get("not-presets"):
        return f"yes, not under {', '.join(spec['not-presets'])}"
    return "yes"


def fix_word(spec: dict[str, Any]) -> str:
    """How the rule is fixed, in one word."""
    return str((spec.get("fix") or {}).get("safety", "by hand"))


def page(spec: dict[str, Any]) -> str:
    """The page of one rule."""
    lines = [NOTE.rstrip(), "", f"# {spec['id']}", "", f"{prose(spec['summary'])}.", ""]
    lines += [
        f"Severity: {spec['severity']}. On by default: {when_on(spec)}. Fix: {fix_word(spec)}.",
        "",
        "## Why",
        "",
        prose(spec["why"].strip()),
        "",
        *options(spec),
        *messages(spec),
        *examples(spec),
        "## Switch it off",
        "",
        "```toml",
        f'ignore = ["{spec["id"]}"]',
        "```",
    ]
    if spec.get("references"):
        lines += ["", "## See also", "", *(f"- <{link}>" for link in spec["references"])]
    return "\n".join(lines) + "\n"


def options(spec: dict[str, Any]) -> list[str]:
    """The table of options."""
    if not spec.get("options"):
        return []
    lines = ["## Options", "", "| option | type | default | meaning |", "| --- | --- | --- | --- |"]
    for name, option in spec["options"].items():
        default = json.dumps(option["default"], ensure_ascii=False)
        if len(default) > 200:
            default = f"{default[:199]}…"
        lines.append(
            f"| `{name}` | {option['type']} | `{cell(default)}` "
            f"| {cell(option.get('description', ''))} |"
        )
    return [*lines, ""]


def messages(spec: dict[str, Any]) -> list[str]:
    """The table of messages, where the rule has several."""
    if not spec.get("messages"):
        return []
    lines = ["## Messages", "", "| case | message |", "| --- | --- |"]
    for key, text in spec["messages"].items():
        lines.append(f"| `{key}` | {cell(text.replace(':whole}', '}'))} |")
    return [*lines, ""]


def examples(spec: dict[str, Any]) -> list[str]:
    """The examples, as code blocks."""
    lines = ["## Examples", ""]
    for example in spec["examples"]:
        kind = "bad" if "bad" in example else "good"
        notes = []
        if example.get("preset"):
            notes.append(f"preset {example['preset']}")
        if example.get("filename"):
            notes.append(f"in {example['filename']}")
        if example.get("options"):
            notes.append(f"options {json.dumps(example['options'], ensure_ascii=False)}")
        suffix = f" ({'; '.join(notes)})" if notes else ""
        lines += [f"{kind.capitalize()}{suffix}:", "", *block(example[kind])]
        if "fixed" in example:
            lines += ["Fixed:", "", *block(example["fixed"])]
    return lines


def block(text: str) -> list[str]:
    """*text* in a fence longer than any it holds; invisible characters are made visible."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    shown = "".join(
        char if char == "\n" or char.isprintable() else f"\\u{ord(char):04x}" for char in text
    )
    return [f"{fence}text", *(line.rstrip() for line in shown.rstrip("\n").split("\n")), fence, ""]


def prose(text: str) -> str:
    """*text* as Markdown that shows the tags it names, which stand in code or as they are."""
    parts = re.split("(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else part.replace("<", "\\<") for part in parts)


def cell(text: str) -> str:
    """*text* for a table cell."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def generators_page() -> dict[Path, str]:
    """The page of the generators: as it is written, with the table at its end made anew."""
    path = DOCS / "generators.md"
    written, mark, _ = path.read_text(encoding="utf-8").partition(BY_GENERATOR)
    return {path: f"{written}{mark}\n{by_generator(load_folder(builtin_folder()))}"}


def by_generator(specs: list[dict[str, Any]]) -> str:
    """The table of the rules that hold for some generators alone."""
    lines = ["| preset | on only where it is named | not asked |", "| --- | --- | --- |"]
    for preset in PRESETS:
        cells = [linked(preset, specs, key) for key in ("presets", "not-presets")]
        if any(cells):
            lines.append(f"| `{preset}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def linked(preset: str, specs: list[dict[str, Any]], key: str) -> str:
    """Links to the rules that name *preset* in *key*."""
    names = sorted(str(spec["id"]) for spec in specs if preset in (spec.get(key) or ()))
    return ", ".join(f"[{name}](rules/{name}.md)" for name in names)


def reference_pages() -> dict[Path, str]:
    """The lists of all options and keys."""
    return {
        DOCS / "commands.md": commands_page(),
        DOCS / "configuration.md": configuration_page(PRESETS),
        DOCS / "rule-file.md": rule_file_page(),
    }


def schema_files() -> dict[Path, str]:
    """The JSON Schemas of the configuration, of rule files and of the report."""
    from contentlint.config_model import ConfigFile
    from contentlint.reports.schema import report_schema
    from contentlint.rules.model import RuleFile

    schemas = {
        "config": ConfigFile.model_json_schema(by_alias=True),
        "rule": RuleFile.model_json_schema(by_alias=True),
        "report": report_schema(),
    }
    return {
        DOCS / "schemas" / f"{name}.schema.json": json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema},
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
        for name, schema in schemas.items()
    }


if __name__ == "__main__":
    sys.exit(main())
