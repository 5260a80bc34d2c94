"""Which rules a configuration chooses, and the state of the files they are in.

Nothing here reads a rule: a run whose results are all known needs none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from contentlint import __version__
from contentlint.errors import ConfigError, RuleError, suggest
from contentlint.named import NamedTuple

__all__ = ["RuleChoice", "builtin_folder", "match_names", "state_of_rules"]

_CODE = (
    *("compiled.py", "conditions.py", "loader.py", "match_checks.py", "match_elements.py"),
    *("match_model.py", "match_texts.py", "matcher.py", "matchers.py", "model.py", "rule.py"),
    "rule_yaml.py",
)


class RuleChoice(NamedTuple):
    """What the configuration says about the rules, for one file."""

    presets: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    settings: Mapping[str, Mapping[str, Any]] = {}


def builtin_folder() -> Path:
    """The folder of the built-in rules: in the wheel, or in this project's checkout."""
    here = Path(__file__).resolve().parent.parent
    packaged = here / "_rules"
    if packaged.is_dir():
        return packaged
    checkout = here.parent
    project = checkout / "pyproject.toml"
    if project.is_file() and 'name = "contentlint"' in project.read_text(encoding="utf-8"):
        return checkout / "rules"
    raise RuleError("the built-in rules are missing from this installation; install it again")


def state_of_rules(folder: Path) -> str:
    """The state of the rule files in *folder*, and of the code that reads them, on one line.

    Checks may come from installed packages, so that it changes when one is installed or removed.

    Raises:
        OSError: *folder* cannot be read.
    """
    here = os.path.dirname(__file__)
    code = [(name, os.stat(os.path.join(here, name)).st_mtime_ns) for name in _CODE]
    installed = [
        os.stat(path).st_mtime_ns
        for path in sys.path
        if path.endswith(("site-packages", "dist-packages")) and os.path.isdir(path)
    ]
    files = []
    stack = [str(folder)]
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                elif entry.name.endswith((".yaml", ".yml")):
                    info = entry.stat()
                    files.append((entry.path, info.st_mtime_ns, info.st_size))
    return repr((__version__, str(folder), code, installed, sorted(files)))


def match_names(names: Iterable[str], known: Iterable[str], what: str) -> set[str]:
    """Expand rule ids and families (``links``, ``links/``, ``all``) to rule ids.

    Raises:
        ConfigError: a name that is neither; *what* says where it stood.
    """
    ids = list(known)
    families = {rule.split("/")[0] for rule in ids}
    chosen: set[str] = set()
    for name in names:
        plain = name.rstrip("/*").lower() if name not in ids else name
        if plain == "all":
            chosen.update(ids)
        elif plain in families:
            chosen.update(rule for rule in ids if rule.startswith(plain + "/"))
        elif plain in ids:
            chosen.add(plain)
        else:
            whole = [rule for rule in ids if rule.endswith(f"/{plain}")]
            hint = f" (did you mean '{whole[0]}'?)" if whole else suggest(name, [*ids, *families])
            raise ConfigError(f"{what}: there is no rule or family '{name}'{hint}", (what,))
    return chosen
