"""Settings: find the configuration of a file, read it strictly, and combine it with options."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contentlint.errors import ConfigError, suggest
from contentlint.module_files import files_around_module, times_of
from contentlint.named import NamedTuple
from contentlint.presets import NO_POSTS, PRESETS, guess_preset
from contentlint.reading import NO_FILE, is_there, read_file
from contentlint.rules.choice import RuleChoice

if TYPE_CHECKING:
    from contentlint.ignores import IgnoreRules

__all__ = ["CONFIG_NAMES", "Config", "find_config", "load_config"]

CONFIG_NAMES = ("contentlint.toml", ".contentlint.toml", "pyproject.toml")


class Override(NamedTuple):
    """Settings for the paths that match some patterns."""

    paths: tuple[str, ...]
    values: Mapping[str, Any]


class Config:
    """The settings of one configuration file, or the defaults.

    Args:
        values: the configuration's keys as they stand in the file (``"extend-select"``, …).
        root: the folder of the configuration; patterns and relative paths start here.
        origin: the file the values come from, for messages; ``None`` for defaults.

    Raises:
        ConfigError: an unknown key or a value of the wrong type.
    """

    def __init__(
        self,
        values: Mapping[str, Any] | None = None,
        root: str | Path | None = None,
        origin: Path | None = None,
    ) -> None:
        if values is not None and not isinstance(values, Mapping):
            raise ConfigError(f"the settings are keys with values, not {values!r:.60}")
        self.values = dict(values or {})
        self.root = Path.cwd() if root is None else Path(root)
        self.origin = origin
        self._patterns: list[IgnoreRules] | None = None
        self._top = ""
        if self.values:
            from contentlint.config_file import check_values

            check_values(self.values, origin)
        self.overrides = [
            Override(tuple(table["paths"]), {k: v for k, v in table.items() if k != "paths"})
            for table in self.values.get("overrides", ())
        ]
        check_presets(self.values.get("preset"), origin)
        for index, override in enumerate(self.overrides):
            key = ("overrides", index, "preset")
            check_presets(override.values.get("preset"), origin, key)

    @property
    def rule_folders(self) -> list[Path]:
        """The site's own rule folders."""
        return [self.root / path for path in self.values.get("rule-paths", ())]

    def left_out(self, presets: Sequence[str] | None = None) -> tuple[str, ...]:
        """What holds no posts: as ``exclude`` says, and as *presets* do, or those that are set."""
        names = presets or _presets(self.values.get("preset")) or ()
        folders = [f"/{folder}/" for name in names for folder in NO_POSTS.get(name, ())]
        return (*self.values.get("exclude", ()), *folders)

    def matching(self, path: str | Path) -> tuple[int, ...]:
        """The indices of the overrides that apply to *path*."""
        if not self.overrides:
            return ()
        if self._patterns is None:
            from contentlint.ignores import IgnoreRules

            self._patterns = [IgnoreRules(str(self.root), each.paths) for each in self.overrides]
            self._top = os.path.join(os.path.realpath(self.root), "")
        real = os.path.realpath(path)
        if not real.startswith(self._top):
            return ()
        relative = real[len(self._top) :].replace(os.sep, "/")
        return tuple(
            index for index, pattern in enumerate(self._patterns) if pattern.covers(relative)
        )

    def schema_state(self) -> list[tuple[str, int]]:
        """The files that ``[front-matter]`` names, or that belong to the model it names.

        Each stands with the time of its last change; a file that is missing is left out.
        """
        table = self.values.get("front-matter") or {}
        files = [str(self.root / table["json-schema"])] if "json-schema" in table else []
        module = str(table.get("schema") or "").partition(":")[0].partition(".")[0]
        if module:
            files += files_around_module(module, str(self.root))
        return times_of(files)

    def choice(self, overrides: tuple[int, ...], command: CommandChoice) -> RuleChoice:
        """The rules in force where *overrides* apply, with the command line's own options last."""
        presets = command.presets or _presets(self.values.get("preset"))
        select = self.values.get("select")
        extend = list(self.values.get("extend-select", ()))
        ignore = list(self.values.get("ignore", ()))
        rules = _rule_tables(self.values.get("rules", {}))
        for index in overrides:
            table = self.overrides[index].values
            presets = command.presets or _presets(table.get("preset")) or presets
            if "select" in table:
                select, extend, ignore = table["select"], [], []
            extend += table.get("extend-select", ())
            ignore += table.get("ignore", ())
            for name, settings in _rule_tables(table.get("rules", {})).items():
                rules[name] = {**rules.get(name, {}), **settings}
        if command.select is not None:
            select, extend, ignore = command.select, [], []
        return RuleChoice(
            presets=presets if presets is not None else guess_preset(self.root),
            select=tuple(select) if select is not None else None,
            extend_select=(*extend, *command.extend_select),
            ignore=(*ignore, *command.ignore),
            settings=rules,
        )


