"""Fuzz one part: `python -m bench.fuzz reader|rules|fixer [--engine …] [--seconds N]`.

A post that breaks a property is made smaller and kept in tests/fuzzed, where the tests run it
from then on; --no-keep only prints it.  atheris is a further installation (bench/fuzz.txt).
"""

from __future__ import annotations

import argparse
import atexit
import sys
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
TARGETS = ("reader", "rules", "fixer")
NAMES = ("mutate", "hypothesis", "atheris")


def main() -> int:
    """Run one campaign; 1 if it found a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--engine", choices=NAMES, default="mutate")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--first", type=int, default=0, help="the first number or seed")
    parser.add_argument("--seeds", type=Path, default=ROOT / "seeds")
    parser.add_argument("--no-keep", action="store_true", help="only print what is found")
    options = parser.parse_args()
    with _instrumented(options.engine):
        check = import_module(f"bench.fuzz.{options.target}").check
        engines = import_module("bench.fuzz.engines")
        found = import_module("bench.fuzz.found")
    folder = None if options.no_keep else found.CASES
    campaign = engines.Campaign(options.target, check, options.seeds, folder)
    atexit.register(lambda: print(campaign.summary(), flush=True))
    engines.ENGINES[options.engine](campaign, options.seconds, options.first)
    return 1 if campaign.faults else 0


def _instrumented(engine: str) -> Any:
    """While atheris is to be led by our code, that code is imported with counters in it."""
    if engine != "atheris":
        return nullcontext()
    try:
        import atheris
    except ImportError:
        raise SystemExit("atheris is not installed: pip install -r bench/fuzz.txt") from None
    return atheris.instrument_imports(include=["contentlint", "html5lib", "yaml", "frontmatter"])


if __name__ == "__main__":
    sys.exit(main())
