"""`contentlint config [PATH]`: the settings that apply to a path, and where each comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from contentlint.cli import EXIT_CLEAN
from contentlint.cli.session import make_project
from contentlint.errors import ConfigError
from contentlint.reports.parts.visible import visible

__all__ = ["run"]


def run(options: Any) -> int:
    """Print the configuration in force."""
    path = Path(options.path)
    try:
        is_there, is_folder = path.exists(), path.is_dir()
    except OSError as error:  # a folder above it may not be entered
        raise ConfigError(f"{path}: cannot look for this: {error.strerror}") from error
    if not is_there and path.suffix == "":
        raise ConfigError(f"{path}: no such file or folder")
    if is_folder:
        path = path / "post.md"
    project = make_project(options)
    config = project.config_for(path)
    linter = project.linter_for(path)
    overrides = config.matching(path)
    choice = config.choice(overrides, project.command)
    preset_from = _origin_of_preset(options, config, overrides)
    settings = {
        "path": options.path,
        "configuration": str(config.origin) if config.origin else None,
        "presets": list(linter.settings.presets),
        "presets-from": preset_from,
        "overrides": [list(config.overrides[index].paths) for index in overrides],
        "rule-paths": [str(folder) for folder in config.rule_folders],
        "values": config.values,
        "rules": {
            rule.id: {
                "severity": rule.severity,
                "severity-from": _origin_of_severity(rule.id, choice, config),
                "options": rule.options,
            }
            for rule in linter.rules.rules
        },
    }
    if options.output_format == "json":
        print(json.dumps(settings, ensure_ascii=False, indent=2, default=str))
    else:
        _print(settings, project.command)
    return EXIT_CLEAN


def _origin_of_preset(options: Any, config: Any, overrides: tuple[int, ...]) -> str:
    if getattr(options, "preset", None):
        return "--preset"
    for index in reversed(overrides):
        if "preset" in config.overrides[index].values:
            return f"an override in {config.origin}"
    if "preset" in config.values:
        return str(config.origin)
    return "--isolated" if options.isolated else "a guess from the site's files"


def _origin_of_severity(rule: str, choice: Any, config: Any) -> str:
    if choice.settings.get(rule, {}).get("severity"):
        return str(config.origin)
    return "the rule's default"


def _print(settings: dict[str, Any], command: Any) -> None:
    print(f"path:           {visible(settings['path'])}")
    print(f"configuration:  {settings['configuration'] or 'none found; defaults apply'}")
    print(f"presets:        {', '.join(settings['presets'])} (from {settings['presets-from']})")
    if settings["overrides"]:
        applied = "; ".join(", ".join(paths) for paths in settings["overrides"])
        print(f"overrides:      {applied}")
    for key, value in settings["values"].items():
        if key not in ("preset", "overrides", "rules"):
            print(f"{key + ':':<16}{json.dumps(value, ensure_ascii=False, default=str)}")
    if command.select is not None:
        print(f"select:         {', '.join(command.select)} (from --select)")
    print(f"\nrules on: {len(settings['rules'])}")
    for name, rule in settings["rules"].items():
        note = (
            "" if rule["severity-from"] == "the rule's default" else f"  ({rule['severity-from']})"
        )
        print(f"  {name:<36}{rule['severity']}{note}")
