"""Read rule files strictly: every mistake is an error with file and line.

`load_folder` turns a folder of YAML files into plain dictionaries that have passed the models in
`contentlint.rules.model`; nothing after it needs pydantic.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contentlint.errors import RuleError, suggest
from contentlint.reading import read_text

__all__ = ["line_in", "load_file", "load_folder", "load_text", "rule_files"]


def rule_files(folder: Path) -> list[Path]:
    """Every rule file below *folder*, sorted."""
    return sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")])


def load_folder(folder: Path) -> list[dict[str, Any]]:
    """Load all rules of *folder*; raise `RuleError` on the first faulty file."""
    files = rule_files(folder)
    if not files:
        raise RuleError(f"{folder}: no rule file (*.yaml) is in this folder")
    seen: dict[str, Path] = {}
    for path in files:
        twin = seen.setdefault(str(path.with_suffix("")), path)
        if twin != path:
            raise RuleError(f"{path}: {twin.name} beside it is the same rule: delete one of them")
    return [load_file(path, folder) for path in files]


def load_file(path: Path, folder: Path | None = None) -> dict[str, Any]:
    """Load one rule file; its id must equal its path below *folder*.

    Raises:
        RuleError: the file cannot be read, is not valid YAML, or breaks the rule schema.
    """
    try:
        text = read_text(path)
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
    """Load one rule from YAML *text*; *name* stands in error messages.

    Raises:
        RuleError: it is not valid YAML, or breaks the rule schema.
    """
    from contentlint.rules.rule_yaml import parse_rule

    data, node = parse_rule(text, name)
    _validate(data, node, name)
    data["file"] = name
    return data


def line_in(name: str, *loc: str | int) -> int:
    """The 1-based line of the key or entry at *loc* of the rule file *name*; 1 if that is gone."""
    from contentlint.rules.rule_yaml import parse_rule

    try:
        _, node = parse_rule(read_text(Path(name)), name)
    except (OSError, UnicodeDecodeError, RuleError):
        return 1
    return _line_of(node, loc)


def _validate(data: dict[str, Any], node: Any, name: str) -> None:
    from pydantic import ValidationError

    from contentlint.rules.model import RuleFile

    try:
        RuleFile.model_validate(data)
    except ValidationError as error:
        # an unknown key explains a missing one, so it is the one to name
        first = min(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        part = getattr((first.get("ctx") or {}).get("error"), "part", None)
        loc = first["loc"] if part is None else (*first["loc"], part)
        line = _line_of(node, loc)
        where = ".".join(str(part) for part in loc) or "rule"
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
    value, context = fault["input"], fault.get("ctx") or {}
    if fault["type"] == "literal_error":
        names = [name.strip("'") for name in context["expected"].replace(" or ", ", ").split(", ")]
        hint = suggest(value, names) if isinstance(value, str) else ""
        return f"give one of {context['expected']}, not {value!r}{hint}"
    if fault["type"] == "string_too_short":
        return f"write at least {context['min_length']} characters, not {value!r}"
    if fault["type"] == "missing":
        return "this key is needed"
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
