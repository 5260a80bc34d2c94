"""The GitHub Action: its scripts run with a scratch repository and a runner's variables."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FRONT = "---\ntitle: A post\ndate: 2024-05-01T08:00:00Z\n---\n\n"
CLEAN = FRONT + "Hello, reader of these words.\n"
STRAY = FRONT + "<p>Hello, reader</p></p>\n"

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="the action's steps are for bash"),
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(not (ROOT / "action.yml").exists(), reason="not in a source archive"),
]


class Runner:
    """What a runner gives to a step: a checkout, a folder for files, and variables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checkout = folder / "checkout"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT")}
        self.environment = {
            **kept,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "RUNNER_TEMP": str(folder),
            "GITHUB_ACTION_PATH": str(ROOT),
            **{f"GITHUB_{name}": str(folder / name) for name in ("STEP_SUMMARY", "OUTPUT", "PATH")},
        }

    def git(self, *words: str, cwd: Path | None = None) -> None:
        identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
        command = ["git", *identity, *words]
        folder = cwd or self.checkout
        subprocess.run(command, cwd=folder, env=self.environment, check=True, capture_output=True)

    def step(self, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(ROOT / "action" / script)],
            cwd=self.checkout,
            env={**self.environment, **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def sarif(self) -> list[tuple[str, str]]:
        report = json.loads((self.checkout / "contentlint.sarif").read_text(encoding="utf-8"))
        return [
            (
                result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
                result["ruleId"],
            )
            for result in report["runs"][0]["results"]
        ]


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A checkout of one commit, as actions/checkout makes it, of a branch with a new bad post."""
    made = Runner(tmp_path)
    origin = tmp_path / "origin"
    origin.mkdir()
    made.git("init", "-q", "-b", "main", cwd=origin)
    for branch, name in (("main", "old.md"), ("work", "new post.md")):
        if branch != "main":
            made.git("checkout", "-q", "-b", branch, cwd=origin)
        (origin / name).write_text(STRAY, encoding="utf-8")
        made.git("add", "-A", cwd=origin)
        made.git("commit", "-q", "-m", name, cwd=origin)
    clone = ("clone", "-q", "--depth=1", "--branch=work", origin.as_uri(), "checkout")
    made.git(*clone, cwd=tmp_path)
    return made


def test_a_push_checks_everything(runner: Runner) -> None:
    done = runner.step("run.sh")
    assert done.returncode == 1, done.stderr
    assert [line.split(",")[0] for line in done.stdout.splitlines()] == [
        "::error file=new post.md",
        "::error file=old.md",
    ]
    assert {path for path, _ in runner.sarif()} == {"new%20post.md", "old.md"}
    assert "html/stray-end-tag" in runner.read("STEP_SUMMARY")
    assert runner.read("OUTPUT") == "status=1\nsarif-file=contentlint.sarif\n"


def test_a_pull_request_checks_what_it_changes(runner: Runner) -> None:
    done = runner.step("run.sh", GITHUB_BASE_REF="main", INPUT_CHANGED_LINES="true")
    assert done.returncode == 1, done.stderr
    assert runner.sarif() == [("new%20post.md", "html/stray-end-tag")]
    again = runner.step("run.sh", GITHUB_BASE_REF="main")
    assert again.stdout == done.stdout


def test_a_pull_request_can_check_everything(runner: Runner) -> None:
    assert runner.step("run.sh", GITHUB_BASE_REF="main", INPUT_ALL="true").returncode == 1
    assert len(runner.sarif()) == 2


def test_a_base_that_cannot_be_fetched_is_an_error_of_the_run(runner: Runner) -> None:
    ran = runner.step("run.sh", GITHUB_BASE_REF="gone")
    assert ran.returncode == 2
    assert "::error::the branch gone" in ran.stdout
    assert runner.read("OUTPUT") == "status=2\n"


def test_a_clean_pull_request_passes(runner: Runner) -> None:
    (runner.checkout / "new post.md").write_text(CLEAN, encoding="utf-8")
    done = runner.step("run.sh", GITHUB_BASE_REF="main")
    assert (done.returncode, done.stdout) == (0, "")
    assert runner.sarif() == []
    assert runner.read("OUTPUT").startswith("status=0\n")


def test_paths_and_options_are_one_a_line(runner: Runner) -> None:
    done = runner.step("run.sh", INPUT_PATHS="new post.md\n", INPUT_ARGS="--select\nlinks\n\n")
    assert done.returncode == 0, done.stderr
    broken = runner.step("run.sh", INPUT_ARGS="--selcet\n")
    assert broken.returncode == 2
    assert "did you mean '--select'" in broken.stderr
    assert runner.read("OUTPUT").splitlines()[-2:-1] == ["status=2"]


def test_the_action_gives_its_scripts_every_input(runner: Runner) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    given: dict[str, str] = {}
    for step in action["runs"]["steps"]:
        given.update(step.get("env", {}))
        if "run" in step:
            script = ROOT / step["run"].strip("'\"").removeprefix("$GITHUB_ACTION_PATH/")
            assert os.access(script, os.X_OK)
            for variable in step["env"]:
                assert variable in script.read_text(encoding="utf-8")
    expected = {
        f"INPUT_{name.upper().replace('-', '_')}": f"${{{{ inputs.{name} }}}}"
        for name in action["inputs"]
    } | {"PYTHON_PATH": "${{ steps.python.outputs.python-path }}"}
    assert given == expected


def test_the_other_steps_keep_their_python() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    python, *_ = action["runs"]["steps"]
    assert (python["id"], python["with"]["update-environment"]) == ("python", False)


def test_the_installation_puts_the_command_on_the_path(runner: Runner) -> None:
    for name in ("venv.py", "logging.py", "pip.py"):
        (runner.checkout / name).write_text("raise SystemExit(3)\n", encoding="utf-8")
    done = runner.step("install.sh", PYTHON_PATH=sys.executable)
    assert done.returncode == 0, done.stderr
    command = Path(runner.read("PATH").strip()) / "contentlint"
    shown = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("contentlint ")
