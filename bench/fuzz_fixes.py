"""Fix mutated posts, safe fixes only, and let `judge_fixes` look for harm.

python -m bench.fuzz_fixes --count 10000 [FOLDER ...]   (default: seeds/)
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from bench.judge_fixes import judge_safe_fix
from bench.mutate import load_posts, mutate
from contentlint.config import CommandChoice
from contentlint.project import Fixing, Project

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the campaign; 1 if any fix did harm."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "seeds"])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    harms, tally = campaign(load_posts(*options.folders), options.first, options.count)
    for number, harm in harms:
        print(f"mutant {number}: {harm}")
    print(f"{options.count} mutants: {dict(tally)}, {len(harms)} harmed")
    return 1 if harms else 0


def campaign(
    posts: list[str], first: int, count: int
) -> tuple[list[tuple[int, str]], Counter[str]]:
    """Fix *count* mutants; list the harmed ones, and tally what happened."""
    project = Project(CommandChoice(presets=("hexo", "news")), isolated=True)
    harms: list[tuple[int, str]] = []
    tally: Counter[str] = Counter()
    for number in range(first, first + count):
        before = mutate(posts, number)
        harm = _one(project, before, tally)
        if harm is not None:
            harms.append((number, harm))
    return harms, tally


def _one(project: Project, before: str, tally: Counter[str]) -> str | None:
    data = before.encode("utf-8", "surrogatepass")
    fixed, result = project.fix_bytes(data, "post.md", Fixing())
    tally["fixed" if result.fixed else "untouched"] += 1
    refused = [error for error in result.errors if "was not applied" in error]
    tally["refused"] += bool(refused)
    for error in result.errors:
        if error not in refused:
            return error
    again, second = project.fix_bytes(fixed, "post.md", Fixing())
    if again != fixed:
        return f"a second run changed the file again ({second.fixed} fixes)"
    if fixed == data:
        return None
    return judge_safe_fix(before, fixed.decode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    sys.exit(main())
