"""python-frontmatter's handlers, kept positioned: the same values, and where each one stands.

They can be handed to `frontmatter.loads(text, handler=…)` like the ones they extend; the linter
calls ``read`` instead of ``load`` and gets places and problems too.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from contentlint.patterns import compiled_later

with compiled_later():  # one of PyYAML's, which the C parser never uses, takes 8 ms
    from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from yaml import MappingNode, ScalarNode, SequenceNode, YAMLError
from yaml.composer import ComposerError

from contentlint.document.frontmatter.fences import holds_field_like
from contentlint.document.frontmatter.model import Problem, Reading
from contentlint.document.frontmatter.yaml_places import YamlPart, part_of, yaml_places
from contentlint.document.frontmatter.yaml_simple import read_simple
from contentlint.document.frontmatter.yaml_values import Fault, YamlValues, compose
from contentlint.source import Span

__all__ = ["Handlers", "JsonHandler", "TomlHandler", "YamlHandler"]

_HARMLESS = ("duplicate-key", "value")


def _recovered(content: str, base: int, error: Exception) -> Reading:
    from contentlint.document.frontmatter.recovery import recover_yaml

    return recover_yaml(content, base, error)


def _recovered_text(content: str, base: int) -> Reading:
    """The reading of fields that YAML takes for one text: mended together, or not at all.

    With some of them mended it would be no YAML any more, and a site that left the fields out
    could not be built.
    """
    reading = _recovered(content, base, ComposerError(problem="no field is found"))
    if all(problem.fix and problem.fix.safety == "safe" for problem in reading.problems):
        return reading
    return reading._replace(problems=[problem._replace(fix=None) for problem in reading.problems])


class YamlHandler(YAMLHandler):
    """YAML between dashes, bounded and placed."""

    def load(self, fm: str, **_options: object) -> Any:
        """The values of *fm*, as python-frontmatter asks for them.

        Raises:
            yaml.YAMLError: *fm* cannot be read.
        """
        reading = self.read(fm, 0)
        for problem in reading.problems:
            if problem.code not in _HARMLESS:
                raise ComposerError(problem=f"{problem.code} {problem.cause}".strip())
        return reading.values

    def read(self, content: str, base: int) -> Reading:
        """Values, places and problems of *content*, which stands at offset *base*."""
        return read_simple(content, base) or self.parse(content, base)

    def parse(self, content: str, base: int) -> Reading:
        """What `read` gives, by the YAML parser."""
        try:
            root = compose(content)
        except Fault as fault:
            whole = Span(base, base + len(content.rstrip()))
            return Reading({}, dict, [Problem(fault.code, whole, "", fault.words)])
        except (YAMLError, UnicodeEncodeError) as error:
            return _recovered(content, base, error)
        if root is None:
            return Reading({}, dict, [])
        if type(root) is not MappingNode:
            if type(root) is ScalarNode and holds_field_like(content):
                return _recovered_text(content, base)
            return Reading(None, dict, [], "list" if type(root) is SequenceNode else "text")
        return self._read_mapping(part_of(base, content, root))

    def _read_mapping(self, part: YamlPart) -> Reading:
        builder = YamlValues()
        try:
            values = builder.mapping(part.root.value)
        except Fault:
            values = {}
            builder.faults.append(Fault("", "", None))
        if builder.faults or builder.duplicates:
            from contentlint.document.frontmatter.yaml_fields import read_fields

            return read_fields((part,))
        return Reading(values, partial(yaml_places, (part,)), [], odd=builder.odd)


def _within(problems: list[Problem], end: int) -> list[Problem]:
    """*problems* of fields between braces that were put there, the last of them at *end*."""
    return [
        problem
        if problem.span.end <= end
        else problem._replace(span=Span(min(problem.span.start, end), end), fix=None)
        for problem in problems
    ]


class JsonHandler(JSONHandler):
    """A JSON object at the top of a file, wherever its closing brace stands."""

    FM_BOUNDARY = re.compile(r"\{(?=\s*[\"}])")

    def split(self, text: str) -> tuple[str, str]:
        """The object and what follows it.

        Raises:
            ValueError: there is no object at the start.
        """
        from contentlint.document.frontmatter.json_reader import decode_object

        start = len(text) - len(text.lstrip())
        _, end, _ = decode_object(text, start)
        return text[start:end], text[end:]

    def load(self, fm: str, **_options: object) -> Any:
        """The values of *fm*.

        Raises:
            ValueError: it is no JSON.
        """
        from contentlint.document.frontmatter.json_reader import decode_object

        return decode_object(fm, len(fm) - len(fm.lstrip()))[0]

    def read(self, content: str, base: int, *, braces: bool = True) -> Reading:
        """Values, places and problems of *content*: one object, or with *braces* false only its
        members, as they stand between Hexo's ``;;;``."""
        from contentlint.document.frontmatter.json_reader import JsonFault, read_object

        if not braces:
            reading = self.read("{" + content + "}", base - 1)
            return reading._replace(problems=_within(reading.problems, base + len(content)))
        try:
            return read_object(content, base)
        except JsonFault as fault:
            from contentlint.document.frontmatter.json_recovery import recover_json

            return recover_json(content, base, fault)


class TomlHandler(BaseHandler):
    """TOML between pluses, by the standard library's `tomllib`."""

    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def load(self, fm: str, **_options: object) -> Any:
        """The values of *fm*.

        Raises:
            ValueError: it is no TOML.
        """
        import tomllib

        return tomllib.loads(fm)

    def export(self, metadata: dict[str, object], **_options: object) -> str:
        """*metadata* as TOML text."""
        import tomlkit

        return tomlkit.dumps(metadata).strip()

    def read(self, content: str, base: int) -> Reading:
        """Values, places and problems of *content*, which stands at offset *base*."""
        from contentlint.document.frontmatter.toml_reader import read_toml

        return read_toml(content, base)


class Handlers:
    """One handler of each kind; they keep no state between files."""

    yaml = YamlHandler()
    toml = TomlHandler()
    json = JsonHandler()
