"""Read rule files strictly: every mistake is an error with file and line.

`load_folder` turns a folder of YAML files into plain dictionaries that have passed the models in
`contentlint.rules.model`; nothing after it needs pydantic.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from contentlint.errors import RuleError, suggest

__all__ = ["load_file", "load_folder", "load_text", "rule_files"]


def rule_files(folder: Path) -> list[Path]:
    """Every rule file below *folder*, sorted."""
    return sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")])


def load_folder(folder: Path) -> list[dict[str, Any]]:
    """Load all rules of *folder*; raise `RuleError` on the first faulty file."""
    files = rule_files(folder)
    if not files:
        raise RuleError(f"{folder}: no rule file (*.yaml) is in this folder")
    return [load_file(path, folder) for path in files]


def load_file(path: Path, folder: Path | None = None) -> dict[str, Any]:
    """Load one rule file; its id must equal its path below *folder*.

    Raises:
        RuleError: the file cannot be read, is not valid YAML, or breaks the rule schema.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}: cannot read this rule file: {error}") from error
    rule = load_text(text, str(path))
    if folder is not None:
        expected = path.relative_to(folder).with_suffix("").as_posix()
        if rule["id"] != expected:
            raise RuleError(
                f"{path}:1: the id '{rule['id']}' must equal the file's path, '{expected}'"
            )
    return rule


def load_text(text: str, name: str) -> dict[str, Any]:
    """Load one rule from YAML *text*; *name* stands in error messages."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
        data = yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or error
        raise RuleError(f"{name}:{line}: this is not valid YAML: {problem}") from error
    if not isinstance(data, dict):
        raise RuleError(f"{name}:1: a rule file is a mapping with id, summary, match, …")
    _reject_duplicates(node, name)
    _validate(data, node, name)
    data["file"] = name
    try:
        # a plain copy: what a cache can hold, and no value shared with the parser
        return dict(json.loads(json.dumps(data)))
    except TypeError as error:
        raise RuleError(f"{name}:1: a rule holds text, numbers, lists and maps: {error}") from error


def _validate(data: dict[str, Any], node: Any, name: str) -> None:
    from pydantic import ValidationError

    from contentlint.rules.model import RuleFile

    try:
        RuleFile.model_validate(data)
    except ValidationError as error:
        # an unknown key explains a missing one, so it is the one to name
        first = min(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        line = _line_of(node, first["loc"])
        where = ".".join(str(part) for part in first["loc"]) or "rule"
        raise RuleError(f"{name}:{line}: {where}: {_explain(first, where)}") from error


def _explain(fault: Any, where: str) -> str:
    if fault["type"] == "extra_forbidden":
        from contentlint.rules import model

        known: set[str] = set()
        for cls in (
            model.RuleFile,
            model.MatchSpec,
            model.Condition,
            model.FixSpec,
            model.Example,
            model.OptionSpec,
        ):
            known.update(field.alias or key for key, field in cls.model_fields.items())
        return f"unknown key{suggest(where.rsplit('.', 1)[-1], known)}"
    message = str(fault["msg"])
    return message.removeprefix("Value error, ")


def _line_of(node: Any, loc: tuple[Any, ...]) -> int:
    """The 1-based line of the node at *loc*, or of the nearest one above it."""
    line = int(node.start_mark.line) + 1
    for part in loc:
        child = None
        if isinstance(part, int) and isinstance(node.value, list) and part < len(node.value):
            child = node.value[part]
            line = int(child.start_mark.line) + 1
        elif isinstance(node.value, list):
            for pair in node.value:
                if isinstance(pair, tuple) and pair[0].value == part:
                    child = pair[1]
                    line = int(pair[0].start_mark.line) + 1
        if child is None:
            continue
        node = child
    return line


def _reject_duplicates(node: Any, name: str) -> None:
    stack = [node]
    while stack:
        current = stack.pop()
        if not isinstance(current.value, list):
            continue
        seen: set[str] = set()
        for item in current.value:
            if not isinstance(item, tuple):
                stack.append(item)
                continue
            key, value = item
            if isinstance(key.value, str) and key.value in seen:
                line = key.start_mark.line + 1
                raise RuleError(f"{name}:{line}: the key '{key.value}' stands here twice")
            seen.add(str(key.value))
            stack.append(value)
