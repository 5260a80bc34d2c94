"""All rules: where they come from, which are on, and which can apply to a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contentlint.errors import ConfigError, RuleError, suggest
from contentlint.findings import Severity
from contentlint.lazy import lazy
from contentlint.named import NamedTuple
from contentlint.presets import GENERATORS
from contentlint.rules.choice import RuleChoice, builtin_folder, match_names
from contentlint.rules.compiled import keep_compiled, load_compiled
from contentlint.rules.rule import Rule
from contentlint.rules.sieve import Sieve
from contentlint.rules.values import Values

if TYPE_CHECKING:
    from contentlint.document.html import Page

_MOST_LISTS = 4096
LIMITS = "limits/"
"""The family of the rules that say why a post was not checked."""

__all__ = [
    "RuleSet",
    "SpecEntry",
    "builtin_folder",
    "check_yields",
    "choose",
    "load_specs",
    "match_names",
    "verify",
]


class SpecEntry(NamedTuple):
    """A loaded rule file, whether it is one of ours, and whether it was compiled before."""

    spec: dict[str, Any]
    trusted: bool
    verified: bool


def load_specs(folders: Sequence[Path] = ()) -> dict[str, SpecEntry]:
    """Load the built-in rules and those of a user's *folders*; a user's rule of the same id wins.

    Raises:
        RuleError: a folder or a rule file that cannot be used.
    """
    entries: dict[str, SpecEntry] = {}
    changed = False
    for folder, trusted in [(builtin_folder(), True), *((folder, False) for folder in folders)]:
        specs, unverified = load_compiled(folder)
        changed = changed or not trusted or unverified is not None
        for spec in specs:
            entries[spec["id"]] = SpecEntry(spec, trusted, unverified is None)
        if unverified is not None:
            verify(specs, trusted)
            keep_compiled(folder, unverified, specs)
    if changed:  # what a folder of a site yields to may stand in another, or be gone from there
        check_yields((entry.spec for entry in entries.values()), entries)
    return entries


def check_yields(specs: Iterable[Mapping[str, Any]], known: Iterable[str]) -> None:
    """Look over what *specs* yield to, which must be among the *known* rules.

    Raises:
        RuleError: it is not.
    """
    ids = set(known)
    for spec in specs:
        for index, name in enumerate(spec.get("yields-to") or ()):
            if name not in ids:
                words = f"yields-to: there is no rule '{name}'{suggest(name, ids)}"
                raise _placed(spec, words, "yields-to", index)


def verify(specs: Iterable[Mapping[str, Any]], trusted: bool) -> None:
    """Compile every rule once, so that a faulty one is an error before any file is read.

    Raises:
        RuleError: a selector, pattern or check that cannot be used, with its file and line.
    """
    for spec in specs:
        try:
            _ = Rule(spec, trusted=trusted).matcher
        except RuleError as error:
            raise _placed(spec, str(error), "match") from error


def _placed(spec: Mapping[str, Any], words: str, *loc: str | int) -> RuleError:
    """An error of what stands at *loc* of the file of *spec*; it is read again for the line."""
    from contentlint.rules.loader import line_in

    return RuleError(f"{spec['file']}:{line_in(spec['file'], *loc)}: {words}")


def choose(entries: Mapping[str, SpecEntry], choice: RuleChoice) -> RuleSet:
    """The rules in force for *choice*, with their options and severities.

    Raises:
        ConfigError: an unknown rule, family, option or severity.
    """
    known = list(entries)
    for name in choice.settings:
        if name not in entries:
            words = _of_family(name, known) or f"there is no rule '{name}'{suggest(name, known)}"
            raise ConfigError(f"rules: {words}", ("rules", name))
    if choice.select is not None:
        chosen = _of_site(
            match_names(choice.select, known, "select"), choice.select, entries, choice
        )
    else:
        chosen = {name for name in known if _is_default(entries[name].spec, choice.presets)}
        for name, settings in choice.settings.items():
            if settings.get("severity") not in (None, "off"):
                chosen.add(name)
    more = match_names(choice.extend_select, known, "extend-select")
    chosen |= _of_site(more, choice.extend_select, entries, choice)
    # whatever is selected, a post that could not be checked must not pass for a clean one
    guards = {name for name in known if name.startswith(LIMITS)} - chosen
    ignored = match_names(choice.ignore, known, "ignore")
    return RuleSet(
        _make_rules(entries, sorted(chosen - ignored), choice),
        _make_rules(entries, sorted(guards - ignored), choice),
    )


def _of_site(
    chosen: set[str],
    names: Iterable[str],
    entries: Mapping[str, SpecEntry],
    choice: RuleChoice,
) -> set[str]:
    """*chosen* without the rules of other generators that only their family brought in."""
    named = {name.rstrip("/*").lower() for name in names}
    return {
        rule
        for rule in chosen
        if rule in named or not _is_of_another(entries[rule].spec, choice.presets)
    }


def _is_of_another(spec: Mapping[str, Any], presets: tuple[str, ...]) -> bool:
    """Whether a rule holds for other generators alone than that of *presets*, if there is one."""
    wanted = spec.get("presets")
    if not wanted or GENERATORS.isdisjoint(presets) or not GENERATORS.issuperset(wanted):
        return False
    return not any(preset in wanted for preset in presets)


def _of_family(name: str, known: Iterable[str]) -> str:
    """What to say of settings for *name* if that is a family."""
    for rule in known:
        if rule.startswith(f"{name}/"):
            return (
                f"'{name}' is a family, and settings are given by rule, its name in quotes, as in "
                f'[rules."{rule}"]; to turn the family off, name it in ignore'
            )
    return ""


def _make_rules(
    entries: Mapping[str, SpecEntry], names: Iterable[str], choice: RuleChoice
) -> list[Rule]:
    rules = []
    for name in names:
        settings = dict(choice.settings.get(name, {}))
        severity = settings.pop("severity", None)
        if severity == "off":
            continue
        spec, trusted, verified = entries[name]
        try:
            rules.append(Rule(spec, settings, severity, trusted=trusted, verified=verified))
        except RuleError as error:
            raise ConfigError(str(error), ("rules", name, *error.option)) from error
    return rules


def _is_default(spec: Mapping[str, Any], presets: tuple[str, ...]) -> bool:
    wanted, unwanted = spec.get("presets"), spec.get("not-presets") or ()
    if any(preset in unwanted for preset in presets):
        return False
    if wanted is not None and any(preset in wanted for preset in presets):
        return True
    if "strict" in presets and spec["severity"] != "info":
        # what one generator makes of a post is no concern of a site of another
        return wanted is None or not GENERATORS.issuperset(wanted)
    return wanted is None and bool(spec.get("default", True))


class RuleSet:
    """The rules in force, indexed by what a page must hold for them to apply.

    *guards* are rules that nobody selected and that run all the same where a limit is reached.
    """

    def __init__(self, rules: list[Rule], guards: Iterable[Rule] = ()) -> None:
        self.guards = list(guards)
        self.rules = sorted(rules, key=lambda rule: rule.id)
        self.by_id = {rule.id: rule for rule in rules}
        self._by_facts: dict[int, int] = {}
        self._lists: dict[int, list[Rule]] = {}

    @lazy
    def facts(self) -> int:
        """The facts of a post (`contentlint.rules.triggers.FACTS`) that some rule depends on."""
        facts = 0
        for rule in self.rules:
            facts |= rule.matcher.trigger.given
        return facts

    def __contains__(self, rule: str) -> bool:
        return rule in self.by_id

    def severity(self, rule: str) -> Severity:
        """The severity in force of a rule that is on."""
        return self.by_id[rule].severity

    def for_page(self, page: Page, facts: int) -> list[Rule]:
        """The rules that can find something in a post with this page, and these facts.

        *facts* are bits of `contentlint.rules.triggers.FACTS`.
        """
        given = self._by_facts.get(facts)
        if given is None:
            given = self._by_facts[facts] = self._judge_facts(facts)
        chosen = self._sieve.rules_for(page.survey) & (given | self._values.rules_for(page))
        found = self._lists.get(chosen)
        if found is None:
            if len(self._lists) >= _MOST_LISTS:
                self._lists.clear()
            found = [rule for index, rule in enumerate(self.rules) if chosen >> index & 1]
            self._lists[chosen] = found
        return found

    def _judge_facts(self, facts: int) -> int:
        """The rules, as bits, that need no fact, or one of *facts*."""
        if len(self._by_facts) >= _MOST_LISTS:
            self._by_facts.clear()
        bits = 0
        for index, rule in enumerate(self.rules):
            trigger = rule.matcher.trigger
            if trigger.given & facts or not (trigger.given or trigger.judges):
                bits |= 1 << index
        return bits

    @lazy
    def _values(self) -> Values:
        return Values([rule.matcher.trigger.judges for rule in self.rules])

    @lazy
    def _sieve(self) -> Sieve:
        return Sieve([rule.matcher.trigger for rule in self.rules])
