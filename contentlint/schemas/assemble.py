"""Putting a schema together from presets and settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from contentlint.schemas.declared import DECLARED
from contentlint.schemas.facts import FieldFact, deciding_presets
from contentlint.schemas.schema import Schema

__all__ = ["assemble"]


def assemble(
    presets: tuple[str, ...], settings: Mapping[str, Any] | None, root: Path | None
) -> Schema:
    """The schema for *presets* and *settings*; see `contentlint.schemas.for_presets`."""
    # what plain sites have, all have: beside another preset it adds nothing
    known = [preset for preset in presets if preset in DECLARED and preset != "plain"]
    names = tuple(dict.fromkeys(known)) or ("plain",)
    table = {key.replace("-", "_"): value for key, value in (settings or {}).items()}
    unknown = table.get("unknown", "near")
    if table.get("schema"):
        return _imported(table["schema"], root, unknown)
    inherit = table.get("inherit", True)
    facts = _preset_facts(names) if inherit else {}
    fields = _declared_fields(table.get("fields") or {})
    for name, field in fields.items():
        from contentlint.schemas.settings import declared_fact

        facts[name] = declared_fact(name, field, facts.get(name))
    build = _builder(names, inherit, fields, facts)
    if not table.get("json_schema"):
        return Schema(" and ".join(names), facts, build, unknown=unknown)
    return _with_json_schema(table["json_schema"], root, facts, build, unknown)


def _preset_facts(names: tuple[str, ...]) -> dict[str, FieldFact]:
    """The facts of all presets; a field is required if one of them requires it."""
    facts: dict[str, FieldFact] = {}
    for name, preset in deciding_presets(names).items():
        required = any(name == field and needed for p in names for field, _, needed in DECLARED[p])
        kind = next(kind for field, kind, _ in DECLARED[preset] if field == name)
        facts[name] = FieldFact(name, kind, required)
    return facts


def _declared_fields(fields: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    if not fields:
        return {}
    from contentlint.schemas.settings import field_table

    return {name: field_table(table) for name, table in fields.items()}


def _builder(
    names: tuple[str, ...],
    inherit: bool,
    fields: Mapping[str, Mapping[str, Any]],
    facts: Mapping[str, FieldFact],
) -> Callable[[], Any]:
    def build() -> Any:
        from contentlint.schemas.build import bare_model, combined_model, extended_model

        base = combined_model(names) if inherit else bare_model()
        return extended_model(base, fields, facts) if fields else base

    return build


def _imported(path: str, root: Path | None, unknown: str) -> Schema:
    from contentlint.schemas.build import imported_model
    from contentlint.schemas.derive import facts_of

    model = imported_model(path, root)
    facts = {fact.name: fact for fact in facts_of(model)}
    return Schema(model.__name__, facts, lambda: model, unknown=unknown, always=True)


def _with_json_schema(
    name: str,
    root: Path | None,
    facts: dict[str, FieldFact],
    build: Callable[[], Any],
    unknown: str,
) -> Schema:
    from contentlint.schemas.json_schema import load_json_schema

    loaded = load_json_schema((root or Path.cwd()) / name)
    for field in loaded.fields.names:
        facts.setdefault(field, FieldFact(field, "any"))
    for field in loaded.fields.required:
        facts[field] = facts.get(field, FieldFact(field, "any"))._replace(required=True)
    return Schema(
        name,
        facts,
        build,
        unknown=unknown,
        further=loaded.check,
        further_schema=loaded.document,
        nullable=frozenset(loaded.fields.nullable),
    )
