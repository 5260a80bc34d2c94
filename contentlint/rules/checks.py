"""Find the Python check a rule names: ours, or one from an installed package's entry points."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from typing import Any

from contentlint.bounds import PASSED_ON
from contentlint.errors import RuleError, suggest
from contentlint.module_files import files_of_module, times_of

__all__ = ["ENTRY_POINTS", "find_check", "state_of_plugins"]

ENTRY_POINTS = "contentlint.checks"
"""The entry point group for checks of installed packages: ``topic = "package.module"``."""


def find_check(name: str, rule: str) -> Callable[..., Iterable[Any]]:
    """Return the function that ``topic.function`` names.

    Topics are the modules of `contentlint.checks` and the entry points of the group
    ``contentlint.checks``.

    Raises:
        RuleError: there is no such topic or function, or the module fails to import.
    """
    topic, dot, function = name.rpartition(".")
    if not dot:
        raise RuleError(f"rule {rule}: a check is named topic.function, not '{name}'")
    module = _import_topic(topic, rule)
    found = getattr(module, function, None)
    if not callable(found):
        public = [key for key in vars(module) if not key.startswith("_")]
        raise RuleError(
            f"rule {rule}: the module {module.__name__} has no check '{function}'"
            f"{suggest(function, public)}"
        )
    check: Callable[..., Iterable[Any]] = found
    return check


def _import_topic(topic: str, rule: str) -> Any:
    try:
        return importlib.import_module(f"contentlint.checks.{topic}")
    except ModuleNotFoundError as error:
        if error.name != f"contentlint.checks.{topic}":
            raise RuleError(f"rule {rule}: its check cannot be imported: {error}") from error
    from importlib.metadata import entry_points

    for entry in entry_points(group=ENTRY_POINTS):
        if entry.name == topic:
            try:
                return entry.load()
            except PASSED_ON:
                raise
            except BaseException as error:
                raise RuleError(
                    f"rule {rule}: the plug-in {entry.value} cannot be loaded: {error!r}"
                ) from error
    hint = suggest(topic, _topics()) or "; if a package brings it, that is not installed here"
    raise RuleError(f"rule {rule}: there is no check module '{topic}'{hint}")


def _topics() -> list[str]:
    from importlib.metadata import entry_points
    from pkgutil import iter_modules

    from contentlint import checks

    ours = [module.name for module in iter_modules(checks.__path__)]
    return [*ours, *(entry.name for entry in entry_points(group=ENTRY_POINTS))]


def state_of_plugins() -> list[tuple[str, int]]:
    """The files of all packages that bring checks along, with the time of their last change."""
    from importlib.metadata import entry_points

    packages = {entry.module.partition(".")[0] for entry in entry_points(group=ENTRY_POINTS)}
    return times_of(file for package in sorted(packages) for file in files_of_module(package))
