"""What a configuration file says: read strictly, every fault told with its place and its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from contentlint.errors import ConfigError, suggest, suggest_allowed
from contentlint.reading import read_text

__all__ = ["check_values", "place_of", "placed", "read_values"]

_MOST_DEPTH = 64
_LONGEST_SHOWN = 80
_WORDS = {
    "bool_type": "give true or false",
    "dict_type": "give a table",
    "finite_number": "give a number that has an end",
    "float_type": "give a number",
    "greater_than_equal": "give a number from {ge} up",
    "int_type": "give a whole number",
    "list_type": 'give a list, as in ["one", "two"]',
    "literal_error": "give one of {expected}",
    "missing": "this key is needed",
    "model_type": "give a table",
    "rule_value": "give 'error', 'warning', 'info' or 'off', or give a table",
    "string_too_short": "give a text that is not empty",
    "string_type": "give a text in quotes",
    "too_short": "give a list that is not empty",
}


def read_values(path: Path) -> dict[str, Any]:
    """All values of the TOML file at *path*.

    Raises:
        ConfigError: it cannot be read, or is not TOML.
    """
    import tomllib

    from contentlint.config_syntax import not_toml, not_utf8
    from contentlint.toml_text import LongNumberError, parse_toml

    try:
        text = read_text(path)
        return parse_toml(text)
    except OSError as error:
        words = error.strerror or error
        raise ConfigError(f"{path}: cannot read this configuration: {words}") from error
    except UnicodeDecodeError as error:
        raise not_utf8(path, error) from error
    except tomllib.TOMLDecodeError as error:
        raise not_toml(path, text, error) from error
    except LongNumberError as error:
        line = text.count("\n", 0, error.at) + 1
        raise ConfigError(f"{path}:{line}: this number has too many digits") from error
    except RecursionError as error:
        words = "its lists or tables are nested too deep to be read"
        raise ConfigError(f"{path}: this configuration cannot be used: {words}") from error


def check_values(values: Mapping[str, Any], origin: Path | None) -> None:
    """Look over the settings *values*, which stand in the file *origin*.

    Raises:
        ConfigError: an unknown key, or a value that cannot be used.
    """
    from pydantic import ValidationError

    from contentlint.config_model import ConfigFile

    _check_plain(values, origin)
    try:
        ConfigFile.model_validate(values)
    except ValidationError as error:
        # an unknown key explains a missing one, so it is the one to name
        fault = min(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        raise ConfigError(_describe(fault, origin)) from error


def _check_plain(values: Mapping[str, Any], origin: Path | None) -> None:
    """What no setting can mean: numbers that TOML has not, text that no path or name can hold."""
    for loc, value in _leaves(values):
        words = ""
        if len(loc) > _MOST_DEPTH:
            raise ConfigError(f"{loc[0]}: its lists or tables are nested too deep to be read")
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            words = "this number is larger than TOML allows"
        elif isinstance(value, str) and "\0" in value:
            words = f"{_shown(value)} holds the character NUL, which nothing here can have"
        if words:
            where = ".".join(str(part) for part in loc)
            raise ConfigError(f"{place_of(origin, loc)}{where}: {words}")


def _leaves(values: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The values below *values* that hold no others, each with the keys that lead there."""
    waiting: list[tuple[tuple[Any, ...], Any]] = [((), values)]
    while waiting:
        loc, value = waiting.pop()
        if len(loc) > _MOST_DEPTH:  # of a program: a table may hold itself
            yield loc, value
        elif isinstance(value, Mapping):
            waiting += [((*loc, key), each) for key, each in value.items()]
        elif isinstance(value, (list, tuple)):
            waiting += [((*loc, index), each) for index, each in enumerate(value)]
        else:
            yield loc, value


