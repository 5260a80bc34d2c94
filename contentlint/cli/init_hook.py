"""The entry for pre-commit that `contentlint init` adds to a repository's own hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from contentlint import __version__
from contentlint.errors import ConfigError

if TYPE_CHECKING:
    import yaml

__all__ = ["HOOK_FILE", "add_hook"]

HOOK_FILE = ".pre-commit-config.yaml"
_HOOK = f"""\
- repo: local
  hooks:
    - id: contentlint
      name: contentlint
      entry: contentlint check --force-exclude
      language: python
      additional_dependencies: [contentlint=={__version__}]
      files: \\.(md|markdown|mdx|html?|txt)$
      types: [text]
      require_serial: true
"""


def add_hook(old: str, path: Path) -> str | None:
    """The text of the hook file with our hook at the end of its list; ``None`` if it has it.

    Everything else stays as it is, comments and indentation too.

    Args:
        old: the text as it stands, empty where there is no file.
        path: its name, for messages.

    Raises:
        ConfigError: it is no hook file, or written in a way that only a person can add to.
    """
    if not old.strip():
        return "repos:\n" + _indent(2)
    loaded = _load(old, path)
    hooks = (hook for entry in loaded["repos"] for hook in entry.get("hooks") or ())
    if any(str(hook.get("id")).startswith("contentlint") for hook in hooks):
        return None
    new = _insert(old)
    if new is None or not _only_added(new, loaded):
        raise ConfigError(f"{path}: {_BY_HAND}:\n{_indent(2)}")
    return new


_BY_HAND = (
    "the list of repos is written in a way that only a person can add to; "
    "give --no-pre-commit, and add the hook by hand"
)


def _indent(columns: int) -> str:
    return "".join(f"{' ' * columns}{line}\n" for line in _HOOK.splitlines())


def _load(text: str, path: Path) -> dict[str, Any]:
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigError(f"{path} is not valid YAML; repair it first: {error}") from error
    repos = loaded.get("repos") if isinstance(loaded, dict) else None
    if not isinstance(repos, list) or not all(isinstance(entry, dict) for entry in repos):
        raise ConfigError(f"{path} has no list of repos; give --no-pre-commit to leave it alone")
    return {**loaded, "repos": repos}


def _insert(text: str) -> str | None:
    import yaml

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return None
    repos = next(value for key, value in root.value if key.value == "repos")
    if repos.flow_style:
        if repos.value:
            return None
        return text[: repos.start_mark.index] + "\n" + _indent(2) + text[repos.end_mark.index :]
    lines = text.splitlines(keepends=True)
    if not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    line = _last_line(repos)
    return "".join([*lines[:line], _indent(repos.start_mark.column), *lines[line:]])


def _last_line(node: yaml.Node) -> int:
    """The number of lines up to the last scalar in *node*: its own end is that of the comments."""
    while isinstance(node.value, list) and node.value and not getattr(node, "flow_style", False):
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    mark = node.end_mark
    return int(mark.line) + (1 if mark.column else 0)


def _only_added(new: str, old: dict[str, Any]) -> bool:
    """Whether *new* says what *old* said, and our hook."""
    import yaml

    try:
        loaded = yaml.safe_load(new)
    except yaml.YAMLError:
        return False
    hook = yaml.safe_load(_HOOK)
    return bool(loaded == {**old, "repos": [*old["repos"], *hook]})
