"""The configuration file as pydantic models: every key, its type, and what it is for."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AllowInfNan,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StrictBool,
    StrictInt,
    model_validator,
)

from contentlint.limits import MOST_SECONDS, parse_size

__all__ = ["ConfigFile", "FrontMatterTable", "LimitsTable", "Override"]

Names = list[str]
Place = Annotated[str, Field(min_length=1)]
Number = Annotated[float, Strict(), AllowInfNan(False)]
Length = Annotated[StrictInt, Field(ge=0)]


def _check_expression(value: str) -> str:
    import re

    try:
        re.compile(value)
    except (re.error, RecursionError, OverflowError):
        import regex  # what the pattern will run on, and what knows more than `re`

        try:
            regex.compile(value)
        except Exception as error:
            raise ValueError(f"this regular expression is faulty: {error}") from error
    return value


Expression = Annotated[str, AfterValidator(_check_expression)]


def _kebab(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=_kebab)


class RuleTable(BaseModel):
    """``[rules."family/name"]``: a severity, and the rule's options beside it."""

    model_config = ConfigDict(extra="allow")
    severity: Literal["error", "warning", "info", "off"] | None = Field(
        None, description="How grave its findings are; off: the rule is off."
    )
    options: dict[str, Any] | None = Field(None, description="The rule's options, as a table.")

    @model_validator(mode="after")
    def _check_once(self) -> RuleTable:
        for name in self.options or ():
            if name in (self.model_extra or ()):
                raise ValueError(f"the option '{name}' stands in 'options' and beside it; keep one")
        return self


RuleValue = RuleTable | Literal["error", "warning", "info", "off"]


_NO_NUMBERS = ("str", "bool", "map")
_NO_LENGTH = ("int", "float", "bool", "date", "datetime")
_NO_USE = {
    "min": _NO_NUMBERS,
    "max": _NO_NUMBERS,
    "min_length": _NO_LENGTH,
    "max_length": _NO_LENGTH,
    "unique": (*_NO_LENGTH, "str", "map"),
}
"""What is never asked of values of these types."""


class FieldTable(_Table):
    """One front-matter field that a site declares."""

    type: (
        Literal[
            "str",
            "int",
            "float",
            "bool",
            "date",
            "datetime",
            "list",
            "list[str]",
            "list[int]",
            "map",
            "any",
        ]
        | None
    ) = Field(None, description="What the value is.")
    required: StrictBool | None = Field(None, description="Every post must have it.")
    enum: list[Any] | None = Field(None, min_length=1, description="The values that it may have.")
    vocabulary: list[str] | None = Field(
        None, min_length=1, description="The values a list may hold."
    )
    pattern: Expression | None = Field(None, description="A regular expression found in the text.")
    min: Number | None = Field(None, description="The least number.")
    max: Number | None = Field(None, description="The greatest number.")
    min_length: Length | None = Field(None, description="The fewest characters or entries.")
    max_length: Length | None = Field(None, description="The most characters or entries.")
    unique: StrictBool | None = Field(None, description="No entry of the list comes twice.")
    format: Literal["url", "date", "image"] | None = Field(None, description="What the text is.")
    description: str | None = Field(None, description="What the field is for, shown in findings.")

    @model_validator(mode="after")
    def _check_use(self) -> FieldTable:
        for name, types in _NO_USE.items():
            if self.type in types and getattr(self, name):
                words = f"'{_kebab(name)}' says nothing of a field of type {self.type}"
                raise ValueError(f"{words}; remove it, or set another type")
        return self

    @model_validator(mode="after")
    def _check_order(self) -> FieldTable:
        for low, high, name in (
            (self.min, self.max, ""),
            (self.min_length, self.max_length, "-length"),
        ):
            if low is not None and high is not None and low > high:
                words = f"at least min{name} = {low:.15g} and at most max{name} = {high:.15g}"
                raise ValueError(f"no value is {words}")
        return self


class FrontMatterTable(_Table):
    """``[front-matter]``: what the site's posts declare."""

    schema_: Place | None = Field(None, description="A pydantic model: `package.module:Class`.")
    json_schema: Place | None = Field(None, description="A JSON Schema file.")
    inherit: StrictBool = Field(True, description="Keep the fields of the preset's own schema.")
    unknown: Literal["allow", "near", "forbid"] = Field(
        "near", description="Unknown fields: allow, report near misses of known names, or forbid."
    )
    fields: dict[str, FieldTable] = Field({}, description="Fields, by name.")


