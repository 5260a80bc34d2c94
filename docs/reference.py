"""The pages of all commands and of every key of the configuration and of rule files."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

__all__ = ["commands_page", "configuration_page", "rule_file_page"]

COMMANDS_NOTE = "<!-- made from the command line by docs/reference.py: do not edit -->"
NOTE = "<!-- made from the models by docs/reference.py: do not edit -->"
CONFIGURATION = """\
# Configuration

contentlint looks for `contentlint.toml`, `.contentlint.toml` or a table `[tool.contentlint]` in
`pyproject.toml`, from the folder of each file upwards; the nearest one holds. `--config FILE` sets
one for all files, `--isolated` none. `contentlint config PATH` shows what applies to a path,
`contentlint schema config` prints the JSON Schema of the file, and an unknown key is an error with
its line and a suggestion. An empty file is a configuration too: its folder is a site of its own,
with the defaults.

What concerns a run as a whole comes from the configuration of the first path that is named:
`fail-on`, `max-warnings`, `output-format`, `baseline`, `cache-dir` and `limits`. All else is each
file's own: what may be fixed as well, and what is left out (`exclude`, `force-exclude`,
`respect-gitignore`).

Where several `[[overrides]]` apply to a file, each comes after those before it. An override with
`select` begins anew, as `--select` does: `select`, `extend-select` and `ignore` of the file and of
earlier overrides no longer hold. Without it, its `extend-select` and `ignore` are added to theirs.
Of its `paths`, the last pattern that names the file, or a folder above it, decides.

A family that is selected brings in no rules that hold for other generators alone than the site's;
such a rule is on where its own name is given.

Presets are sets of defaults for a generator or a kind of site: {presets}. Without `preset`, the
generator is guessed from the files of the site.

## Results that are kept

Where ten files or more are checked, results are kept, so that unchanged files cost next to
nothing: in `.contentlint_cache` beside the configuration, or with your other caches where there is
no configuration. They are forgotten when a post, a rule, a setting, a plug-in or the version
changes. What hangs on other files of the site (a tag that names a post, a link, a picture) or
on the day is not kept: such posts are checked anew each time. `contentlint cache info` and
`contentlint cache clear` look after the folder, `cache-dir` or `--cache-dir` moves it, `--no-cache`
does without.
"""
RULE_FILE = """\
# Every key of a rule file

[Write a rule in ten minutes](writing-rules.md) is the introduction; `contentlint schema rule`
prints the same as a JSON Schema. An unknown key, or one that has no meaning in a match of its kind,
is an error. Wherever a list or a number stands in a match, `$name` means the option of that name.
"""
COMMANDS = """\
# Commands and options

`contentlint COMMAND --help` shows the same in a terminal. Without a path, `check` and `baseline`
look at the working directory. Where an option takes rules, presets or patterns, several stand with
commas between, or the option is given again. An option outranks the key of the same name in the
[configuration](configuration.md).

The exit status is 0 where nothing is to be told, 1 where there are findings (`--fail-on`,
`--max-warnings` and `--exit-zero` say from when on), and 2, which outranks 1, where something
could not be done: a bad option, configuration or rule file, a path that does not exist, a file
that cannot be opened. Findings go to standard output, what concerns the run to standard error.

| variable of the environment | meaning |
| --- | --- |
| `NO_COLOR` | no colours, unless `--color always` is given |
| `FORCE_COLOR` | colours although the report goes to no terminal; `NO_COLOR` outranks it |
| `XDG_CACHE_HOME` | on Linux, the folder of caches, where the compiled rules are kept |
| `CONTENTLINT_NO_RULE_CACHE` | with any value, compiled rules are neither kept nor used |
"""


def commands_page() -> str:
    """The page of the command line."""
    from contentlint.cli.parser import build_parser

    parts = [COMMANDS_NOTE, COMMANDS]
    for action in build_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                parts += _command(name, command)
    return "\n".join(parts)


def _command(name: str, parser: argparse.ArgumentParser) -> list[str]:
    lines = [f"## {name}", "", parser.description or "", ""]
    lines += ["| option | meaning |", "| --- | --- |"]
    for action in parser._actions:
        if action.dest != "help":
            lines.append(f"| {_option(action)} | {action.help} |")
    return [*lines, ""]


def _option(action: argparse.Action) -> str:
    """An option or argument as it is written, with what it takes."""
    choices = ", ".join(map(str, action.choices or ()))
    value = str(action.metavar or choices or action.dest.upper())
    if not action.option_strings:
        return f"`{value}`"
    takes = "" if action.nargs == 0 else f" {value}"
    return ", ".join(f"`{option}{takes}`" for option in action.option_strings)


def configuration_page(presets: Iterable[str]) -> str:
    """The page of the configuration."""
    from contentlint import config_model as model

    names = ", ".join(f"`{name}`" for name in presets)
    parts = [NOTE, CONFIGURATION.replace("{presets}", names)]
    for title, table in (
        ("Keys", model.ConfigFile),
        ("`[[overrides]]`", model.Override),
        ('`[rules."family/name"]`', model.RuleTable),
        ("`[limits]`", model.LimitsTable),
        ("`[front-matter]`", model.FrontMatterTable),
        ("`[front-matter.fields.NAME]`", model.FieldTable),
    ):
        parts.append(_table(title, table))
    return "\n".join(parts)


def rule_file_page() -> str:
    """The page of the rule file."""
    from contentlint.rules import match_model, model

    parts = [NOTE, RULE_FILE]
    for title, table in (
        ("Keys", model.RuleFile),
        ("`match`", match_model.MatchSpec),
        ("`where`: a condition", match_model.Condition),
        ("`options`: one option", model.OptionSpec),
        ("`fix`", model.FixSpec),
        ("`examples`: one example", model.Example),
    ):
        parts.append(_table(title, table))
    return "\n".join(parts)


def _table(title: str, model: type[BaseModel]) -> str:
    schema = model.model_json_schema(by_alias=True)
    if "$ref" in schema:  # a table that may hold others of its kind
        schema = schema["$defs"][model.__name__]
    needed = schema.get("required", [])
    rows = [f"## {title}", "", "| key | type | default | meaning |", "| --- | --- | --- | --- |"]
    for name, value in schema["properties"].items():
        default = _default(value) if name not in needed else "needed"
        cells = (f"`{name}`", _type(value), default, value.get("description", ""))
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join([*rows, ""])


def _default(value: dict[str, Any]) -> str:
    default = value.get("default")
    if default is None or default in ([], {}, ""):
        return ""
    return f"`{json.dumps(default)}`"


def _type(value: dict[str, Any]) -> str:
    """The type of a key in words, without the table that it may be."""
    if "anyOf" in value:
        kinds = [_type(kind) for kind in value["anyOf"] if kind.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in value:
        if len(value["enum"]) > 12:  # the facts of `given`, which have a page of their own
            return "text"
        return ", ".join(f"`{word}`" for word in value["enum"])
    if "const" in value:
        return f"`{json.dumps(value['const'])}`"
    if "$ref" in value:
        return "table"
    if value.get("type") == "array":
        inner = value.get("items", {})
        return "list of tables" if "$ref" in inner else "list"
    if value.get("pattern", "").startswith("^\\$"):
        return "`$option`"
    names = {"string": "text", "integer": "number", "boolean": "yes or no", "object": "table"}
    return names.get(value.get("type", ""), value.get("type", "any"))
