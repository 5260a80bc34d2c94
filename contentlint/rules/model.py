"""The rule file as pydantic models: what a rule may say, strictly, and its JSON Schema."""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from contentlint.errors import suggest
from contentlint.presets import PRESETS
from contentlint.rules.match_model import (
    FaultOfPart,
    MatchSpec,
    Strict,
    references_in,
)
from contentlint.rules.rule import fits

__all__ = ["Example", "FixSpec", "OptionSpec", "RuleFile"]

OptionType = Literal["bool", "int", "float", "str", "list[str]", "list[int]", "dict[str, str]"]
FixAction = Literal[
    "remove",
    "unwrap",
    "remove-attribute",
    "set-attribute",
    "rename-attribute",
    "replace",
    "insert-before",
    "insert-after",
    "check",
]


def _check_preset(name: str) -> str:
    if name not in PRESETS:
        hint = suggest(name, tuple(PRESETS))
        raise ValueError(f"there is no preset '{name}'{hint}")
    return name


Preset = Annotated[str, AfterValidator(_check_preset)]


class OptionSpec(Strict):
    """One option of a rule: its type, its default, and what it is for."""

    type: OptionType = Field(description="What values it takes.")
    default: Any = Field(description="Its value where a site says nothing.")
    description: str = Field("", description="What it is for.")

    @model_validator(mode="after")
    def _fits(self) -> OptionSpec:
        if not fits(self.type, self.default):
            raise ValueError(f"the default is not of type {self.type}")
        return self


class FixSpec(Strict):
    """How to repair a finding, and whether a reader could see the difference."""

    do: FixAction = Field(description="What is done to the place; check: the check brings edits.")
    safety: Literal["safe", "unsafe"] = Field(
        description="safe: what readers read stays the same; unsafe: it may change."
    )
    title: str | None = Field(None, description="What the fix does, in a few words.")
    attribute: str | None = Field(None, description="For the attribute actions: its name.")
    value: str | None = Field(None, description="Attribute value or text, with placeholders.")
    reveals: bool | Literal["front-matter", "rest"] = Field(
        False,
        description="The fix makes readable what was hidden: it may bring findings to light. "
        "front-matter: what is now read as fields, or no longer is; rest: all that follows.",
    )
    reshapes: bool | Literal["unsafe"] = Field(
        False,
        description="The fix may make other paragraphs, lines, items, headings or code of the "
        "text; without this it is refused where it does. unsafe: where its safety is unsafe.",
    )

    @model_validator(mode="after")
    def _complete(self) -> FixSpec:
        needs_value = {"set-attribute", "rename-attribute", "replace", "insert-before"}
        if self.do in needs_value | {"insert-after"} and self.value is None:
            raise ValueError(f"the fix {self.do} needs a value")
        if self.do.endswith("-attribute") and self.attribute is None:
            raise ValueError(f"the fix {self.do} needs an attribute")
        _check_template(self.value)
        return self


def _check_template(value: str | None) -> None:
    try:
        list(Formatter().parse(value or ""))
    except ValueError as error:
        words = "a brace that stands for itself is written twice"
        raise FaultOfPart(f"this cannot be read ({error}); {words}", "value") from error


_OF_ELEMENTS = frozenset(("unwrap", "remove-attribute", "set-attribute", "rename-attribute"))


class Example(Strict):
    """A post, or a piece of one, with the findings it must give."""

    bad: str | None = Field(None, description="Text with faults.")
    good: str | None = Field(None, description="Text without.")
    finds: list[str] | None = Field(None, description="The text of each finding, in order.")
    fixed: str | None = Field(None, description="The text after the fix.")
    messages: list[str] | None = Field(None, description="A part of each finding's message.")
    options: dict[str, Any] | None = Field(None, description="Options that differ.")
    preset: list[Preset] | Preset | None = Field(None, description="The presets in force.")
    filename: str | None = Field(None, description="The name of the file (post.md).")
    encoding: str | None = Field(None, description="How the file is saved, if not in UTF-8.")
    reaches: Literal["file-seconds", "file-size", "file-memory"] | None = Field(
        None, description="The limit to report on the text as if it had been reached."
    )

    @model_validator(mode="after")
    def _one_side(self) -> Example:
        if (self.bad is None) == (self.good is None):
            raise ValueError("an example is either bad or good")
        expected = (self.finds, self.messages, self.fixed)
        if self.good is not None and any(value is not None for value in expected):
            raise ValueError("a good example has neither finds nor messages nor fixed")
        if self.bad is not None and not self.finds:
            raise ValueError("a bad example lists in finds what it must find")
        if len(self.messages or ()) > len(self.finds or ()):
            raise ValueError("more messages than finds: each finding has one message")
        return self


