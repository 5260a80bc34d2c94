"""The `match:` of a rule file as pydantic models, and what may stand together in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from contentlint.errors import suggest
from contentlint.rules.triggers import Fact

__all__ = ["MATCH_KINDS", "Condition", "FaultOfPart", "MatchSpec", "Strict", "references_in"]

Reference = Annotated[str, Field(pattern=r"^\$[a-z][a-z0-9_-]*$")]
Strings = list[str] | Reference
Number = int | Reference
MATCH_KINDS = ("select", "pattern", "field", "style", "url", "check")


class FaultOfPart(ValueError):
    """What is wrong with the *part* of a model that is judged as a whole."""

    def __init__(self, words: str, part: str) -> None:
        super().__init__(words)
        self.part = part


class Strict(BaseModel):
    """A part of a rule file, with no key that is not known."""

    model_config = ConfigDict(extra="forbid")


class Condition(Strict):
    """A test on one matched element, attribute or piece of text; all keys given must hold."""

    attribute: str | None = Field(None, description="The attribute to look at.")
    part: Literal["scheme", "host", "path", "query", "fragment"] | None = Field(
        None, description="The part of the attribute's URL to look at."
    )
    text: Literal[True] | None = Field(None, description="Look at the element's text.")
    classes: Literal[True] | None = Field(None, description="Look at each class name.")
    group: str | None = Field(None, description="Look at a named group of the pattern.")
    any: list[Condition] | None = Field(
        None, min_length=1, description="At least one of these must hold."
    )
    negate: Condition | None = Field(None, alias="not", description="This must not hold.")
    missing: bool | None = Field(None, description="The attribute is not there (false: it is).")
    empty: bool | None = Field(None, description="There is nothing but blanks in it (false: is).")
    within: Strings | None = Field(
        None,
        alias="in",
        description="Equal to one of these, capitals apart; a host also if it is below one.",
    )
    outside: Strings | None = Field(
        None, alias="not-in", description="Equal to none of these, in the same sense."
    )
    matches: str | None = Field(None, description="A regular expression found in the value.")
    contains: Strings | None = Field(None, description="Holds one of these strings.")
    starts_with: Strings | None = Field(
        None, alias="starts-with", description="Begins with one of these."
    )
    longer_than: Number | None = Field(
        None, alias="longer-than", description="Has more characters than this."
    )
    shorter_than: Number | None = Field(
        None, alias="shorter-than", description="Has fewer characters than this."
    )


_JUDGE = (
    "check: the name, `topic.function`, of a Python function that takes the options and returns a "
    "test of {}. The rule is run only if one of these tests or of `given` holds (speed)."
)


_HOST = "how the address of {} begins (in lower case, up to the host; without http: whole)"


class MatchSpec(Strict):
    """What a rule looks for: exactly one of the kinds select, pattern, field, style, url, check."""

    select: str | None = Field(None, description="A CSS selector on the page.")
    pattern: str | None = Field(None, description="A regular expression.")
    field: str | list[str] | None = Field(None, description="Front-matter fields, or * for all.")
    style: list[str] | Reference | None = Field(
        None, description="CSS properties (`color`), declarations (`text-align: left`) or `*`."
    )
    url: list[str] | None = Field(None, description="Where URLs stand, such as `a[href]`.")
    check: str | None = Field(None, description="A Python check, `topic.function`.")
    where: Condition | list[Condition] | None = Field(
        None, description="A condition, or a list of conditions that must all hold."
    )
    at: str | None = Field(
        None, description="select: the place reported: tag, element, or an attribute's name."
    )
    within: str | list[str] | None = Field(
        None,
        alias="in",
        description="pattern: prose, source, body, front-matter or field:NAME.",
    )
    flags: list[Literal["ignore-case", "multi-line", "dot-all"]] | None = Field(
        None, description="pattern: how the expression is read."
    )
    needs: list[str] | None = Field(
        None,
        description="pattern, check: strings, one of which the file must hold for a match (speed).",
    )
    when: str | None = Field(None, description="check: run only if this CSS selector matches.")
    uncovered: Literal[True] | None = Field(
        None,
        description="check: leave out the elements of `when` whose start tags go with the fix of "
        "a rule that `covers` (speed): whatever is found in these tags is dropped anyway.",
    )
    given: list[Fact] | None = Field(
        None, description="check, select: run only if one of these holds for the post (speed)."
    )
    href: str | None = Field(None, description=_JUDGE.format(_HOST.format("a link")))
    src: str | None = Field(None, description=_JUDGE.format(_HOST.format("a picture")))
    class_: str | None = Field(None, alias="class", description=_JUDGE.format("a class attribute"))
    text: str | None = Field(None, description=_JUDGE.format("the text of a link"))
    missing: bool | None = Field(None, description="field: the field is not there.")
    ignore: list[str] | Reference | None = Field(None, description="style: declarations to allow.")
    only: bool | None = Field(None, description="style: every declaration must be listed.")
    scheme: Strings | None = Field(None, description="url: one of these schemes.")
    host: Strings | None = Field(None, description="url: one of these hosts, or one below them.")
    host_not: Strings | None = Field(
        None, alias="host-not", description="url: none of these hosts, nor one below them."
    )
    path: str | None = Field(None, description="url: a regular expression found in the path.")
    query: str | None = Field(None, description="url: a regular expression found in the query.")

    @model_validator(mode="after")
    def _one_kind(self) -> MatchSpec:
        given = [kind for kind in MATCH_KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            kinds = ", ".join(MATCH_KINDS)
            raise ValueError(f"give exactly one of {kinds}; found {', '.join(given) or 'none'}")
        allowed = _ALLOWED[given[0]] | {given[0]}
        extra = [
            field.alias or name
            for name, field in type(self).model_fields.items()
            if getattr(self, name) is not None and name not in allowed
        ]
        if extra:
            raise ValueError(f"{', '.join(extra)} has no meaning in a match of kind {given[0]}")
        if self.uncovered and self.when is None:
            raise ValueError("uncovered is about the elements of when: give that as well")
        groups = _groups_of(self.pattern) if self.pattern is not None else None
        for condition in _conditions_in(self):
            words = _misdirected(condition, given[0], groups)
            if words:
                raise FaultOfPart(words, "where")
        return self

    @property
    def kind(self) -> str:
        """Which of the kinds this match is."""
        return next(kind for kind in MATCH_KINDS if getattr(self, kind) is not None)


_ALLOWED: dict[str, set[str]] = {
    "select": {"where", "at", "given"},
    "pattern": {"where", "within", "flags", "needs"},
    "field": {"where", "missing"},
    "style": {"ignore", "only", "where"},
    "url": {"scheme", "host", "host_not", "path", "query", "where"},
    "check": {"when", "uncovered", "needs", "given", "href", "src", "class_", "text"},
}


_SUBJECTS = ("attribute", "text", "classes", "group")
_LOOKS_AT: dict[str, set[str]] = {
    "select": {"attribute", "text", "classes"},
    "style": {"attribute", "text", "classes"},
    "url": {"attribute", "text", "classes"},
    "pattern": {"group"},
    "field": set(),
}
_TESTS = ("missing", "empty", "within", "outside", "matches", "contains", "starts_with")
_MEASURES = ("longer_than", "shorter_than")


def _groups_of(pattern: str) -> frozenset[str] | None:
    """The named groups of *pattern*; ``None`` where it is faulty, which is told elsewhere."""
    import regex

    try:
        return frozenset(regex.compile(pattern).groupindex)
    except Exception:
        return None


def _conditions_in(part: MatchSpec | Condition) -> Iterator[Condition]:
    """The conditions in *part*, each before those in it."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Condition):
                yield each
                yield from _conditions_in(each)


