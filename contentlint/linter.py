"""One document in, its findings out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from contentlint.checks.content_model import problems_in
from contentlint.checks.front_matter_facts import FRONT_MATTER_FACTS, front_matter_facts
from contentlint.checks.headings import read_headings
from contentlint.checks.text_signs import SIGNS, signs_of
from contentlint.covering import covered_elements, drop_covered
from contentlint.document import Document, SiteSettings
from contentlint.errors import ConfigError, RuleError
from contentlint.findings import FileResult, Finding, HitRow
from contentlint.located import Located, Raw, Row, name_row
from contentlint.rules.registry import LIMITS, RuleSet
from contentlint.rules.rule import Rule
from contentlint.rules.triggers import FACTS
from contentlint.source import Source

if TYPE_CHECKING:
    from contentlint.document.html import Page
    from contentlint.judge import Judge
    from contentlint.limits import LimitHit

__all__ = ["FileResult", "Linter", "Raw"]

_WITHOUT_TREE = ("front-matter/", "encoding/", LIMITS)


_PROBLEMS, _UNCLEAN = FACTS["front-matter-problems"], FACTS["unclean-markup"]
_INVALID, _MISUSED = FACTS["invalid-markup"], FACTS["misused-markup"]
_NEWLINES = FACTS["mixed-newlines"]
_COMMENTS, _ERRORS = FACTS["comments"], FACTS["parse-errors"]
_RAW, _NESTED = FACTS["raw-markup"], FACTS["nested-blocks"]
_NEIGHBOURS = FACTS["adjacent-links"]
_REPEATED, _EMPTY = FACTS["repeated-headings"], FACTS["empty-headings"]
_MARK, _OPEN = FACTS["byte-order-mark"], FACTS["open-last-line"]
_CONTENT = _INVALID | _MISUSED
_BY_SPAN = itemgetter(0)
_NOTHING: Mapping[Rule, list[HitRow]] = {}
_NOWHERE: frozenset[int] = frozenset()
_Found = tuple[Rule, int, int]
"""A rule that found something, and which part of a list its findings are."""


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

    def lint_bytes(self, data: bytes, path: str) -> FileResult:
        """Lint *data* as the content of the file at *path*."""
        return self.lint_source(Source.from_bytes(data, path))

    def lint_source(self, source: Source) -> FileResult:
        """Lint a decoded file.  What fails becomes an error of the result.

        Raises:
            MemoryError, RecursionError: the post needs more of either than there is.
        """
        document = Document(source, self.settings)
        raws, errors, suppressed = self._find(document)
        findings: Sequence[Finding] = Located(raws, source) if raws else []
        if raws and document.has_template_tags:
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
        raws, errors, suppressed = self._find(document)
        return [name_row(raw) for raw in raws], errors, suppressed

    def _find(self, document: Document) -> tuple[list[Row], list[str], int]:
        errors: list[str] = []
        raws: list[Row] = []
        rules = self._rules_for(document, errors)
        # what a comment holds back covers nothing, so that then all must be found first
        early = {} if document.names_us else _find_early(rules, document)
        found = _run(rules, document, raws, errors, early)
        spoken = self._winners.intersection([rule.id for rule, _, _ in found])
        if spoken:
            _drop_yielding(raws, spoken, found)
        suppressed = 0
        if document.names_us:
            raws, suppressed = self._suppress(document, raws, errors)
        # rules run in the order of their ids, and sorting keeps it
        raws.sort(key=_BY_SPAN)
        return drop_covered(raws), errors, suppressed

    def _rules_for(self, document: Document, errors: list[str]) -> Iterable[Rule]:
        if document.source.limit is not None:
            return self._of_families(LIMITS)
        if document.source.fault is not None:
            return self._of_families("encoding/")
        try:
            if document.page.excess is not None:
                return self._of_families(*_WITHOUT_TREE)
            _ = document.page.survey
        except (MemoryError, RecursionError):
            raise
        except Exception as error:
            errors.append(f"the body could not be read: {error!r}")
            return self._of_families("front-matter/")
        return self.rules.for_page(document.page, _facts(document, self.rules.facts))

    def _of_families(self, *families: str) -> list[Rule]:
        rules = [*self.rules.rules, *self.rules.guards]
        return [rule for rule in rules if rule.id.startswith(families)]

    def _suppress(
        self, document: Document, raws: list[Row], errors: list[str]
    ) -> tuple[list[Row], int]:
        """Drop what comments hold back, and add what is to be said about the comments."""
        from contentlint.suppressions import FAMILY, collect

        suppressions = document.suppressions = collect(document)
        kept = [raw for raw in raws if not suppressions.covers(raw[1].id, raw[0][0])]
        suppressed = len(raws) - len(kept)
        if document.source.limit is not None:
            return kept, suppressed  # only the beginning was read: the rest may need the comments
        suppressions.judge = self.judge or _judge_of_builtin_rules()
        about = [rule for rule in self.rules.rules if rule.id.startswith(FAMILY)]
        _run(about, document, kept, errors)
        kept.sort(key=lambda raw: raw[1].id)
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
    facts |= _markup_facts(document.page)
    if wanted & _NEIGHBOURS and document.page.links.near:
        facts |= _NEIGHBOURS
    if wanted & (_REPEATED | _EMPTY):
        facts |= _all_if_failing(_heading_facts, document, _REPEATED | _EMPTY)
    if wanted & _CONTENT:
        facts |= _all_if_failing(_content_facts, document, _CONTENT)
    if wanted & FRONT_MATTER_FACTS:
        facts |= _all_if_failing(front_matter_facts, document, FRONT_MATTER_FACTS)
    if wanted & SIGNS:
        facts |= _all_if_failing(signs_of, document, SIGNS)
    return facts & wanted


def _markup_facts(page: Page) -> int:
    facts = 0
    if not page.made:
        facts = _RAW | _NESTED if page.has_nested_blocks else _RAW
    if not page.clean:
        facts |= _UNCLEAN
    return facts | _ERRORS if page.errors else facts


def _heading_facts(document: Document) -> int:
    texts = [heading.text.casefold() for heading in read_headings(document.page)]
    facts = _REPEATED if len(texts) > len(frozenset(texts)) else 0
    return facts | _EMPTY if "" in texts else facts


def _all_if_failing(find: Callable[[Document], int], document: Document, every: int) -> int:
    try:
        return find(document)
    except Exception:
        return every  # and the rules that fail will be named


def _content_facts(document: Document) -> int:
    problems = problems_in(document)
    if not problems:
        return 0
    # posts taken from other sites most often have unknown attributes, and nothing else
    return _INVALID if problems.keys() == {"unknown-attribute"} else _CONTENT


def _find_early(rules: Iterable[Rule], document: Document) -> dict[Rule, list[HitRow]]:
    """What rules find that stand for others, so that checks need not look at what they cover."""
    early: dict[Rule, list[HitRow]] = {}
    for rule in rules:
        if rule.covers and not rule.yields_to:
            try:
                early[rule] = list(rule.matcher.find(document))
            except Exception:
                continue  # it will be called again, and named
    if early:
        document.page.covered = covered_elements(early)
    return early


def _run(
    rules: Iterable[Rule],
    document: Document,
    raws: list[Row],
    errors: list[str],
    early: Mapping[Rule, list[HitRow]] = _NOTHING,
) -> list[_Found]:
    """Add what *rules* find to *raws* and what fails to *errors*; tell where whose findings are.

    *early* is what some of them have found already.
    """
    found = []
    before = len(raws)
    for rule in rules:
        try:
            for hit in early[rule] if rule in early else rule.matcher.find(document):
                fix = hit[3]
                if fix is None and rule.fix is not None:
                    fix = rule.fix_for(hit, document)
                raws.append((hit[0], rule, hit, fix))
        except MemoryError:
            raise
        except Exception as error:
            words = _failure(rule, error)
            if words not in errors:
                errors.append(words)
        after = len(raws)
        if after > before:
            found.append((rule, before, after))
            before = after
    return found


def _drop_yielding(raws: list[Row], spoken: Collection[str], found: Sequence[_Found]) -> None:
    """Drop from *raws* what stands where a rule it yields to, one of those *spoken*, stands.

    *found* tells whose findings *raws* are.
    """
    yielding = [each for each in found if not each[0].yields_to.isdisjoint(spoken)]
    if not yielding:
        return
    starts = {
        rule.id: frozenset([raw[0][0] for raw in raws[low:high]])
        for rule, low, high in found
        if rule.id in spoken
    }
    for rule, low, high in reversed(yielding):
        taken = _NOWHERE.union(*[starts[name] for name in rule.yields_to if name in starts])
        raws[low:high] = [raw for raw in raws[low:high] if raw[0][0] not in taken]


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


def _unmask(findings: Iterable[Finding], document: Document) -> list[Finding]:
    """*findings* with template tags, where their messages name any, as they stand in the post."""
    unmask, body = document.templates.unmask, document.body
    return [
        finding if message == finding.message else finding._replace(message=message)
        for finding in findings
        for message in [unmask(finding.message, body)]
    ]
