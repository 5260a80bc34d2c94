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
      args: ["--"] # what stands behind it is a file, whatever its name
      language: python
      additional_dependencies: [contentlint=={__version__}]
      files: (?i)\\.(md|markdown|mdx|html?|txt)$
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
    if any(str(hook.get("id")).startswith("contentlint") for hook in _hooks(old, path)):
        return None
    new = _insert(old)
    if new is None or not _only_added(new, old):
        raise ConfigError(f"{path}: {_BY_HAND}:\n{_indent(2)}")
    return new


_BY_HAND = (
    "the list of repos is written in a way that only a person can add to; "
    "give --no-pre-commit, and add the hook by hand"
)


def _indent(columns: int) -> str:
    return "".join(f"{' ' * columns}{line}\n" for line in _HOOK.splitlines())


def _hooks(text: str, path: Path) -> list[dict[Any, Any]]:
    """The hooks that the file has already."""
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, LookupError) as error:
        raise ConfigError(f"{path} is not valid YAML; repair it first: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{path} is nested too deep to be read; repair it first") from error
    repos = _dicts(loaded.get("repos") if isinstance(loaded, dict) else None)
    hooks = None if repos is None else [_dicts(entry.get("hooks") or []) for entry in repos]
    if hooks is None or None in hooks:
        raise ConfigError(
            f"{path} has no list of repos with hooks; give --no-pre-commit to leave it alone"
        )
    return [hook for each in hooks for hook in each or ()]


def _dicts(value: Any) -> list[dict[Any, Any]] | None:
    """*value*, if it is a list of mappings."""
    is_so = isinstance(value, list) and all(isinstance(entry, dict) for entry in value)
    return value if is_so else None


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
    seen: set[yaml.Node] = set()
    while isinstance(node.value, list) and node.value and not getattr(node, "flow_style", False):
        if node in seen:  # an alias of itself
            break
        seen.add(node)
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    mark = node.end_mark
    return int(mark.line) + (1 if mark.column else 0)


def _only_added(new: str, old: str) -> bool:
    """Whether *new* says what *old* said, and our hook in one place; aliases are not followed."""
    import yaml

    try:
        after, before = _events(new), _events(old)
    except yaml.YAMLError:
        return False
    hook = _events(_HOOK)[3:-3]  # without the list, the document and the stream
    pairs = enumerate(zip(before, after, strict=False))
    start = next((index for index, (one, other) in pairs if one != other), len(before))
    return after == [*before[:start], *hook, *before[start:]]


def _events(text: str) -> list[tuple[object, ...]]:
    """What *text* says, however it is laid out."""
    import yaml

    names = ("anchor", "tag", "value")
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    return [(type(event), *(getattr(event, name, None) for name in names)) for event in events]
