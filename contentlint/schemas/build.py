"""Building the pydantic model of a schema: the presets' models, and declared fields on top."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.machinery import PathFinder
from operator import getitem
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, create_model
from pydantic_core import PydanticCustomError

from contentlint.bounds import PASSED_ON
from contentlint.errors import ConfigError, suggest
from contentlint.schemas import types
from contentlint.schemas.derive import load_model
from contentlint.schemas.errors import shown
from contentlint.schemas.facts import FieldFact, deciding_presets

__all__ = ["combined_model", "extended_model", "imported_model"]

_TYPES: dict[str, Any] = {
    "str": types.Title,
    "int": types.Whole,
    "float": types.Number,
    "bool": types.Flag,
    "date": types.Date,
    "datetime": types.Date,
    "list": Annotated[list[Any] | None, types.Kind("list")],
    "list[str]": Annotated[list[str] | None, types.Kind("texts")],
    "list[int]": Annotated[list[int] | None, types.Kind("wholes")],
    "map": types.Map,
    "any": Any,
}
_MESSAGES = {"custom": "{reason}"}


def combined_model(presets: tuple[str, ...]) -> Any:
    """One model with the fields and demands of all *presets*; the last named outranks."""
    models = [load_model(preset) for preset in presets]
    if len(models) == 1:
        return models[0]
    name = "And".join(model.__name__.removesuffix("Post") for model in models) + "Post"
    fields: dict[str, Any] = {}
    for field, preset in deciding_presets(presets).items():
        info = load_model(preset).model_fields[field]
        needed = any(
            field in model.model_fields and model.model_fields[field].is_required()
            for model in models
        )
        annotation = _annotation(info)
        default = ... if needed else None
        fields[field] = (annotation, Field(default, description=info.description))
    return create_model(name, __base__=tuple(models), **fields)


def _annotation(info: Any) -> Any:
    """The type of a field with the marks that pydantic split off from it."""
    marked: Any = Annotated
    return (
        getitem(marked, (info.annotation, *info.metadata)) if info.metadata else (info.annotation)
    )


def extended_model(
    base: Any, tables: Mapping[str, Mapping[str, Any]], facts: Mapping[str, FieldFact]
) -> Any:
    """*base* with the fields that the configuration declares."""
    fields: dict[str, Any] = {}
    for name, table in tables.items():
        inherited = base.model_fields.get(name)
        if "type" in table or inherited is None:
            kind = types.Date if table.get("format") == "date" else Any
            annotation = _TYPES.get(table.get("type", ""), kind)
        else:
            annotation = _annotation(inherited)
        annotation = Annotated[annotation, AfterValidator(_validator(facts[name]))]
        own = name if name in base.model_fields else _identifier(name)
        fields[own] = (annotation, _described(name, own, table, facts[name]))
    return create_model("SitePost", __base__=base, **fields)


def _identifier(name: str) -> str:
    """A name under which a model can have the field *name*: none that pydantic means otherwise."""
    usual = name.isidentifier() and not name.startswith(("_", "model_"))
    return name if usual and not hasattr(BaseModel, name) else f"field_{abs(hash(name))}"


def _described(name: str, own: str, table: Mapping[str, Any], fact: FieldFact) -> Any:
    extra = dict(_json_words(table))
    description = table.get("description", "Declared in the configuration.")
    alias = None if own == name else name
    default = ... if fact.required else None
    return Field(default, description=description, alias=alias, json_schema_extra=extra)


def _json_words(table: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The constraints of *table* in JSON Schema's words."""
    words = {
        "enum": "enum",
        "pattern": "pattern",
        "min": "minimum",
        "max": "maximum",
        "unique": "uniqueItems",
    }
    found = [(words[key], table[key]) for key in words if key in table]
    if "vocabulary" in table:
        found.append(("items", {"enum": table["vocabulary"]}))
    listed = str(table.get("type", "")).startswith("list")
    for key, text, items in (
        ("min_length", "minLength", "minItems"),
        ("max_length", "maxLength", "maxItems"),
    ):
        if key in table:
            found.append((items if listed else text, table[key]))
    if table.get("format") in ("url", "date"):
        found.append(("format", "uri" if table["format"] == "url" else "date"))
    return found


def _validator(fact: FieldFact) -> Any:
    """The field's constraints as pydantic asks them; the same function that the facts use."""

    def validate(value: Any) -> Any:
        error = None if fact.constrain is None else fact.constrain(value)
        if error is not None:
            words = {"value": shown(value), **error.words, "at": error.path[1:]}
            raise PydanticCustomError(error.code, _MESSAGES.get(error.code, error.code), words)
        return value

    return validate


def imported_model(path: str, root: Path | None) -> type[BaseModel]:
    """The pydantic model that ``package.module:Class`` names; *root* is searched first.

    Raises:
        ConfigError: there is no such module or class, or it is no pydantic model.
    """
    module_name, colon, name = path.partition(":")
    if not colon:
        raise _unusable(f"'{path}' is not of the form package.module:Class")
    folder = str((root or Path.cwd()).resolve())
    sys.path.insert(0, folder)
    _forget_another_site(module_name, folder)
    try:
        module = import_module(module_name)
    except PASSED_ON:
        raise
    except BaseException as error:
        raise _unusable(
            f"cannot import '{module_name}': {_why(error, module_name, folder)}"
        ) from error
    finally:
        sys.path.remove(folder)
    model = getattr(module, name, None)
    if not isinstance(model, type) or not issubclass(model, BaseModel):
        raise _unusable(f"'{path}' is no pydantic model{_models_of(module, name)}")
    return model


def _unusable(words: str) -> ConfigError:
    return ConfigError(f"front-matter.schema: {words}", ("front-matter", "schema"))


def _why(error: BaseException, module: str, folder: str) -> str:
    """Why *module*, looked for in *folder* first, cannot be imported."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}: {error.msg}"
    if not isinstance(error, ImportError):
        return repr(error)
    missing = getattr(error, "name", None)
    if missing and (module == missing or module.startswith(f"{missing}.")):
        return f"{error}, neither in {folder} nor installed"
    return (
        f"{error}; what it imports must be installed where contentlint is"
        if missing
        else str(error)
    )


def _models_of(module: Any, name: str) -> str:
    """A hint at the models that *module* has, where it has no *name*."""
    if hasattr(module, name):
        return ": write a class that inherits from pydantic.BaseModel"
    models = [
        each
        for each, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, BaseModel) and value is not BaseModel
    ]
    hint = suggest(name, models) or (f"; it has {', '.join(models)}" if models else "")
    return f": the module has no '{name}'{hint}"


def _forget_another_site(module: str, folder: str) -> None:
    """Let *module* be imported anew if *folder* has one of that name, and it is another's now."""
    top = module.partition(".")[0]
    loaded = getattr(sys.modules.get(top), "__file__", None)
    spec = PathFinder.find_spec(top, [folder])
    if loaded is None or spec is None or spec.origin in (None, loaded):
        return
    for name in [name for name in sys.modules if name == top or name.startswith(f"{top}.")]:
        del sys.modules[name]


def bare_model() -> type[BaseModel]:
    """A model without fields, for a site that declares all of its own."""
    from pydantic import ConfigDict

    class SitePost(BaseModel):
        model_config = ConfigDict(strict=True, extra="allow")

    return SitePost