def _misdirected(condition: Condition, kind: str, groups: frozenset[str] | None) -> str:
    """What is wrong with what *condition* looks at in a match of this *kind*; else nothing."""
    subjects = [name for name in _SUBJECTS if getattr(condition, name) is not None]
    strangers = [name for name in subjects if name not in _LOOKS_AT[kind]]
    if strangers:
        return f"{', '.join(strangers)} has no meaning in a condition of a match of kind {kind}"
    if len(subjects) > 1:
        return f"a condition looks at one thing, not at {' and '.join(subjects)}: write a list"
    if condition.group is not None and groups is not None and condition.group not in groups:
        hint = suggest(condition.group, sorted(groups))
        return f"the pattern has no group named '{condition.group}'{hint}"
    tests = any(getattr(condition, name) is not None for name in (*_TESTS, *_MEASURES))
    if kind == "select" and tests and not subjects:
        return "say what the condition looks at: attribute, text or classes"
    if not tests and condition.any is None and condition.negate is None:
        return "a condition tests nothing: add in, matches, empty, …"
    return ""


def references_in(part: MatchSpec | Condition) -> Iterator[tuple[str, str]]:
    """The options that *part* of a rule names, each with the type that it must be of."""
    inner: list[Condition] = []
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name in _REFERRING and isinstance(value, str) and value.startswith("$"):
            yield value, "int" if name in _MEASURES else "list[str]"
        elif isinstance(value, Condition):
            inner.append(value)
        elif isinstance(value, list):
            inner += [each for each in value if isinstance(each, Condition)]
    for condition in inner:
        yield from references_in(condition)


_REFERRING = frozenset(_MEASURES) | {
    *("within", "outside", "contains", "starts_with"),
    *("style", "ignore", "scheme", "host", "host_not"),
}
