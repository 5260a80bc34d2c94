"""What a pydantic model declares, as plain facts; and the table of the presets' facts.

``python -m contentlint.schemas.derive`` writes `contentlint.schemas.declared` from the models, so
that linting need not import them.  A test fails while the two differ.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from contentlint.schemas.facts import MODELS, FieldFact
from contentlint.schemas.types import Kind

__all__ = ["declared_source", "facts_of", "load_model"]


def load_model(preset: str) -> Any:
    """The pydantic model of *preset*."""
    module, _, name = MODELS[preset].partition(":")
    return getattr(import_module(module), name)


def facts_of(model: Any) -> tuple[FieldFact, ...]:
    """The facts of *model*'s fields, under the names a post uses (their aliases)."""
    facts = []
    for name, field in model.model_fields.items():
        kinds = [mark.name for mark in field.metadata if isinstance(mark, Kind)]
        alias = field.validation_alias or field.alias
        known = alias if isinstance(alias, str) else name
        simple = len(kinds) == 1 and not _has_own_checks(model, field)
        facts.append(FieldFact(known, kinds[0] if simple else "other", field.is_required()))
    return tuple(facts)


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
