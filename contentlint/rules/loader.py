"""Read rule files strictly: every mistake is an error with file and line.

`load_folder` turns a folder of YAML files into plain dictionaries that have passed the models in
`contentlint.rules.model`; nothing after it needs pydantic.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contentlint.errors import RuleError, suggest, suggest_allowed
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
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: this file is not UTF-8: save it in that encoding") from error
    except OSError as error:
        raise RuleError(f"{path}: cannot read this rule file: {error.strerror or error}") from error
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
        loc, fault = _the_fault(error.errors(), data)
        part = getattr((fault.get("ctx") or {}).get("error"), "part", None)
        loc = loc if part is None else (*loc, part)
        line = _line_of(node, loc)
        where = ".".join(str(part) for part in loc) or "rule"
        raise RuleError(f"{name}:{line}: {where}: {_explain(fault, where)}") from error


Loc = tuple[str | int, ...]


def _the_fault(faults: list[Any], data: dict[str, Any]) -> tuple[Loc, Any]:
    """The one of *faults* to name, and where in *data* it stands.

    An unknown key explains a missing one.  Where a value may be of several types, whatever is
    wrong inside it tells more than that it is of none of the other types.
    """
    placed = [(_in_data(fault, data), fault) for fault in faults]
    for loc, fault in placed:
        if fault["type"] == "extra_forbidden":
            return loc, fault
    first, _ = placed[0]
    inside = [each for each in placed if each[0][: len(first)] == first]
    return max(inside, key=lambda each: (len(each[0]), each[1]["type"] == "value_error"))


def _in_data(fault: Any, data: Any) -> Loc:
    """Where *fault* stands, without the names of types that are in its place."""
    loc: list[str | int] = []
    parts = fault["loc"]
    for index, part in enumerate(parts):
        is_key = isinstance(data, dict) and part in data
        if is_key or (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            data = data[part]
            loc.append(part)
        elif fault["type"] == "missing" and index == len(parts) - 1:
            loc.append(part)
    return tuple(loc)


_LONGEST_SHOWN = 80
_WORDS = {
    "bool_parsing": "give true or false",
    "bool_type": "give true or false",
    "dict_type": "give keys with values",
    "int_parsing": "give a whole number",
    "int_type": "give a whole number",
    "list_type": "give a list, as in [one, two]",
    "literal_error": "give one of {expected}",
    "missing": "this key is needed",
    "model_type": "give keys with values",
    "string_too_long": "give a text of at most {max_length} characters",
    "string_too_short": "give a text of at least {min_length} characters",
    "string_type": "give a text",
    "too_short": "give a list that is not empty",
}


def _explain(fault: Any, where: str) -> str:
    if fault["type"] == "extra_forbidden":
        return f"unknown key{_meant(*where.split('.'))}"
    if where == "id" and fault["type"] == "string_pattern_mismatch":
        words = "give family/name in small letters, digits and hyphens"
    elif fault["type"] in _WORDS:
        words = _WORDS[fault["type"]].format_map(fault.get("ctx") or {})
    else:
        return str(fault["msg"]).removeprefix("Value error, ")
    value = fault["input"]
    if fault["type"] == "missing" or isinstance(value, (dict, list)):
        return words
    shown = repr(value)
    cut = "…" if len(shown) > _LONGEST_SHOWN else ""
    return f"{words}, not {shown[:_LONGEST_SHOWN]}{cut}{suggest_allowed(fault)}"


def _meant(*loc: str) -> str:
    """What the unknown key at the end of *loc* was meant to be, or where it belongs."""
    from contentlint.rules import match_model, model

    inside: dict[str, Any] = {
        "match": match_model.MatchSpec,
        "options": model.OptionSpec,
        "fix": model.FixSpec,
        "examples": model.Example,
    }
    cls = inside.get(loc[0], model.RuleFile) if len(loc) > 1 else model.RuleFile
    if "where" in loc[1:-1]:
        cls = match_model.Condition
    if cls is not model.RuleFile and loc[-1] in _keys_of(model.RuleFile):
        return f": '{loc[-1]}' belongs to the rule, not to its {loc[0]}"
    if cls is match_model.MatchSpec and loc[-1] in _keys_of(match_model.Condition):
        return f": '{loc[-1]}' belongs into a condition of where"
    return suggest(loc[-1], _keys_of(cls))


def _keys_of(cls: Any) -> set[str]:
    return {field.alias or key for key, field in cls.model_fields.items()}


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
