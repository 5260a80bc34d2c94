"""The hooks, run by the real pre-commit in a scratch repository of posts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"
PACKAGED = ("contentlint", "rules", "pyproject.toml", "README.md", "LICENSE")
GOOD = "---\ntitle: A good post\ndate: 2024-05-01T08:00:00Z\n---\n\nWords that a reader reads.\n"
BAD = "---\ntitle: 'It's bad'\ndate: 2024-05-01T08:00:00Z\n---\n\nWords that a reader reads.\n"

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(not HOOKS.exists(), reason="the hooks are not in a source archive"),
]

Git = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(home: Path) -> dict[str, str]:
    """A plain environment: nobody's git settings, no repository from a hook around the tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    who = {f"GIT_{role}_{key}": f"editor{'@example.com' * (key == 'EMAIL')}"
           for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}  # fmt: skip
    return {
        **kept,
        **who,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PRE_COMMIT_HOME": str(home),
        "PRE_COMMIT_COLOR": "never",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def call(folder: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=folder, env=environment(home), capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all worker processes, so that the hook's environment is installed once."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "pre-commit"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def hook_source(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout as it stands, not yet committed changes too, as a repository of hooks."""
    source = shared / "source"
    scratch = tmp_path_factory.mktemp("source")
    for name in (*PACKAGED, HOOKS.name):
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, scratch / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, scratch / name)
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Snapshot"]):
        done = call(scratch, shared / "home", "git", *words)
        assert done.returncode == 0, done.stderr
    try:
        scratch.rename(source)
    except OSError:
        assert (source / HOOKS.name).exists()
    return source


class Site:
    """A scratch repository of posts with the hooks switched on."""

    def __init__(self, folder: Path, home: Path, source: Path, hook: str) -> None:
        self.folder, self.home = folder, home
        head = self.git("rev-parse", "HEAD", cwd=source).stdout.strip()
        config = {"repos": [{"repo": str(source), "rev": head, "hooks": [{"id": hook}]}]}
        self.git("init", "-q")
        self.write(".pre-commit-config.yaml", yaml.safe_dump(config))
        done = call(folder, home, sys.executable, "-m", "pre_commit", "install")
        assert done.returncode == 0, done.stdout + done.stderr

    def git(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return call(cwd or self.folder, self.home, "git", *words)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self) -> tuple[bool, str]:
        """Whether a commit of everything went through, and what was said."""
        self.git("add", "-A")
        done = self.git("commit", "-m", "Write")
        return done.returncode == 0, done.stdout + done.stderr


Maker = Callable[[str], Site]


@pytest.fixture
def site(tmp_path: Path, shared: Path, hook_source: Path) -> Maker:
    return lambda hook: Site(tmp_path, shared / "home", hook_source, hook)


def test_a_bad_post_blocks_the_commit_and_a_good_one_passes(site: Maker) -> None:
    repository = site("contentlint")
    repository.write("posts/a.md", BAD)
    passed, said = repository.commit()
    assert not passed
    assert "front-matter/invalid-syntax" in said
    assert repository.git("rev-parse", "-q", "--verify", "HEAD").returncode != 0
    repository.write("posts/a.md", GOOD)
    passed, said = repository.commit()
    assert passed, said
    assert repository.git("log", "--format=%s").stdout == "Write\n"


def test_a_name_in_capitals_is_a_post_as_well(site: Maker) -> None:
    repository = site("contentlint")
    repository.write("posts/A.MD", BAD)
    passed, said = repository.commit()
    assert not passed
    assert "posts/A.MD" in said


def test_a_text_file_is_a_post_only_with_front_matter(site: Maker) -> None:
    repository = site("contentlint")
    repository.write("requirements.txt", "pelican==4.9  \nhttp://example.com/a.whl\n")
    repository.write("robots.txt", "User-agent: *\n")
    repository.write("lib/page.py", "print('<p></p></p>')\n")
    passed, said = repository.commit()
    assert passed, said
    repository.write("posts/a.txt", BAD)
    passed, said = repository.commit()
    assert not passed
    assert "posts/a.txt" in said
    assert "requirements.txt" not in said


def test_the_configuration_and_its_excludes_hold(site: Maker) -> None:
    repository = site("contentlint")
    repository.write("contentlint.toml", 'exclude = ["themes/"]\n')
    repository.write("themes/demo/post.md", BAD)
    passed, said = repository.commit()
    assert passed, said


def test_the_fix_hook_repairs(site: Maker) -> None:
    repository = site("contentlint-fix")
    repository.write("a.md", BAD)
    passed, said = repository.commit()
    assert not passed
    assert "files were modified by this hook" in said
    assert "title: 'It''s bad'" in (repository.folder / "a.md").read_text(encoding="utf-8")
    passed, said = repository.commit()
    assert passed, said


@pytest.mark.parametrize("hook", ["contentlint", "contentlint-fix"])
def test_a_name_that_looks_like_an_option_is_a_post(site: Maker, hook: str) -> None:
    repository = site(hook)
    for name in ("-x.md", "--output-file=x.md", "--config=y.md"):
        repository.write(name, BAD)
    passed, said = repository.commit()
    assert not passed
    assert "unrecognized" not in said
    assert "3 files checked" in said
    assert not (repository.folder / "x.md").exists()


def test_our_own_hook_installs_what_the_project_needs() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repository in config["repos"] for hook in repository["hooks"]]
    (own,) = [hook for hook in hooks if hook["id"] == "contentlint"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert own["additional_dependencies"] == project["dependencies"]
