"""The part of the SARIF 2.1.0 schema that a linter's log uses, as strict models.

Every object is closed, as in the published schema; names, types, bounds, enumerations, required
and either-or properties, and the uniqueness of arrays are as there.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

__all__ = ["SarifLog"]


def _unique(items: list[Any]) -> list[Any]:
    assert all(items[index] not in items[:index] for index in range(len(items)))
    return items


def _absolute(uri: str) -> str:
    assert urlsplit(uri).scheme
    assert uri.isascii()
    return uri


def _reference(uri: str) -> str:
    urlsplit(uri)
    assert uri.isascii()
    assert not set(uri) & set(' "<>\\^`{|}')
    return uri


Uri = Annotated[str, AfterValidator(_absolute)]
UriReference = Annotated[str, AfterValidator(_reference)]
Level = Literal["none", "note", "warning", "error"]
Index = Annotated[int, Field(ge=-1)]
OneOrMore = Annotated[int, Field(ge=1)]
NotNegative = Annotated[int, Field(ge=0)]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)

    @model_validator(mode="before")
    @classmethod
    def _no_nulls(cls, value: Any) -> Any:
        if isinstance(value, dict):
            assert None not in value.values(), "the schema knows no null here"
        return value


class PropertyBag(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)
    tags: Annotated[list[str], AfterValidator(_unique)] = []


class Message(Closed):
    text: str | None = None
    markdown: str | None = None
    id: str | None = None
    arguments: list[str] = []
    properties: PropertyBag | None = None

    @model_validator(mode="after")
    def _text_or_id(self) -> Message:
        assert self.text is not None or self.id is not None
        return self


class MultiformatMessageString(Closed):
    text: str
    markdown: str | None = None
    properties: PropertyBag | None = None


class ArtifactLocation(Closed):
    uri: UriReference | None = None
    uri_base_id: str | None = None
    index: Index = -1
    description: Message | None = None
    properties: PropertyBag | None = None


class ArtifactContent(Closed):
    text: str | None = None
    binary: str | None = None
    rendered: MultiformatMessageString | None = None
    properties: PropertyBag | None = None


class Region(Closed):
    start_line: OneOrMore | None = None
    start_column: OneOrMore | None = None
    end_line: OneOrMore | None = None
    end_column: OneOrMore | None = None
    char_offset: Index = -1
    char_length: NotNegative | None = None
    byte_offset: Index = -1
    byte_length: NotNegative | None = None
    snippet: ArtifactContent | None = None
    message: Message | None = None
    source_language: str | None = None
    properties: PropertyBag | None = None

    @model_validator(mode="after")
    def _has_a_start(self) -> Region:
        assert {"start_line", "char_offset", "byte_offset"} & self.model_fields_set
        if self.start_line is not None and self.end_line is not None:
            start = (self.start_line, self.start_column or 1)
            assert (self.end_line, self.end_column or start[1]) >= start
        return self


class PhysicalLocation(Closed):
    artifact_location: ArtifactLocation
    region: Region | None = None
    context_region: Region | None = None
    properties: PropertyBag | None = None


class Location(Closed):
    id: Index = -1
    physical_location: PhysicalLocation | None = None
    message: Message | None = None
    annotations: Annotated[list[Region], AfterValidator(_unique)] = []
    properties: PropertyBag | None = None


Locations = list[Location]
UniqueLocations = Annotated[list[Location], AfterValidator(_unique)]


class Replacement(Closed):
    deleted_region: Region
    inserted_content: ArtifactContent | None = None
    properties: PropertyBag | None = None


class ArtifactChange(Closed):
    artifact_location: ArtifactLocation
    replacements: Annotated[list[Replacement], Field(min_length=1)]
    properties: PropertyBag | None = None


class Fix(Closed):
    description: Message | None = None
    artifact_changes: Annotated[list[ArtifactChange], Field(min_length=1), AfterValidator(_unique)]
    properties: PropertyBag | None = None


class ReportingConfiguration(Closed):
    enabled: bool = True
    level: Level = "warning"
    rank: Annotated[float, Field(ge=-1, le=100)] = -1.0
    parameters: PropertyBag | None = None
    properties: PropertyBag | None = None


class ReportingDescriptor(Closed):
    id: str
    name: str | None = None
    short_description: MultiformatMessageString | None = None
    full_description: MultiformatMessageString | None = None
    message_strings: dict[str, MultiformatMessageString] | None = None
    default_configuration: ReportingConfiguration | None = None
    help_uri: Uri | None = None
    help: MultiformatMessageString | None = None
    properties: PropertyBag | None = None


class Result(Closed):
    rule_id: str | None = None
    rule_index: Index = -1
    kind: Literal["notApplicable", "pass", "fail", "review", "open", "informational"] = "fail"
    level: Level = "warning"
    message: Message
    locations: Locations = []
    partial_fingerprints: dict[str, str] = {}
    fingerprints: dict[str, str] = {}
    related_locations: UniqueLocations = []
    fixes: Annotated[list[Fix], AfterValidator(_unique)] = []
    properties: PropertyBag | None = None


class ToolComponent(Closed):
    name: str
    version: str | None = None
    semantic_version: str | None = None
    information_uri: Uri | None = None
    rules: Annotated[list[ReportingDescriptor], AfterValidator(_unique)] = []
    properties: PropertyBag | None = None


class Tool(Closed):
    driver: ToolComponent
    properties: PropertyBag | None = None


class Notification(Closed):
    message: Message
    level: Level = "warning"
    locations: UniqueLocations = []
    properties: PropertyBag | None = None


class Invocation(Closed):
    execution_successful: bool
    tool_execution_notifications: list[Notification] = []
    tool_configuration_notifications: list[Notification] = []
    properties: PropertyBag | None = None


class Run(Closed):
    tool: Tool
    invocations: list[Invocation] = []
    results: list[Result] | None = None
    original_uri_base_ids: dict[str, ArtifactLocation] = {}
    newline_sequences: Annotated[list[str], Field(min_length=1), AfterValidator(_unique)] = [
        "\r\n",
        "\n",
    ]
    column_kind: Literal["utf16CodeUnits", "unicodeCodePoints"] | None = None
    properties: PropertyBag | None = None


class SarifLog(Closed):
    schema_uri: Annotated[Uri, Field(alias="$schema")]
    version: Literal["2.1.0"]
    runs: list[Run]
    properties: PropertyBag | None = None
