"""Errors that a person can mend: configuration, rules, options, paths; never a traceback."""

from __future__ import annotations

from typing import Any

__all__ = [
    "ConfigError",
    "ContentlintError",
    "PackError",
    "RuleError",
    "line_of_failure",
    "suggest",
    "suggest_allowed",
]


class ContentlintError(Exception):
    """A fault of the run, not of a post: the message says what, where, and what to do."""


class ConfigError(ContentlintError):
    """A configuration file, an option or a preset that cannot be used.

    *key* is where in a configuration file the fault stands, if it is one of a file.
    """

    def __init__(self, message: str, key: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.key = key


class RuleError(ContentlintError):
    """A rule file, or a check it names, that cannot be used; *option* names one at fault."""

    def __init__(self, message: str, option: str | None = None) -> None:
        super().__init__(message)
        self.option = () if option is None else (option,)


class PackError(ValueError):
    """The bytes are no packed result of the form in which they were read; nobody sees this one."""


def line_of_failure(error: BaseException) -> str:
    """Where *error* came from, as ``file:line``: the last line that is not ours, if any is."""
    ours = __file__.removesuffix("errors.py")
    found = ""
    is_ours = True
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if is_ours or not file.startswith(ours):
            is_ours, found = file.startswith(ours), f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found


def suggest(name: str, known: list[str] | set[str] | tuple[str, ...]) -> str:
    """Return ``" (did you mean 'x'?)"`` for the nearest of *known*, or an empty string."""
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f" (did you mean '{near[0]}'?)" if near else ""


def suggest_allowed(fault: Any) -> str:
    """The same for the nearest value allowed, where pydantic's *fault* is that none was given."""
    value = fault["input"]
    if fault["type"] != "literal_error" or not isinstance(value, str):
        return ""
    allowed = fault["ctx"]["expected"].replace(" or ", ", ").split(", ")
    return suggest(value, [name.strip("'") for name in allowed])
