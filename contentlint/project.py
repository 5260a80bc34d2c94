"""The linter of every file: configuration by path, rules by configuration, each made once."""

from __future__ import annotations

import os
import time
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contentlint.config import CommandChoice, Config, find_config, load_config
from contentlint.errors import ConfigError, ContentlintError, RuleError
from contentlint.named import NamedTuple
from contentlint.presets import find_site
from contentlint.reading import read_file
from contentlint.site_memory import forget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contentlint.findings import FileResult
    from contentlint.fixing import Allowed
    from contentlint.limits import LimitHit
    from contentlint.linter import Linter
    from contentlint.rules.choice import RuleChoice
    from contentlint.rules.registry import RuleSet, SpecEntry

__all__ = ["Fixing", "Project"]


class Fixing(NamedTuple):
    """What a command says of fixes; *dry* shows them as a diff and writes nothing.

    *fixable* and *unfixable* are names of rules and families; the configuration of each file adds
    its own, and decides where *fixable* is ``None``.
    """

    unsafe: bool = False
    dry: bool = False
    fixable: tuple[str, ...] | None = None
    unfixable: tuple[str, ...] = ()


class Project:
    """Gives each file its linter.

    Args:
        command: what the command line says about rules; it outranks configuration files.
        config_path: one configuration file for every file, instead of the nearest one.
        isolated: no configuration file at all, and no guess of the generator.
        rule_folders: further folders of rule files.

    Raises (from every method that reads configuration):
        ConfigError, RuleError: a configuration or rule file that cannot be used.
    """

    def __init__(
        self,
        command: CommandChoice | None = None,
        *,
        config_path: Path | None = None,
        isolated: bool = False,
        rule_folders: tuple[Path, ...] = (),
        config: Config | None = None,
    ) -> None:
        forget()  # what another run read of sites
        self.command = command or CommandChoice()
        self.isolated = isolated
        self._extra_folders = rule_folders
        self._fixed = config
        if config_path is not None:
            self._fixed = load_config(config_path)
        elif isolated and config is None:
            self._fixed = Config()
        self._configs: dict[Path, Config] = {}
        self._by_folder: dict[str, Config] = {}
        self._states: dict[tuple[int, tuple[int, ...]], str] = {}
        self._specs: dict[tuple[Path, ...], dict[str, SpecEntry]] = {}
        self._linters: dict[tuple[int, tuple[int, ...]], Linter] = {}
        self._checked: set[int] = set()

    def __getstate__(self) -> dict[str, Any]:
        """What a spawned worker process needs: it compiles the rules for itself."""
        return {**self.__dict__, "_specs": {}, "_linters": {}, "_states": {}}

    def config_for(self, path: str | Path) -> Config:
        """The configuration that applies to *path*."""
        if self._fixed is not None:
            return self._fixed
        folder = os.path.dirname(os.path.abspath(path))
        found = self._by_folder.get(folder)
        if found is None:
            file = find_config(Path(folder))
            place = file or find_site(Path(folder))
            found = self._configs.get(place)
            if found is None:
                found = Config(root=place) if file is None else load_config(place)
                self._configs[place] = found
            self._by_folder[folder] = found
        return found

    def other_limits(self, config: Config) -> Path | None:
        """A file read so far whose ``[limits]`` are others than those of *config*."""
        limits = config.values.get("limits")
        for place, each in self._configs.items():
            if each is not config and each.values.get("limits", limits) != limits:
                return place
        return None

    def specs_for(self, config: Config) -> dict[str, SpecEntry]:
        """All rules known under *config*, on or off."""
        folders = (*config.rule_folders, *self._extra_folders)
        if folders not in self._specs:
            from contentlint.rules.registry import load_specs

            self._check_folders(config)
            self._specs[folders] = load_specs(folders)
        return self._specs[folders]

    def _check_folders(self, config: Config) -> None:
        """Raise `ConfigError` for a rule folder of the configuration that is not there."""
        for index, folder in enumerate(config.rule_folders):
            if not folder.is_dir():
                words = f"rule-paths: the folder {folder} does not exist"
                raise self._placed(ConfigError(words, ("rule-paths", index)), config)

    def linter_for(self, path: str | Path) -> Linter:
        """The linter of the file at *path*."""
        config = self.config_for(path)
        key = (id(config), config.matching(path))
        linter = self._linters.get(key)
        if linter is None:
            linter = self._linters[key] = self._make_linter(config, key[1])
        return linter

    def _make_linter(self, config: Config, overrides: tuple[int, ...]) -> Linter:
        from contentlint.document import SiteSettings
        from contentlint.judge import Judge
        from contentlint.linter import Linter

        choice = config.choice(overrides, self._command())
        rules = self._choose(config, choice)
        if id(config) not in self._checked:
            self._check_names(config)
            self._checked.add(id(config))
        table = config.values.get("front-matter")
        settings = SiteSettings(
            choice.presets,
            table,
            config.root,
            origin=config.origin,
            mdx_site=self._mdx_site(config, choice.presets),
            drops_html=self._drops_html(config, choice.presets),
        )
        judge = Judge(
            frozenset(self.specs_for(config)),
            frozenset(rule.id for rule in rules.rules),
            self._is_whole(),
        )
        return Linter(rules, settings, judge)

    def _mdx_site(self, config: Config, presets: tuple[str, ...]) -> str | None:
        if self.isolated or "docusaurus" not in presets:
            return None
        from contentlint.site_settings import find_mdx_site

        return find_mdx_site(config.root)

    def _drops_html(self, config: Config, presets: tuple[str, ...]) -> bool:
        if self.isolated or "hugo" not in presets:
            return False
        from contentlint.site_settings import drops_html

        return drops_html(config.root)

    def _is_whole(self) -> bool:
        return self.command.select is None and not self.command.ignore

    def _choose(self, config: Config, choice: RuleChoice) -> RuleSet:
        from contentlint.rules.registry import choose

        try:
            return choose(self.specs_for(config), choice)
        except ConfigError as error:
            raise self._placed(error, config) from error

    def _check_names(self, config: Config) -> None:
        """Raise `ConfigError` for a rule or an option that *config* names and that is not there.

        Of an override, and of what ``--fix`` may do, that is told in runs that need neither, too.
        """
        from contentlint.rules.choice import match_names

        known = self.specs_for(config)
        for index in range(len(config.overrides)):
            self._choose(config, config.choice((index,), CommandChoice()))
        try:
            for key in ("fixable", "unfixable"):
                match_names(config.values.get(key) or (), known, key)
        except ConfigError as error:
            raise self._placed(error, config) from error

    @staticmethod
    def _placed(error: ConfigError, config: Config) -> ConfigError:
        """*error* with the place in the configuration file that it speaks of."""
        from contentlint.config_file import placed

        return placed(error, config.origin)

    def lint_file(self, path: str) -> FileResult:
        """Read and lint the file at *path*.  Never raises: see the result's errors."""
        from contentlint.limits import read_limits
        from contentlint.work import Work

        try:
            limits = read_limits(self.config_for(path).values)
        except ContentlintError as error:
            return _failed(path, str(error))
        work = Work(self, limits=limits)
        work.start()
        try:
            return work.do(path).result
        finally:
            work.stop()

    def lint_bytes(self, data: bytes, path: str) -> FileResult:
        """Lint *data* as the content of the file at *path*."""
        try:
            linter = self.linter_for(path)
        except ContentlintError as error:
            return _failed(path, str(error))
        return linter.lint_bytes(data, path)

    def lint_many(self, posts: Sequence[tuple[bytes, str]]) -> list[FileResult]:
        """Lint several small files abreast, each given as its content and its path.

        Raises:
            ContentlintError: the configuration or the rules of one cannot be used.
            MemoryError, RecursionError: one needs more of either than there is.
        """
        from contentlint.source import Source

        results: list[FileResult] = []
        for linter, group in groupby(posts, lambda post: self.linter_for(post[1])):
            results += linter.lint_sources([Source.from_bytes(*post) for post in group])
        return results

    def lint_limit(self, head: bytes, path: str, hit: LimitHit) -> FileResult:
        """What is to be said of *path*, which begins with *head* and exceeds a limit."""
        from contentlint.source import Source

        try:
            linter = self.linter_for(path)
        except ContentlintError as error:
            return _failed(path, str(error))
        return linter.lint_limit(Source.from_bytes(head, path), hit)

    def fix_file(self, path: str, fixing: Fixing) -> FileResult:
        """Fix the file at *path*, then lint what it has become.  Never raises."""
        from contentlint.files import WriteError, replace_file

        try:
            data, _ = read_file(path)
        except OSError as error:
            return _failed(path, f"cannot read this file: {error.strerror or error}")
        try:
            fixed, result = self.fix_bytes(data, path, fixing)
            if fixed == data or fixing.dry:
                return result
            replace_file(path, data, fixed)
        except WriteError as error:
            unfixed = self.lint_bytes(data, path)
            return unfixed._replace(unfixed=(str(error),))
        except ContentlintError as error:
            return _failed(path, str(error))
        return result

    def fix_bytes(self, data: bytes, path: str, fixing: Fixing) -> tuple[bytes, FileResult]:
        """Fix *data* as the content of *path*: the new content, and what remains to be said.

        Raises:
            ConfigError, RuleError: the configuration of *path* cannot be used.
        """
        from contentlint.fixes import fix_source
        from contentlint.source import Source

        linter = self.linter_for(path)
        source = Source.from_bytes(data, path)
        if source.fault is not None:
            return data, linter.lint_source(source)
        outcome = fix_source(linter, source, self._allowed(path, fixing).allows)
        result = linter.lint_source(outcome.source)
        count = outcome.applied.total()
        fixed = data
        if count:
            mark = b"\xef\xbb\xbf" if source.bom else b""
            fixed = mark + outcome.source.raw.encode("utf-8", "surrogatepass")
        diff = ""
        if fixing.dry and count:
            from contentlint.diffs import make_diff

            diff = make_diff(source, outcome.source, path)
        return fixed, result._replace(fixed=count, diff=diff, unfixed=tuple(outcome.errors))

    def check_fixing(self, path: str, fixing: Fixing) -> None:
        """Look over what *fixing* and the configuration of *path* say of fixes.

        Raises:
            ConfigError: they name a rule or a family that does not exist.
        """
        self._allowed(path, fixing)

    def _allowed(self, path: str, fixing: Fixing) -> Allowed:
        from contentlint.fixing import allowed_fixes

        config = self.config_for(path)
        return allowed_fixes(config, self.specs_for(config), fixing)

    def cache_state(self, path: str) -> str:
        """A digest of all that decides the findings of *path* besides its bytes and name.

        No rule is read for it: what stands in the rule files is told by their times and sizes.
        """
        config = self.config_for(path)
        return self._state_of(config, config.matching(path))

    def folder_state(self, folder: str) -> str | None:
        """The `cache_state` of all files right in *folder*; ``None`` where they may differ."""
        config = self.config_for(os.path.join(folder, "post.md"))
        return None if config.overrides else self._state_of(config, ())

    def _state_of(self, config: Config, overrides: tuple[int, ...]) -> str:
        key = (id(config), overrides)
        state = self._states.get(key)
        if state is None:
            state = self._states[key] = self._digest(config, overrides)
        return state

    def _digest(self, config: Config, overrides: tuple[int, ...]) -> str:
        from contentlint.digests import blake2b
        from contentlint.rules.choice import builtin_folder, state_of_rules

        own = (*config.rule_folders, *self._extra_folders)
        try:
            files: list[Any] = [state_of_rules(folder) for folder in (builtin_folder(), *own)]
            files += config.schema_state()
            if own:  # only these name checks of other packages
                from contentlint.rules.checks import state_of_plugins

                files += state_of_plugins()
        except OSError as error:
            raise RuleError(f"{error.filename}: {error.strerror}") from error
        choice = config.choice(overrides, self._command())
        state = (
            files,
            choice,
            self._mdx_site(config, choice.presets),
            self._drops_html(config, choice.presets),
            self._is_whole(),
            config.values.get("front-matter"),
            time.strftime("%Y-%m-%d") if own else "",  # ours say when the day matters to a post
        )
        return blake2b(repr(state).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def _command(self) -> CommandChoice:
        if self.isolated and self.command.presets is None:
            return self.command._replace(presets=("plain",))
        return self.command


def _failed(path: str, message: str) -> FileResult:
    from contentlint.findings import FileResult

    return FileResult(path, [], [message])
