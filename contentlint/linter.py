"""One document in, its findings out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from contentlint.bounds import PASSED_ON
from contentlint.covering import covered_elements, drop_covered, drop_touching
from contentlint.document import Document, SiteSettings
from contentlint.errors import ConfigError, RuleError, line_of_failure
from contentlint.facts import find_facts
from contentlint.findings import FileResult, Finding, HitRow
from contentlint.located import Located, Raw, Row, name_row
from contentlint.rules.registry import LIMITS, RuleSet
from contentlint.rules.rule import Rule
from contentlint.source import Source

if TYPE_CHECKING:
    from contentlint.judge import Judge
    from contentlint.limits import LimitHit

__all__ = ["FileResult", "Linter", "Raw"]

_WITHOUT_TREE = ("front-matter/", "encoding/", LIMITS)
_BY_SPAN = itemgetter(0)
_BY_ID = attrgetter("id")
_PARTS = attrgetter("templates"), attrgetter("page")
_NOWHERE: frozenset[int] = frozenset()
_Found = tuple[Rule, int, int]
"""A rule that found something, and which part of a list its findings are."""
_Outcome = tuple[list[Row], list[str], int]
"""All findings of a post in order, errors of rules, and how many findings were suppressed."""


class _Post:
    """A document on its way through the linter: which rules it needs, and what they say."""

    __slots__ = ("document", "early", "errors", "found", "raws", "rules")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.rules: Sequence[Rule] = ()
        self.raws: list[Row] = []
        self.errors: list[str] = []
        self.found: list[_Found] = []
        self.early: dict[Rule, list[HitRow]] = {}


class Linter:
    """Runs one rule set over documents.  Safe to use for any number of files in turn."""

    def __init__(
        self, rules: RuleSet, settings: SiteSettings | None = None, judge: Judge | None = None
    ) -> None:
        self.rules = rules
        self.settings = settings or SiteSettings()
        self.judge = judge
        self._whole = frozenset([rule.id for rule in rules.rules if "itself" in rule.covers])
        self._winners = self._whole.union(*(rule.yields_to for rule in rules.rules))

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
        (result,) = self.lint_sources([source])
        return result

    def lint_sources(self, sources: Iterable[Source]) -> list[FileResult]:
        """Lint some small files abreast; the same as one after the other, but faster.

        Raises:
            MemoryError, RecursionError: one of the posts needs more of either than there is.
        """
        settings = self.settings
        documents = [Document(source, settings) for source in sources]
        return [
            _result(document, *found)
            for document, found in zip(documents, self._find_all(documents), strict=True)
        ]

    def lint_limit(self, source: Source, hit: LimitHit) -> FileResult:
        """What is to be said of a file that exceeds a limit; *source* is its beginning."""
        source.limit = hit
        return self.lint_source(source)._replace(volatile=True)

    def find(self, document: Document) -> tuple[list[Raw], list[str], int]:
        """All findings of *document* in order, errors of rules, and how many were suppressed."""
        ((raws, errors, suppressed),) = self._find_all([document])
        return [name_row(raw) for raw in raws], errors, suppressed

    def _find_all(self, documents: Iterable[Document]) -> list[_Outcome]:
        posts = [_Post(document) for document in documents]
        self._choose_rules(posts)
        _run(posts)
        return [self._conclude(post) for post in posts]

    def _choose_rules(self, posts: Sequence[_Post]) -> None:
        """Read the pages, and look which rules may find something in each."""
        if len(posts) > 1:
            _read_pages([post.document for post in posts])
        whole = []
        for post in posts:
            rules = self._rules_without_page(post)
            if rules is None:
                whole.append(post)
            else:
                post.rules = rules
        facts = find_facts([post.document for post in whole], self.rules.facts)
        for post, some in zip(whole, facts, strict=True):
            post.rules = self.rules.for_page(post.document.page, some)

    def _rules_without_page(self, post: _Post) -> Sequence[Rule] | None:
        """The rules for a post of which there is no page to look at; else ``None``."""
        document = post.document
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
            post.errors.append(f"the body could not be read: {error!r}")
            return self._of_families("front-matter/")
        return None

    def _of_families(self, *families: str) -> list[Rule]:
        rules = [*self.rules.rules, *self.rules.guards]
        return sorted([rule for rule in rules if rule.id.startswith(families)], key=_BY_ID)

    def _conclude(self, post: _Post) -> _Outcome:
        raws, suppressed = post.raws, 0
        spoken = self._winners.intersection([rule.id for rule, _, _ in post.found])
        if spoken:
            _drop_yielding(raws, spoken, post.found)
        if post.document.names_us:
            raws, suppressed = self._suppress(post)
        # rules run in the order of their ids, and sorting keeps it
        raws.sort(key=_BY_SPAN)
        if not spoken.isdisjoint(self._whole):
            raws = drop_touching(raws)
        return drop_covered(raws), post.errors, suppressed

    def _suppress(self, post: _Post) -> tuple[list[Row], int]:
        """Drop what comments hold back, and add what is to be said about the comments."""
        from contentlint.suppressions import FAMILY, collect

        document, raws = post.document, post.raws
        suppressions = document.suppressions = collect(document)
        kept = [raw for raw in raws if not suppressions.covers(raw[1].id, raw[0][0])]
        suppressed = len(raws) - len(kept)
        if document.source.limit is not None:
            return kept, suppressed  # only the beginning was read: the rest may need the comments
        suppressions.judge = self.judge or _judge_of_builtin_rules()
        post.raws = kept
        _run_rules({rule: [post] for rule in self.rules.rules if rule.id.startswith(FAMILY)})
        kept.sort(key=lambda raw: raw[1].id)
        return kept, suppressed


def _read_pages(documents: Iterable[Document]) -> None:
    """Make of each what can be made without a doubt, one thing after the other."""
    readable = [each for each in documents if not (each.source.limit or each.source.fault)]
    for part in _PARTS:
        for document in readable:
            with suppress(Exception):  # it will fail again, and be told
                part(document)


def _run(posts: Sequence[_Post]) -> None:
    """Let each post's rules find what they can, rule by rule: a rule that runs again is faster."""
    by_rule = _by_rule(posts) if len(posts) > 1 else dict.fromkeys(posts[0].rules, posts)
    _find_early(by_rule)
    _run_rules(by_rule)


