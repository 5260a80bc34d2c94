"""Which fixes a command and the configuration of a file allow."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from contentlint.config_file import placed
from contentlint.errors import ConfigError
from contentlint.named import NamedTuple
from contentlint.rules.choice import match_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contentlint.config import Config
    from contentlint.findings import Fix
    from contentlint.project import Fixing

__all__ = ["Allowed", "allowed_fixes"]


class Allowed(NamedTuple):
    """The fixes that may be applied to one file."""

    unsafe: bool
    only: frozenset[str] | None
    never: frozenset[str]

    def allows(self, rule: str, fix: Fix) -> bool:
        """Whether *fix* of *rule* may be applied."""
        if fix.safety != "safe" and not self.unsafe:
            return False
        return rule not in self.never and (self.only is None or rule in self.only)


def allowed_fixes(config: Config, known: Iterable[str], fixing: Fixing) -> Allowed:
    """What *config* and *fixing* say of the fixes of the *known* rules.

    Raises:
        ConfigError: they name a rule or a family that does not exist.
    """
    values = config.values
    try:
        own = values.get("fixable")
        only = None if own is None else match_names(own, known, "fixable")
        never = match_names(values.get("unfixable", ()), known, "unfixable")
    except ConfigError as error:
        raise placed(error, config.origin) from error
    if fixing.fixable is not None:
        only = _matched(fixing.fixable, known)
    return Allowed(
        fixing.unsafe or values.get("unsafe-fixes", False),
        None if only is None else frozenset(only),
        frozenset(never | _matched(fixing.unfixable, known)),
    )


def _matched(names: Iterable[str], known: Iterable[str]) -> set[str]:
    """The rules that the command *names*; a part of a site may lack one that another has."""
    found: set[str] = set()
    for name in names:
        with suppress(ConfigError):
            found |= match_names([name], known, "")
    return found
