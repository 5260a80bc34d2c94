"""Every example of every built-in rule: found where it says, fixed as it says, clean where good."""

from pathlib import Path

import pytest

from contentlint.rules.registry import load_specs
from contentlint.rules_examples import run_examples

ENTRIES = load_specs()


@pytest.mark.parametrize("rule", sorted(ENTRIES))
def test_examples(rule: str) -> None:
    failures = run_examples(ENTRIES[rule])
    assert not failures, "\n".join(f"{f.example}: {f.problem}\n{f.diff}" for f in failures)


@pytest.mark.parametrize("rule", sorted(ENTRIES))
def test_a_rule_is_one_an_editor_understands(rule: str) -> None:
    spec = ENTRIES[rule].spec
    assert len(spec["why"].split()) >= 12 or not spec["why"].isascii()
    assert not spec["summary"].endswith(".")
    assert spec["message"][0].isupper() or spec["message"][0] in "`{<'\"&“"


LOOK = sorted(rule for rule, entry in ENTRIES.items() if "root" in entry.spec.get("options", {}))


@pytest.mark.parametrize("rule", LOOK)
def test_examples_do_not_look_into_the_working_directory(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("boat-4711.jpg", "walk-4711.md", "part-4711.html", "page-4711.md"):
        for folder in (".", "source/_posts", "_includes", "content", "post", "pictures"):
            (tmp_path / folder).mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / f"no-such-{name}").write_text("---\n---\n")
    Path("_config.yml").write_text("plugins_dir: x\n")
    Path("mkdocs.yml").write_text("markdown_extensions: [pymdownx.tilde, pymdownx.tasklist]\n")
    Path("hugo.toml").write_text("theme = 'gone'\n")
    assert run_examples(ENTRIES[rule]) == []