def _by_rule(posts: Iterable[_Post]) -> dict[Rule, Sequence[_Post]]:
    """Which posts each rule is for; the rules in the order of their ids, as a post's are."""
    by_rule: dict[Rule, list[_Post]] = defaultdict(list)
    for post in posts:
        for rule in post.rules:
            by_rule[rule].append(post)
    return {rule: by_rule[rule] for rule in sorted(by_rule, key=_BY_ID)}


def _find_early(by_rule: Mapping[Rule, Iterable[_Post]]) -> None:
    """Find what stands for others, so that checks need not look at what it covers.

    What a comment holds back covers nothing, so in a post with comments all must be found first.
    """
    touched: dict[_Post, None] = {}
    for rule, posts in by_rule.items():
        if rule.covers and not rule.yields_to:
            for post in posts:
                if not post.document.names_us:
                    try:
                        hits = post.early[rule] = list(rule.matcher.find(post.document))
                    except PASSED_ON:
                        raise
                    except BaseException:
                        continue  # it will be called again, and named
                    if hits:
                        touched[post] = None
    for post in touched:
        post.document.page.covered = covered_elements(post.early)


def _run_rules(by_rule: Mapping[Rule, Iterable[_Post]]) -> None:
    """Add what each rule finds in its posts, or why it failed."""
    for rule, posts in by_rule.items():
        makes_fix = rule.fix is not None
        for post in posts:
            raws, early = post.raws, post.early
            before = len(raws)
            try:
                for hit in early[rule] if rule in early else rule.matcher.find(post.document):
                    fix = hit[3]
                    if makes_fix and fix is None:
                        fix = rule.fix_for(hit, post.document)
                    raws.append((hit[0], rule, hit, fix))
            except PASSED_ON:
                raise
            except BaseException as error:
                words = _failure(rule, error, post.document.settings)
                if words not in post.errors:
                    post.errors.append(words)
            if len(raws) > before:
                post.found.append((rule, before, len(raws)))


def _result(document: Document, raws: list[Row], errors: list[str], suppressed: int) -> FileResult:
    source = document.source
    findings: Sequence[Finding] = Located(raws, source) if raws else []
    if raws and document.has_template_tags:
        findings = _unmask(findings, document)
    document.close()
    return FileResult(source.path, findings, errors, suppressed, volatile=document.looks_outside)


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


def _failure(rule: Rule, error: BaseException, settings: SiteSettings) -> str:
    if isinstance(error, ConfigError):
        from contentlint.config_file import placed

        return str(placed(error, settings.origin))
    if isinstance(error, RuleError):
        return str(error)
    where = rule.spec.get("file", "")
    check = rule.spec["match"].get("check")
    named = f"its check '{check}'" if check else "it"
    detail = f"{type(error).__name__}: {error}".rstrip(": ")
    line = line_of_failure(error) if check else ""
    detail = f"{detail}, in {line}" if line else detail
    return f"rule {rule.id}: {named} failed on this file ({detail}); see {where}"


def _unmask(findings: Iterable[Finding], document: Document) -> list[Finding]:
    """*findings* with template tags, where their messages name any, as they stand in the post."""
    unmask, body = document.templates.unmask, document.body
    return [
        finding if message == finding.message else finding._replace(message=message)
        for finding in findings
        for message in [unmask(finding.message, body)]
    ]
