"""One document in, its findings out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from contentlint.checks.text_signs import SIGNS, signs_of
from contentlint.document import Document, SiteSettings
from contentlint.errors import ConfigError, RuleError
from contentlint.findings import Edit, Excerpt, FileResult, Finding, Fix, Hit, Related
from contentlint.named import NamedTuple
from contentlint.rules.registry import LIMITS, RuleSet
from contentlint.rules.rule import Rule
from contentlint.rules.triggers import FACTS
from contentlint.source import Position, Source, Span

if TYPE_CHECKING:
    from contentlint.judge import Judge
    from contentlint.limits import LimitHit

__all__ = ["FileResult", "Linter"]

_WINDOW = 160
_LEAD = 60
_NOT_WORTH_A_CUT = 3
# so far into its line a finding may stand and be shown with the line's beginning
_UNCUT = _LEAD + _NOT_WORTH_A_CUT
_NO_EXCERPT = Excerpt("", 0, False)
_WITHOUT_TREE = ("front-matter/", "encoding/", LIMITS)


class Raw(NamedTuple):
    """A hit with its rule and fix, before its place is translated to the file as it stands."""

    span: Span
    rule: Rule
    hit: Hit
    fix: Fix | None


_PROBLEMS, _UNCLEAN = FACTS["front-matter-problems"], FACTS["unclean-markup"]
_INVALID, _NEWLINES = FACTS["invalid-markup"], FACTS["mixed-newlines"]
_COMMENTS, _ERRORS = FACTS["comments"], FACTS["parse-errors"]
_RAW, _MARK = FACTS["raw-markup"], FACTS["byte-order-mark"]
_OPEN = FACTS["open-last-line"]
_BY_SPAN = itemgetter(0)
# what a named tuple's own constructor calls, without the function around it
_new = tuple.__new__


class Linter:
    """Runs one rule set over documents.  Safe to use for any number of files in turn."""

    def __init__(
        self, rules: RuleSet, settings: SiteSettings | None = None, judge: Judge | None = None
    ) -> None:
        self.rules = rules
        self.settings = settings or SiteSettings()
        self.judge = judge
        self._winners = frozenset().union(*(rule.yields_to for rule in rules.rules))

    def lint_text(self, text: str, path: str = "post.md") -> FileResult:
        """Lint *text* as the content of a file named *path*."""
        return self.lint_source(Source.from_text(text, path))

    def lint_source(self, source: Source) -> FileResult:
        """Lint a decoded file.  What fails becomes an error of the result.

        Raises:
            MemoryError, RecursionError: the post needs more of either than there is.
        """
        document = Document(source, self.settings)
        raws, errors, suppressed = self.find(document)
        findings = locate(raws, source, _mask_secrets(source.text, raws))
        if findings and document.has_template_tags:
            findings = _unmask(findings, document)
        document.close()
        return FileResult(
            source.path, findings, errors, suppressed, volatile=document.looks_outside
        )

    def lint_limit(self, source: Source, hit: LimitHit) -> FileResult:
        """What is to be said of a file that exceeds a limit; *source* is its beginning."""
        source.limit = hit
        return self.lint_source(source)._replace(volatile=True)

    def find(self, document: Document) -> tuple[list[Raw], list[str], int]:
        """All findings of *document* in order, errors of rules, and how many were suppressed."""
        errors: list[str] = []
        raws: list[Raw] = []
        _run(self._rules_for(document, errors), document, raws, errors)
        if self._winners:
            raws = self._drop_yielding(raws)
        suppressed = 0
        if document.names_us:
            raws, suppressed = self._suppress(document, raws, errors)
        # rules run in the order of their ids, and sorting keeps it
        raws.sort(key=_BY_SPAN)
        return raws, errors, suppressed

    def _rules_for(self, document: Document, errors: list[str]) -> Iterable[Rule]:
        if document.source.limit is not None:
            return self._of_families(LIMITS)
        if document.source.fault is not None:
            return self._of_families("encoding/")
        try:
            if document.page.excess is not None:
                return self._of_families(*_WITHOUT_TREE)
            survey = document.page.survey
        except (MemoryError, RecursionError):
            raise
        except Exception as error:
            errors.append(f"the body could not be read: {error!r}")
            return self._of_families("front-matter/")
        return self.rules.for_page(survey, _facts(document, self.rules.facts))

    def _of_families(self, *families: str) -> list[Rule]:
        rules = [*self.rules.rules, *self.rules.guards]
        return [rule for rule in rules if rule.id.startswith(families)]

    def _drop_yielding(self, raws: list[Raw]) -> list[Raw]:
        """Drop a finding where a rule it yields to has spoken at the same place."""
        winners = self._winners
        ruled = {raw[1] for raw in raws}
        if not any(rule.id in winners for rule in ruled):
            return raws
        if not any(rule.yields_to for rule in ruled):
            return raws
        spoken = {(raw[1].id, raw[0][0]) for raw in raws if raw[1].id in winners}
        return [
            raw
            for raw in raws
            if not raw[1].yields_to
            or not any((other, raw[0][0]) in spoken for other in raw[1].yields_to)
        ]

    def _suppress(
        self, document: Document, raws: list[Raw], errors: list[str]
    ) -> tuple[list[Raw], int]:
        """Drop what comments hold back, and add what is to be said about the comments."""
        from contentlint.suppressions import FAMILY, collect

        suppressions = document.suppressions = collect(document)
        kept = [raw for raw in raws if not suppressions.covers(raw.rule.id, raw.span)]
        suppressed = len(raws) - len(kept)
        if document.source.limit is not None:
            return kept, suppressed  # only the beginning was read: the rest may need the comments
        suppressions.judge = self.judge or _judge_of_builtin_rules()
        about = [rule for rule in self.rules.rules if rule.id.startswith(FAMILY)]
        _run(about, document, kept, errors)
        kept.sort(key=lambda raw: raw.rule.id)
        return kept, suppressed


def _facts(document: Document, wanted: int) -> int:
    """Which of the *wanted* facts hold for *document*, so that most rules are not even asked."""
    source = document.source
    facts = _COMMENTS if document.names_us else 0
    if source.bom:
        facts |= _MARK
    if source.text[-1:] != "\n":
        facts |= _OPEN
    if document.front_matter.problems:
        facts |= _PROBLEMS
    if source.raw is not source.text:
        facts |= _NEWLINES
    page = document.page
    if not page.made:
        facts |= _RAW
    if not page.clean:
        facts |= _UNCLEAN
    if page.dom.errors:
        facts |= _ERRORS
    if wanted & _INVALID and _is_invalid(document):
        facts |= _INVALID
    if wanted & SIGNS:
        facts |= signs_of(document)
    return facts & wanted


def _is_invalid(document: Document) -> bool:
    from contentlint.checks.content_model import problems_in

    try:
        return bool(problems_in(document))
    except Exception:
        return True  # and the rules that fail will be named


def _run(rules: Iterable[Rule], document: Document, raws: list[Raw], errors: list[str]) -> None:
    for rule in rules:
        try:
            for hit in rule.matcher.find(document):
                fix = hit.fix
                if fix is None and rule.fix is not None:
                    fix = rule.fix_for(hit, document)
                raws.append(_new(Raw, (hit.span, rule, hit, fix)))
        except MemoryError:
            raise
        except Exception as error:
            words = _failure(rule, error)
            if words not in errors:
                errors.append(words)


def _judge_of_builtin_rules() -> Judge:
    from contentlint.judge import Judge
    from contentlint.rules.registry import load_specs

    return Judge(frozenset(load_specs()))


def _failure(rule: Rule, error: Exception) -> str:
    if isinstance(error, (ConfigError, RuleError)):
        return str(error)
    where = rule.spec.get("file", "")
    check = rule.spec["match"].get("check")
    named = f"its check '{check}'" if check else "it"
    detail = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"rule {rule.id}: {named} failed on this file ({detail}); see {where}"


def _unmask(findings: list[Finding], document: Document) -> list[Finding]:
    """*findings* with template tags, where their messages name any, as they stand in the post."""
    unmask, body = document.templates.unmask, document.body
    shown = [unmask(finding.message, body) for finding in findings]
    return [
        finding if message == finding.message else finding._replace(message=message)
        for finding, message in zip(findings, shown, strict=True)
    ]


def _mask_secrets(text: str, raws: Iterable[Raw]) -> str:
    """*text* as excerpts may show it: what a finding calls masked is made unreadable."""
    for span, _, hit, _ in raws:
        if hit.data is not None and hit.data.get("masked"):
            start, end = span
            secret = "".join("\n" if character == "\n" else "•" for character in text[start:end])
            text = text[:start] + secret + text[end:]
    return text


def locate(raws: Sequence[Raw], source: Source, shown: str) -> list[Finding]:
    """Translate raw findings, in order, to positions of the file as it stands.

    Excerpts are of *shown*.  A post has many findings on few lines, so that each line is looked up
    once.
    """
    findings: list[Finding] = []
    path, is_raw = source.path, source.raw is source.text
    line, low, high = 0, 0, -1
    excerpt, shown_from = _NO_EXCERPT, -1
    for span, rule, hit, fix in raws:
        start, end = span
        if not low <= start <= high:
            line, low, high = source.line_at(start)
        at = start - _LEAD if start > low + _UNCUT else low
        if at != shown_from:  # findings near the beginning of a line all show the same
            stop, shown_from = at + _WINDOW, at
            cut = stop < high
            excerpt = _new(Excerpt, (shown[at : stop if cut else high], at - low, cut))
        if is_raw and low <= start <= high:
            first = _new(Position, (line, start - low + 1, start))
            if start <= end <= high:
                last = _new(Position, (line, end - low + 1, end))
            else:
                last = source.position(end)
        else:
            first, last = source.position(start), source.position(end)
        try:
            message = rule.messages[hit.message].fill(hit, rule)
        except Exception as error:
            message = f"{rule.spec['summary']} (its message failed: {error})"
        values = (
            rule.id,
            hit.severity or rule.severity,
            message,
            path,
            first,
            last,
            _locate_related(hit, source) if hit.related else (),
            hit.data or {},
            fix if fix is None or is_raw else _locate_fix(fix, source),
            excerpt,
        )
        findings.append(_new(Finding, values))
    return findings


def _locate_related(hit: Hit, source: Source) -> tuple[Related, ...]:
    return tuple(
        Related(words, source.position(place.start), source.position(place.end))
        for words, place in hit.related
    )


def _locate_fix(fix: Fix, source: Source) -> Fix:
    newline = source.newline
    edits = tuple(
        Edit(
            source.raw_offset(edit.start),
            source.raw_offset(edit.end),
            edit.text.replace("\n", newline),
        )
        for edit in fix.edits
    )
    return Fix(fix.safety, fix.title, edits)