def _check_size(value: object) -> object:
    parse_size(value)
    return value


def _check_seconds(value: object) -> object:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= MOST_SECONDS:  # type: ignore[operator]
        raise ValueError(f"give a number of seconds up to {MOST_SECONDS}; 0 sets no limit")
    return value


def _check_pattern(value: str) -> str:
    from contentlint.ignores import can_match

    if not can_match(value):
        raise ValueError("this pattern matches nothing: write it as a line of .gitignore")
    return value


def _check_chosen(names: list[str]) -> list[str]:
    if not names:
        raise ValueError(
            "this turns every rule off: name rules or families, or leave the key out; "
            "files that are not to be checked stand in 'exclude'"
        )
    return names


def _check_formats(value: str | list[str]) -> str | list[str]:
    if not value or (isinstance(value, list) and not all(value)):
        raise ValueError("name a format, such as 'text' or 'html=report.html'")
    return value


Chosen = Annotated[Names, AfterValidator(_check_chosen), Field(json_schema_extra={"minItems": 1})]
Formats = Annotated[str | Names, AfterValidator(_check_formats)]
Patterns = list[Annotated[str, AfterValidator(_check_pattern)]]
Size = Annotated[int | str, BeforeValidator(_check_size)]


class LimitsTable(_Table):
    """``[limits]``: what one file may cost; a file that costs more is one finding. 0: no limit."""

    file_seconds: Annotated[float, BeforeValidator(_check_seconds)] = Field(
        60, description="Seconds that the check of one file may take."
    )
    file_size: Size = Field(
        50_000_000,
        description='The largest file that is read, in bytes or as "50 MB" (kB, MB, GB).',
    )
    file_memory: Size = Field(
        4_000_000_000,
        description='The memory that one file may take, in bytes or as "4 GB" (kB, MB, GB), at '
        "least 256 MB. It holds in worker processes, where the system can bound it.",
    )


class _Choice(_Table):
    preset: str | Names | None = Field(None, description="A preset or several: hexo, news, …")
    select: Chosen | None = Field(None, description="Only these rules and families.")
    extend_select: Names = Field([], description="These rules and families as well.")
    ignore: Names = Field([], description="Not these rules and families.")
    rules: dict[str, RuleValue] = Field(
        {}, description="By rule: a severity, or a table with it and options."
    )


class Override(_Choice):
    """``[[overrides]]``: other settings for some paths."""

    paths: Patterns = Field(
        min_length=1, description="Patterns as in .gitignore, from the configuration's folder."
    )


class ConfigFile(_Choice):
    """contentlint.toml, .contentlint.toml, or [tool.contentlint] in pyproject.toml."""

    overrides: list[Override] = Field([], description="Other settings for some paths.")
    rule_paths: list[Place] = Field([], description="Folders of the site's own rule files.")
    exclude: Patterns = Field([], description="Patterns of files to leave out, as in .gitignore.")
    force_exclude: StrictBool = Field(
        False, description="Leave out even files that the command line names."
    )
    respect_gitignore: StrictBool = Field(True, description="Leave out what git ignores.")
    fixable: Names | None = Field(None, description="Only these rules may fix.")
    unfixable: Names = Field([], description="These rules may not fix.")
    unsafe_fixes: StrictBool = Field(False, description="--fix applies unsafe fixes as well.")
    fail_on: Literal["error", "warning", "info"] | None = Field(
        None, description="The least severity that gives status 1 (warning)."
    )
    max_warnings: StrictInt | None = Field(
        None, ge=0, description="So many warnings are tolerated; one more gives status 1."
    )
    baseline: Place | None = Field(None, description="The baseline file.")
    output_format: Formats | None = Field(
        None, description="The report: text, json, …, or several; `html=report.html` to a file."
    )
    cache_dir: Place | None = Field(None, description="The folder of kept results.")
    limits: LimitsTable | None = Field(None, description="What one file may cost.")
    front_matter: FrontMatterTable | None = Field(
        None, description="What the site's front matter declares."
    )