class RuleFile(Strict):
    """One rule: identity, reason, severity, match, fix, and the examples that prove it."""

    id: str = Field(
        pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        description="family/name, as the file is called: small letters, digits and hyphens.",
    )
    summary: str = Field(
        min_length=10,
        max_length=120,
        description="What it finds, as a title of 10 to 120 characters.",
    )
    severity: Literal["error", "warning", "info"] = Field(
        description="error: breaks the page or the post; warning: harms readers or the site; "
        "info: advice."
    )
    why: str = Field(
        min_length=40,
        description="Why a reader or a site suffers, as Markdown, in 40 characters or more.",
    )
    tags: list[str] = Field([], description="Words that reports pass on.")
    default: bool = Field(True, description="Whether the rule is on where nothing selects it.")
    presets: list[Preset] | None = Field(
        None, description="On by default only under these presets."
    )
    not_presets: list[Preset] | None = Field(
        None, alias="not-presets", description="Off by default under these presets."
    )
    options: dict[str, OptionSpec] = Field({}, description="What a site may set, by name.")
    match: MatchSpec = Field(description="What the rule looks for.")
    message: str = Field(
        min_length=10,
        description="What a finding says, with placeholders, in 10 characters or more.",
    )
    messages: dict[str, str] = Field(
        {}, description="Other messages, by the name that a check gives to a hit."
    )
    fix: FixSpec | None = Field(None, description="How to repair a finding.")
    yields_to: list[str] = Field(
        [], alias="yields-to", description="Rules whose finding at the same place replaces ours."
    )
    covers: list[Literal["safe", "unsafe", "itself"]] = Field(
        [],
        description=(
            "With a fix of this safety our finding stands for all that is found in what the fix "
            "removes, or at the same place; with `itself` and no fix, for all that shares a "
            "character with it."
        ),
    )
    references: list[str] = Field([], description="Addresses of what the rule relies on.")
    examples: list[Example] = Field(description="The tests of the rule, and its documentation.")

    @model_validator(mode="after")
    def _proven(self) -> RuleFile:
        if not any(example.bad is not None for example in self.examples):
            raise ValueError("a rule needs at least one bad example")
        if not any(example.good is not None for example in self.examples):
            raise ValueError("a rule needs at least one good example")
        if self.fix is not None and all(example.fixed is None for example in self.examples):
            raise ValueError("a rule with a fix needs an example that shows the fixed text")
        if self.fix is None and any(example.fixed is not None for example in self.examples):
            raise ValueError("an example shows fixed text, but the rule has no fix")
        return self

    @model_validator(mode="after")
    def _applicable(self) -> RuleFile:
        kind = self.match.kind
        action = "" if self.fix is None else self.fix.do
        if action in _OF_ELEMENTS and kind in ("pattern", "field"):
            words = f"the fix {action} is for elements, and a match of kind {kind} finds none"
            raise FaultOfPart(words, "fix")
        if action == "check" and kind != "check":
            words = f"no check brings the edits of a match of kind {kind}: name another fix"
            raise FaultOfPart(words, "fix")
        return self

    @model_validator(mode="after")
    def _referring(self) -> RuleFile:
        for reference, wanted in references_in(self.match):
            option = self.options.get(reference[1:])
            if option is None:
                hint = suggest(reference[1:], list(self.options))
                words = f"'{reference}' names no option of this rule{hint}"
                raise FaultOfPart(words, "match")
            if option.type != wanted:
                raise FaultOfPart(
                    f"'{reference}' stands where a value of type {wanted} is needed, and the "
                    f"option is of type {option.type}",
                    "match",
                )
        return self
