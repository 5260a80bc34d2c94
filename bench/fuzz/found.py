"""Posts that broke a property: cut down to what matters, kept as test cases, read back."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from bench.fuzz.faults import Fault, Property, judge
from bench.fuzz.grammar import Post

__all__ = ["CASES", "Case", "keep", "load", "minimise"]

CASES = Path(__file__).resolve().parent.parent.parent / "tests" / "fuzzed"
"""Where the cases are kept; the tests run each of them."""

_SECONDS = 20.0


class Case(NamedTuple):
    """A post that once broke a property of *target*, and how."""

    target: str
    post: Post
    fault: str


def minimise(check: Property, post: Post, fault: Fault) -> Post:
    """A smaller post with a fault of the same kind: pieces go as long as it stays."""
    limit = time.monotonic() + _SECONDS

    def fails(data: bytes) -> bool:
        found = judge(check, post._replace(data=data))
        return found is not None and found.kind == fault.kind

    data = post.data
    size = max(1, len(data) // 2)
    while size and time.monotonic() < limit:
        shorter = _without_pieces(data, size, fails, limit)
        if shorter == data:
            size //= 2
        data = shorter
    return post._replace(data=data)


def _without_pieces(data: bytes, size: int, fails: Callable[[bytes], bool], limit: float) -> bytes:
    at = 0
    while at < len(data) and time.monotonic() < limit:
        rest = data[:at] + data[at + size :]
        if fails(rest):
            data = rest
        else:
            at += size
    return data


def keep(case: Case, folder: Path = CASES) -> Path:
    """Write *case* to *folder*, under a name made of its content."""
    target, post, fault = case
    content: dict[str, str] = {"target": target, "fault": fault, "name": post.name}
    if post.site:
        content["site"] = post.site
    try:
        content["text"] = post.data.decode("utf-8")
    except UnicodeDecodeError:
        content["base64"] = base64.b64encode(post.data).decode("ascii")
    digest = blake2b((post.site + post.name).encode() + post.data, digest_size=5).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{target}-{digest}.json"
    path.write_text(json.dumps(content, ensure_ascii=True, indent=1) + "\n", encoding="utf-8")
    return path


def load(folder: Path = CASES) -> Iterator[tuple[str, Case]]:
    """Every kept case with its file's name."""
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        data = content["text"].encode() if "text" in content else None
        data = base64.b64decode(content["base64"]) if data is None else data
        post = Post(content["name"], data, content.get("site", ""))
        yield path.stem, Case(content["target"], post, content["fault"])
