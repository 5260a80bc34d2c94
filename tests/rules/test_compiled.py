"""The file in which the rules of a folder are kept between runs."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from contentlint.rules import choice
from contentlint.rules.compiled import keep_compiled, load_compiled
from contentlint.rules.registry import builtin_folder, load_specs

RULE = """
id: house/no-foo
summary: Foo in the text
severity: warning
why: "Foo means nothing to a reader, 也不会有人去查它, so it only costs them a moment."
match:
  pattern: 'foo'
message: "Write something else than foo."
examples:
  - {bad: a foo, finds: [foo]}
  - {good: a bar}
"""


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.delenv("CONTENTLINT_NO_RULE_CACHE", raising=False)
    return tmp_path / "caches" / "contentlint"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rules = tmp_path / "house rules"
    (rules / "house").mkdir(parents=True)
    (rules / "house" / "no-foo.yaml").write_text(RULE, encoding="utf-8")
    return rules


def _loaded_twice(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    read, state = load_compiled(folder)
    assert state is not None
    keep_compiled(folder, state, read)
    kept, state = load_compiled(folder)
    assert state is None
    return read, kept


def test_what_is_kept_is_what_was_read(folder: Path) -> None:
    read, kept = _loaded_twice(folder)
    for before, after in zip(read, kept, strict=True):
        assert {name: after[name] for name in before} == before
        assert after == before, "what was asked for stays"


def test_readers_fields_are_asked_for_late(folder: Path) -> None:
    _, (kept,) = _loaded_twice(folder)
    assert "examples" not in kept
    assert kept["examples"][0]["bad"] == "a foo"
    with pytest.raises(KeyError):
        kept["no such field"]


def test_a_worker_process_gets_all_of_it(folder: Path) -> None:
    read, kept = _loaded_twice(folder)
    sent = pickle.loads(pickle.dumps(kept))
    assert [spec["why"] for spec in sent] == [spec["why"] for spec in read]


def test_a_rule_that_changed_is_read_anew(folder: Path) -> None:
    _loaded_twice(folder)
    changed = RULE.replace("severity: warning", "severity: error")
    (folder / "house" / "no-foo.yaml").write_text(changed, encoding="utf-8")
    (spec,), state = load_compiled(folder)
    assert (spec["severity"], state is None) == ("error", False)


@pytest.mark.parametrize("name", ["loader.py", "match_model.py", "model.py", "rule.py"])
def test_rules_are_read_anew_when_the_code_that_reads_them_changed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    code = tmp_path / "code"
    copytree(Path(choice.__file__).parent, code)
    monkeypatch.setattr(choice, "__file__", str(code / "choice.py"))
    before = choice.state_of_rules(folder)
    os.utime(code / name, (1, 1))
    assert choice.state_of_rules(folder) != before


@pytest.mark.parametrize("damage", ["cut", "changed", "emptied", "no lines"])
def test_a_damaged_file_is_read_anew(folder: Path, caches: Path, damage: str) -> None:
    read, _ = _loaded_twice(folder)
    (path,) = caches.glob("rules-*.json")
    whole = path.read_bytes()
    path.write_bytes(
        {
            "cut": whole[:-10],
            "changed": whole.replace(b'"examples": [', b'"examples": ['[:-1]),
            "emptied": b"",
            "no lines": whole.replace(b"\n", b" "),
        }[damage]
    )
    again, _ = load_compiled(folder)
    assert [spec["examples"] for spec in again] == [spec["examples"] for spec in read]


def test_the_built_in_rules_come_back_whole() -> None:
    before = load_specs()
    after = load_specs()
    read, _ = load_compiled(builtin_folder())
    assert len(read) == len(after) > 100
    for name, entry in before.items():
        assert after[name].spec["why"] == entry.spec["why"]
        assert after[name].spec["examples"] == entry.spec["examples"]
