"""Where a person's caches are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from platformdirs import user_cache_dir

from contentlint.places import user_cache


@pytest.mark.parametrize("base", [None, "", "  ", "/elsewhere/cache", "relative"])
def test_the_folder_is_the_one_that_platformdirs_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, base: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if base is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", base)
    assert user_cache() == user_cache_dir("contentlint")
