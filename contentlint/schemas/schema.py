"""A schema at work: the facts that clear ordinary values, and the pydantic model for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from contentlint.errors import ConfigError, line_of_failure
from contentlint.schemas.facts import FieldError, FieldFact

__all__ = ["Schema"]


class Schema:
    """What the front matter of a site must look like.

    Args:
        name: the presets or the model it is made of, for messages.
        facts: what is known of each field without pydantic.
        build: makes the pydantic model when it is first needed.
        unknown: ``near`` reports near misses of known names, ``forbid`` every unknown field,
            ``allow`` none.
        always: ask the model of every post, because it may check more than single fields.
        further: another test of the whole mapping, such as a JSON Schema.
        nullable: the fields that may say, with a null, that they have no value.
    """

    def __init__(
        self,
        name: str,
        facts: Mapping[str, FieldFact],
        build: Callable[[], Any],
        *,
        unknown: str = "near",
        always: bool = False,
        further: Callable[[Any], list[FieldError]] | None = None,
        further_schema: Mapping[str, Any] | None = None,
        nullable: frozenset[str] = frozenset(),
    ) -> None:
        self.name = name
        self.facts = dict(facts)
        self.unknown = unknown
        self.nullable = nullable
        self.required = tuple(fact.name for fact in facts.values() if fact.required)
        self.known_fields = frozenset(self.facts)
        self.dates = self._named("date")
        self.images = self._named("image")
        self.texts = self._named("title", "text", "words", "categories", "people")
        self.flags = self._named("flag", "text-or-flag")
        self._tests = {name: fact.test for name, fact in self.facts.items()}
        self._build = build
        self.asks_always = always or further is not None
        """Whether the values of every post take a closer look, whatever is known of its fields."""
        self.shapes: dict[tuple[Any, ...], Any] = {}
        """For checks: what follows from the names and kinds of values, remembered."""
        self._always = always
        self._further = further
        self._further_schema = further_schema

    def _named(self, *kinds: str) -> frozenset[str]:
        return frozenset(fact.name for fact in self.facts.values() if fact.kind in kinds)

    @cached_property
    def model(self) -> Any:
        """The pydantic model (a `pydantic.BaseModel` class)."""
        return self._build()

    def validate(self, values: Mapping[Any, Any]) -> list[FieldError]:
        """Every fault of *values*; an empty list when there is none.

        pydantic is asked only when a value is not cleared by what is known of its field.
        """
        errors = [
            FieldError((name,), "missing", {}) for name in self.required if name not in values
        ]
        if self._always or not self.clears(values):
            errors.extend(self._ask(values))
        if self._further is not None:
            told = {error.path for error in errors}  # one cause, one finding
            errors.extend(error for error in self._further(values) if error.path not in told)
        return errors

    def clears(self, values: Mapping[Any, Any]) -> bool:
        """Whether every known field's value certainly satisfies the schema."""
        tests = self._tests
        for name, value in values.items():
            test = tests.get(name)
            if test is not None and not test(value):
                return False
        return True

    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of the front matter, for editors."""
        schema: dict[str, Any] = self.model.model_json_schema(by_alias=True)
        if self._further_schema is not None:
            schema = {"allOf": [schema, dict(self._further_schema)]}
        return schema

    def _ask(self, values: Mapping[Any, Any]) -> list[FieldError]:
        from pydantic import ValidationError

        from contentlint.bounds import PASSED_ON
        from contentlint.schemas.errors import field_errors

        try:
            self.model.model_validate({key: values[key] for key in values if isinstance(key, str)})
        except ValidationError as error:
            return field_errors(error.errors(include_url=False), values, self.facts)
        except PASSED_ON:
            raise
        except Exception as error:
            raise self._failed(error) from error
        return []

    def _failed(self, error: Exception) -> Exception:
        """The fault of a site's model, with the line of the site's code, if *error* is one."""
        if not self._always:
            return error
        line = line_of_failure(error)
        where = f" in {line}" if line else ""
        return ConfigError(
            f"front-matter.schema: the model {self.name} failed on this post with {error!r}{where};"
            " a validator refuses a value by raising ValueError",
            ("front-matter", "schema"),
        )
