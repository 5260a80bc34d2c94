"""`contentlint schema NAME`: the JSON Schemas that editors and other tools use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from contentlint.cli import EXIT_CLEAN
from contentlint.errors import ConfigError, suggest

__all__ = ["run"]


def run(options: Any) -> int:
    """Print the JSON Schema of that name."""
    makers = {
        "config": _config_schema,
        "rule": _rule_schema,
        "report": _report_schema,
        "front-matter": _front_matter_schema,
    }
    if options.name not in makers:
        hint = suggest(options.name, list(makers)) or f"; there are {', '.join(makers)}"
        raise ConfigError(f"there is no schema '{options.name}'{hint}")
    if options.name != "front-matter" and (options.preset or options.config):
        raise ConfigError("--preset and --config are for the schema front-matter")
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema.update(makers[options.name](options))
    print(json.dumps(schema, ensure_ascii=False, indent=2))
    return EXIT_CLEAN


def _config_schema(options: Any) -> dict[str, Any]:
    from contentlint.config_model import ConfigFile

    return ConfigFile.model_json_schema(by_alias=True)


def _rule_schema(options: Any) -> dict[str, Any]:
    from contentlint.rules.model import RuleFile

    return RuleFile.model_json_schema(by_alias=True)


def _report_schema(options: Any) -> dict[str, Any]:
    from contentlint.reports.schema import report_schema

    return report_schema()


def _front_matter_schema(options: Any) -> dict[str, Any]:
    from contentlint.cli.session import make_project
    from contentlint.schemas import for_presets

    config = make_project(options).config_for(Path.cwd() / "post.md")
    choice = make_project(options).linter_for("post.md").settings
    table = config.values.get("front-matter")
    try:
        schema: dict[str, Any] = for_presets(choice.presets, table, config.root).json_schema()
    except ConfigError as error:
        from contentlint.config_file import placed

        raise placed(error, config.origin) from error
    return schema