class CommandChoice(NamedTuple):
    """What the command line, or a caller, says about rules."""

    presets: tuple[str, ...] | None = None
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def find_config(folder: Path) -> Path | None:
    """The configuration file that applies to files in *folder*: the nearest one upwards."""
    for parent in (folder, *folder.parents):
        for name in CONFIG_NAMES:
            path = parent / name
            try:
                if _has_table(path) if name == "pyproject.toml" else is_there(path):
                    return path
            except PermissionError:
                pass  # a folder that may not be searched has none; its posts are their own errors
            except OSError as error:
                words = f"cannot look for a configuration here: {error.strerror}"
                raise ConfigError(f"{path}: {words}") from error
    return None


def load_config(path: Path) -> Config:
    """Read one configuration file.

    Raises:
        ConfigError: it cannot be read, is not TOML, or has an unknown key or a wrong value.
    """
    from contentlint.config_file import read_values

    values: Any = read_values(path)
    if path.name == "pyproject.toml":
        values = _table_of(values)
        if not isinstance(values, dict):
            raise _no_table(path, values)
    return Config(values, path.resolve().parent, path)


def _has_table(path: Path) -> bool:
    try:
        data, _ = read_file(path)
    except OSError as error:
        if error.errno in NO_FILE:
            return False
        raise
    if b"contentlint" not in data:
        return False
    import tomllib

    try:
        values = tomllib.loads(data.decode("utf-8"))
        # a table at the top is meant for us, too, and is told to be in the wrong place
        return _table_of(values) is not None or isinstance(values.get("contentlint"), dict)
    except (ValueError, RecursionError):
        return b"tool.contentlint" in data  # then it is told that it cannot be read


def _table_of(values: Mapping[str, Any]) -> Any:
    """What a pyproject.toml holds under ``tool.contentlint``."""
    tool = values.get("tool")
    return tool.get("contentlint") if isinstance(tool, dict) else None


def _no_table(path: Path, value: Any) -> ConfigError:
    from contentlint.config_file import place_of

    if value is None:
        line = place_of(path, ("contentlint",), ())
        return ConfigError(
            f"{line}[contentlint]: the table of a pyproject.toml is [tool.contentlint]"
        )
    words = "this is one table of settings: write it in single brackets"
    if not isinstance(value, list):
        words = f"this is a table of settings, not {value!r}"
    return ConfigError(f"{place_of(path, ())}[tool.contentlint]: {words}")


def _presets(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    return (value,) if isinstance(value, str) else tuple(value)


def check_presets(
    value: Any, origin: Path | None, key: tuple[str | int, ...] = ("preset",)
) -> None:
    """Raise `ConfigError` for a preset that does not exist, of the *key* of the file *origin*."""
    for name in _presets(value) or ():
        if name not in PRESETS:
            from contentlint.config_file import place_of

            place, hint = place_of(origin, key), suggest(name, tuple(PRESETS))
            raise ConfigError(
                f"{place}there is no preset '{name}'{hint}; the presets are {', '.join(PRESETS)}"
            )


def _rule_tables(tables: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    rules = {}
    for name, value in tables.items():
        table: dict[str, Any] = {"severity": value} if isinstance(value, str) else dict(value)
        options = table.pop("options", None) or {}
        rules[name] = {**table, **options}
    return rules
