"""What a pydantic model declares, as plain facts; and the table of the presets' facts.

``python -m contentlint.schemas.derive`` writes `contentlint.schemas.declared` from the models, so
that linting need not import them.  A test fails while the two differ.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, AliasPath, RootModel

from contentlint.schemas.facts import MODELS, FieldFact
from contentlint.schemas.types import Kind

__all__ = ["declared_source", "facts_of", "load_model"]


def load_model(preset: str) -> Any:
    """The pydantic model of *preset*."""
    module, _, name = MODELS[preset].partition(":")
    return getattr(import_module(module), name)


def facts_of(model: Any) -> tuple[FieldFact, ...]:
    """The facts of *model*'s fields, under the names a post uses (their aliases).

    Of a field with several names none is required: the model itself says if all are missing.
    """
    facts = []
    for name, field in model.model_fields.items():
        if issubclass(model, RootModel):
            break  # its one field has no name in a post
        kinds = [mark.name for mark in field.metadata if isinstance(mark, Kind)]
        simple = len(kinds) == 1 and not _has_own_checks(model, field)
        names = _names_of(model, name, field)
        required = field.is_required() and len(names) == 1
        facts += [FieldFact(each, kinds[0] if simple else "other", required) for each in names]
    return tuple(facts)


def _names_of(model: Any, name: str, field: Any) -> list[str]:
    """The names under which a post may give *field*, of a path to it the first step."""
    alias = field.validation_alias or field.alias
    config = model.model_config
    if alias is None or config.get("validate_by_alias") is False:
        return [name]
    choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
    names = [str(each.path[0]) if isinstance(each, AliasPath) else each for each in choices]
    by_name = config.get("populate_by_name") or config.get("validate_by_name")
    return list(dict.fromkeys([*names, name] if by_name else names))


def _has_own_checks(model: Any, field: Any) -> bool:
    """Whether more than the kind decides: constraints on the field, validators on the model."""
    decorators = model.__pydantic_decorators__
    if decorators.field_validators or decorators.model_validators or decorators.validators:
        return True
    return any(type(mark).__module__.startswith("annotated_types") for mark in field.metadata)


def declared_source() -> str:
    """The text of the module `contentlint.schemas.declared`."""
    lines = [
        '"""The fields of each preset\'s model: name, kind, whether required.',
        "",
        "Written by ``python -m contentlint.schemas.derive``; edit the models instead.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "DECLARED: dict[str, tuple[tuple[str, str, bool], ...]] = {",
    ]
    for preset in MODELS:
        lines.append(f'    "{preset}": (')
        lines += [
            f'        ("{fact.name}", "{fact.kind}", {fact.required}),'
            for fact in facts_of(load_model(preset))
        ]
        lines.append("    ),")
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    Path(__file__).with_name("declared.py").write_text(declared_source(), encoding="utf-8")