def _shown(value: Any) -> str:
    """*value* as it may stand in the file, which is TOML."""
    text = repr(value)
    if isinstance(value, bool):
        text = text.lower()
    elif isinstance(value, (date, time)):  # a moment is a date, too
        text = value.isoformat()
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _describe(fault: Any, origin: Path | None) -> str:
    loc = [part for part in fault["loc"] if "RuleTable" not in str(part)]
    kind = fault["type"]
    if kind == "model_type" and len(loc) < len(fault["loc"]):
        kind = "rule_value"
    if len(loc) > 1 and loc[-1] == "str":  # one of the types that a value may be of
        loc.pop()
    if loc and str(loc[-1]).startswith("literal["):
        loc.pop()
    where = ".".join(str(part) for part in loc) or "configuration"
    place = place_of(origin, tuple(loc))
    if kind == "extra_forbidden":
        return f"{place}unknown key '{where}'{_where_it_belongs(loc)}"
    if len(loc) == 2 and loc[0] == "rules" and loc[1] in _keys_of("ConfigFile"):
        return f"{place}'{loc[1]}' is no rule{_where_it_belongs(loc)}"
    if loc == ["overrides"] and isinstance(fault["input"], Mapping):
        return f"{place}overrides: write [[overrides]], with two brackets: there may be several"
    plain = _WORDS.get(kind)
    words = plain.format_map(fault.get("ctx") or {}) if plain else fault["msg"]
    words = words.removeprefix("Value error, ")
    if kind == "model_type" and "fields" in loc[1:2]:
        words += ', as in { type = "str" }'
    tells_all = kind == "missing" or (kind == "value_error" and not _is_leaf(fault["input"]))
    return f"{place}{where}: {words}" + (
        "" if tells_all else f", not {_shown(fault['input'])}{suggest_allowed(fault)}"
    )


def _is_leaf(value: object) -> bool:
    return not isinstance(value, (Mapping, list, tuple))


def _keys_of(table: str) -> list[str]:
    from contentlint import config_model

    fields = getattr(config_model, table).model_fields
    return [field.alias or name for name, field in fields.items()]


def _where_it_belongs(loc: list[Any]) -> str:
    """What to do about the unknown key at *loc*: another name, or another place."""
    key, table = str(loc[-1]), _table_of(loc)
    if table in _TABLES and key in _keys_of("ConfigFile"):
        return f": it stands below [{'.'.join(map(str, loc[:-1]))}]; move it above the first table"
    if table == "Override" and key in _keys_of("ConfigFile"):
        return ": it is for all paths; move it above the first table"
    if table == "ConfigFile" and key.replace("_", "-") == "per-file-ignores":
        return ": name the files in the paths of [[overrides]], and what to leave out in its ignore"
    near = suggest(key, _keys_of(table))
    if near:
        return near
    if table == "ConfigFile" and key == "tool":
        return ": only in a pyproject.toml do settings stand below [tool.contentlint]"
    if table == "ConfigFile" and "/" in key:
        return ": it belongs below [rules]"
    if table == "FrontMatterTable":
        return ": a field of the posts belongs below [front-matter.fields]"
    for name, words in _PLACES.items():
        if key in _keys_of(name):
            return f": it belongs below {words}"
    return ""


def _table_of(loc: list[Any]) -> str:
    """The name of the model that the key at *loc* was taken for."""
    if loc[0] == "overrides" and len(loc) > 1:
        return "Override"
    if loc[0] == "front-matter" and len(loc) > 1:
        return "FieldTable" if len(loc) > 3 else "FrontMatterTable"
    if loc[0] == "limits" and len(loc) > 1:
        return "LimitsTable"
    return "RuleTable" if loc[0] == "rules" and len(loc) > 1 else "ConfigFile"


_TABLES = ("FieldTable", "FrontMatterTable", "LimitsTable", "RuleTable")
_PLACES = {
    "Override": "[[overrides]]",
    "LimitsTable": "[limits]",
    "FrontMatterTable": "[front-matter]",
}


def placed(error: ConfigError, origin: Path | None) -> ConfigError:
    """*error* with the place in the configuration file *origin* that it speaks of."""
    if origin is None or not error.key:
        return error
    return ConfigError(f"{place_of(origin, error.key)}{error}")


def place_of(origin: Path | None, loc: tuple[Any, ...], root: tuple[str, ...] | None = None) -> str:
    """``path:line: `` of the key at *loc* of the file *origin*, as far as it is there.

    *root* is the table that holds the settings, if it is not the usual one.  What stands in no
    table of the file is looked for in its overrides.
    """
    if origin is None:
        return ""
    from contentlint.document.frontmatter.toml_places import toml_places

    if root is None:
        root = ("tool", "contentlint") if origin.name == "pyproject.toml" else ()
    try:
        text = read_text(origin)
        places = toml_places(text)
    except (OSError, ValueError, RecursionError):
        return f"{origin}: "
    if loc and (*root, *loc) not in places:
        above = (*root, "overrides")
        size = len(above) + 1
        inside = [key for key in places if key[: size - 1] == above and key[size:] == loc]
        loc = inside[0][len(root) :] if inside else loc
    loc = (*root, *loc)
    while loc and loc not in places:
        loc = loc[:-1]
    if not loc:
        return f"{origin}: "
    place = places[loc]
    start = (place.key or place.value).start
    return f"{origin}:{text.count(chr(10), 0, start) + 1}: "
