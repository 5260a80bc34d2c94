"""The three engines: each tries posts on one property until its time is over.

``mutate`` takes numbered posts, half of them accidents of real ones, a quarter of the grammar and
a quarter of the rules' examples, so that a number is enough to make a post again; ``hypothesis`` searches the grammar and shrinks;
``atheris`` is led by the branches of our own code that a post reaches.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.fuzz.choices import ByteChoices, RandomChoices
from bench.fuzz.examples import mix
from bench.fuzz.faults import Fault, Property, judge
from bench.fuzz.found import Case, keep, minimise
from bench.fuzz.grammar import Post, make_post
from bench.fuzz.mutate import load_posts, mutate
from bench.fuzz.sites import SITES

__all__ = ["ENGINES", "Campaign", "post_of_bytes", "post_of_number"]

_NAMES = ("post.md", "page.html", "post.mdx", "letter.txt")
_MOST_KEPT = 25
_EXAMPLES = 200


class Campaign:
    """One property under trial: what was tried, and every kind of fault with its first post."""

    def __init__(self, target: str, check: Property, seeds: Path, folder: Path | None) -> None:
        self.target = target
        self.check = check
        self.posts = load_posts(seeds)
        self.folder = folder
        self.cases = 0
        self.faults: Counter[str] = Counter()
        self._settled: set[str] = set()
        self.slowest = (0.0, b"")
        self._began = time.process_time()

    def look(self, post: Post) -> Fault | None:
        """Judge *post* and count what came of it."""
        begin = time.process_time()
        fault = judge(self.check, post)
        self.slowest = max(self.slowest, (time.process_time() - begin, post.data[:200]))
        self.cases += 1
        if fault is not None:
            self.faults[fault.kind] += 1
        return fault

    def try_post(self, post: Post) -> None:
        """Judge *post*; keep it, made smaller, if its fault is a new one."""
        fault = self.look(post)
        if fault is not None and self.is_new(fault):
            self.settle(post, fault)

    def is_new(self, fault: Fault) -> bool:
        """Whether no post with such a fault was kept, and there is room for one."""
        return fault.kind not in self._settled and len(self._settled) < _MOST_KEPT

    def settle(self, post: Post, fault: Fault) -> None:
        """Tell of *post* and keep it."""
        self._settled.add(fault.kind)
        self._keep(post, fault)

    def _keep(self, post: Post, fault: Fault) -> None:
        small = minimise(self.check, post, fault)
        words = str(judge(self.check, small) or fault)
        place = f"{small.site}/{small.name}"
        print(f"{self.target}: {words}\n  {place}: {small.data!r:.2000}", flush=True)
        if self.folder is not None:
            keep(Case(self.target, small, words), self.folder)

    def summary(self) -> str:
        """One paragraph on what was done and found."""
        seconds = time.process_time() - self._began
        lines = [
            f"{self.target}: {self.cases} posts in {seconds / 60:.1f} minutes of processor time, "
            f"{self.faults.total()} faults of {len(self.faults)} kinds; the slowest post took "
            f"{self.slowest[0]:.2f} s"
        ]
        lines += [f"  {count} × {kind}" for kind, count in self.faults.most_common()]
        return "\n".join(lines)


def post_of_number(posts: list[str], number: int) -> Post:
    """Post *number*: of the grammar, of the rules' examples, or an accident of one of *posts*."""
    if number % 4 == 3:
        text, ending, site = mix(number)
        return Post(f"post.{ending}", text.encode("utf-8", "surrogatepass"), site)
    if number % 2:
        return make_post(RandomChoices(random.Random(number)))
    data = mutate(posts, number).encode("utf-8", "surrogatepass")
    return Post(_NAMES[number // 2 % 7 % len(_NAMES)], data, SITES[number // 2 % len(SITES)])


def post_of_bytes(data: bytes) -> Post:
    """What a fuzzer's bytes say: a post as it stands, or the decisions of the grammar."""
    if not data:
        return Post("post.md", b"")
    if data[0] & 1:
        return make_post(ByteChoices(data[1:]))
    return Post(_NAMES[data[0] // 2 % len(_NAMES)], data[1:])


def run_mutate(campaign: Campaign, seconds: float, first: int) -> None:
    """Posts *first*, *first* + 1, … for that many seconds."""
    end = time.monotonic() + seconds
    number = first
    while time.monotonic() < end:
        campaign.try_post(post_of_number(campaign.posts, number))
        number += 1
    print(f"posts {first} to {number - 1}", flush=True)


def run_hypothesis(campaign: Campaign, seconds: float, first: int) -> None:
    """Rounds of examples, one at least, each with a seed of its own; hypothesis shrinks a fault."""
    import hypothesis
    import hypothesis.errors
    from hypothesis import strategies as st

    end = time.monotonic() + seconds

    @st.composite
    def posts(draw: st.DrawFn) -> Post:
        return make_post(_Drawn(draw))

    last: list[Post] = []

    def run(post: Post) -> None:
        fault = campaign.look(post)
        if fault is not None and campaign.is_new(fault):
            last.append(post)
            raise fault

    number = first
    while number == first or time.monotonic() < end:
        trial = hypothesis.settings(
            max_examples=_EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        )(hypothesis.seed(number)(hypothesis.given(posts())(run)))
        try:
            trial()
        except (Fault, hypothesis.errors.Flaky, ExceptionGroup):
            # the last post that failed is the smallest one
            fault = judge(campaign.check, last[-1])
            if fault is not None:
                campaign.settle(last[-1], fault)
        number += 1


class _Drawn:
    """Decisions that hypothesis makes."""

    def __init__(self, draw: object) -> None:
        self._draw = draw

    def number(self, most: int) -> int:
        from hypothesis import strategies as st

        drawn: int = self._draw(st.integers(0, most))  # type: ignore[operator]
        return drawn


def run_atheris(campaign: Campaign, seconds: float, first: int) -> None:
    """libFuzzer over our instrumented code, from the seeds; it ends the process by itself."""
    import atheris

    def one(data: bytes) -> None:
        campaign.try_post(post_of_bytes(data))
        if campaign.cases % 200 == 0:
            print(campaign.summary(), flush=True)

    corpus = Path(tempfile.mkdtemp(prefix="contentlint-fuzz-"))
    for number, text in enumerate(campaign.posts):
        kind = bytes([2 * (number % len(_NAMES))])
        (corpus / f"seed{number}").write_bytes(kind + text.encode("utf-8", "surrogatepass"))
    chance = random.Random(first)
    for number in range(200):
        (corpus / f"grammar{number}").write_bytes(b"\x01" + chance.randbytes(300))
    atheris.Setup(
        [
            sys.argv[0],
            str(corpus),
            f"-max_total_time={int(seconds)}",
            f"-seed={first + 1}",
            "-max_len=6000",
            "-timeout=120",
            "-rss_limit_mb=2000",
            "-verbosity=0",
        ],
        one,
    )
    atheris.Fuzz()


ENGINES = {"mutate": run_mutate, "hypothesis": run_hypothesis, "atheris": run_atheris}
