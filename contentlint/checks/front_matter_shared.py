"""What the front-matter checks share: the schema in force, and files that are templates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from contentlint.document.frontmatter.quoting import quoted
from contentlint.findings import Edit, Fix, Hit, Safety
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.schemas import for_presets
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.dates import ParsedDate
    from contentlint.document import Document
    from contentlint.schemas import Schema

__all__ = [
    "HUGO_READS",
    "LISTED",
    "MARKS",
    "DatedField",
    "ambiguity_of",
    "bare_span",
    "field_name",
    "is_readable",
    "is_referred_to",
    "is_template",
    "problem_hits",
    "quote_fix",
    "respell",
    "schema_of",
]

LISTED = ("tags", "categories", "keywords")
"""Fields that hold lists of words in every site."""
MARKS = "\uff0c\u3001\u060c"
"""What Chinese and Arabic text puts between the parts of an enumeration."""
HUGO_READS = pattern(
    r"\d{4}-\d\d-\d\d(?:[T ]\d{1,2}:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
    r"|\d{4}-\d\d-\d\d \d{1,2}:\d\d:\d\d(?:\.\d+)? [+-]\d\d:?\d\d(?: [A-Z]{3,4})?"
    r"|(?:[A-Z][a-z]{2}, )?\d\d [A-Z][a-z]{2} (?:\d{4}|\d\d)"
    r"(?: \d\d:\d\d(?::\d\d)? (?:[A-Z]{3,4}|[+-]\d{4}))?"
    r"|[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d [A-Z]{3,4}"
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d (?:[A-Z]{3,4} |[+-]\d{4} )?\d{4}"
)
"""The forms of dates that Hugo reads (htime, and spf13/cast)."""
_TEMPLATE_FOLDERS = frozenset({"archetypes", "scaffolds", "_templates", "templates"})
_SPELLINGS = (
    ("yes-no", pattern(r"(?:yes|no|on|off)\Z", re.IGNORECASE)),
    ("sexagesimal", pattern(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z")),
    ("underscore", pattern(r"[-+]?(?:0x[0-9a-fA-F_]*|[0-9][0-9_.]*|0b[01_]*)\Z(?<!\A\d)")),
    ("exponent", pattern(r"[-+]?(?:0o[0-7]+|[0-9]+(?:\.[0-9]*)?[eE][0-9]+)\Z")),
)
# what refers to a value that has a name of its own
_ALIAS = pattern(r"\*([^\s,\[\]{}]+)")
# a name that YAML gives to the value after it
_NAMED = pattern(r"&\S+\s+")
_LEADING_ZERO = pattern(r"[-+]?0[0-9_]+\Z")


class DatedField(NamedTuple):
    """A date field: its value, and what that was read as if it is a text."""

    name: str
    value: Any
    parsed: ParsedDate | None

    @property
    def known(self) -> Any:
        """The date or the moment itself; for a text that is none, ``None``."""
        if type(self.value) is not str:
            return self.value
        return None if self.parsed is None else self.parsed.value


_last: list[Any] = []
"""The settings asked for last, and their schema: one run asks for the same ones again and again."""


def schema_of(doc: Document) -> Schema:
    """The schema that the settings of *doc* ask for."""
    settings = doc.settings
    if _last and _last[0] is settings:
        found: Schema = _last[1]
        return found
    schema = for_presets(settings.presets, settings.front_matter, settings.root)
    _last[:] = (settings, schema)
    return schema


def is_template(doc: Document) -> bool:
    """Whether *doc* is a scaffold or an archetype: a form for posts, filled in by a program."""
    path = doc.source.path
    if "scaffold" not in path and "archetype" not in path and "template" not in path:
        return False
    return not _TEMPLATE_FOLDERS.isdisjoint(PurePath(path).parts)


def is_referred_to(doc: Document, anchor: str) -> bool:
    """Whether something in the front matter may refer to the value with the name *anchor*."""
    cache = doc.front_matter.cache
    aliases = cache.get("aliases")
    if aliases is None:
        content = doc.source.text[slice(*doc.front_matter.content)]
        aliases = cache["aliases"] = frozenset(_ALIAS.findall(content))
    return anchor in aliases


def is_readable(doc: Document) -> bool:
    """Whether the values of *doc* can be judged: it has a mapping and is no template."""
    return doc.front_matter.format is not None and not is_template(doc)


def problem_hits(doc: Document, code: str) -> Iterator[Hit]:
    """A hit for each problem of kind *code* that was met while reading."""
    problems = doc.front_matter.problems
    if not problems or is_template(doc):
        return
    for problem in problems:
        if problem.code == code:
            yield Hit(
                problem.span,
                dict(problem.words),
                message=problem.cause or None,
                related=problem.related,
                fix=problem.fix,
            )


def ambiguity_of(spelling: str) -> str | None:
    """Why the plain YAML scalar *spelling* means different things to different readers."""
    if _LEADING_ZERO.match(spelling):
        return "leading-zero"
    for name, form in _SPELLINGS:
        if form.match(spelling):
            return None if name == "underscore" and "_" not in spelling else name
    return None


def respell(doc: Document, text: str) -> str:
    """*text* as a quoted string of the front matter's format."""
    if doc.front_matter.format == "yaml":
        return quoted(text)
    return json.dumps(text, ensure_ascii=False)


def bare_span(doc: Document, span: Span) -> Span | None:
    """The value at *span* without the name (``&name``) before it.

    ``None`` for what refers to another value, and for one whose type is told (``!!str``).
    """
    text = doc.source.text
    first = text[span[0] : span[0] + 1]
    if doc.front_matter.format != "yaml" or first not in ("&", "*", "!"):
        return span
    named = _NAMED.match(text, span[0], span[1])
    if named is None or text.startswith("!", named.end()):
        return None
    return Span(named.end(), span[1])


def quote_fix(doc: Document, span: Span, safety: Safety = "safe") -> Fix | None:
    """Quote what stands at *span*, one line, as the text that it spells."""
    spelling = doc.source.slice(span)
    if not spelling or "\n" in spelling or bare_span(doc, span) != span:
        return None  # a value with a name is that of other fields, too
    edit = Edit(span.start, span.end, respell(doc, spelling))
    return Fix(safety, "Quote it", (edit,))


def field_name(path: tuple[Any, ...]) -> str:
    """A path as it is named in a message: ``authors.0.name``."""
    return ".".join([_spelled(step) for step in path])


def _spelled(step: Any) -> str:
    """A name as YAML spells it, where it read something else than text."""
    if step is None:
        return "null"
    return str(step).lower() if step is True or step is False else str(step)
