"""Kill `contentlint check --fix` at random moments; every file must be the old or the new one.

python -m bench.kill_fixes [--kills 200] [FOLDER]   (default folder: seeds/, many times over)
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

__all__ = ["campaign"]

EXECUTABLE = Path(sys.executable).parent / "contentlint"
ROOT = Path(__file__).resolve().parent.parent


def campaign(folder: Path, kills: int, copies: int = 8) -> list[str]:
    """Kill *kills* runs; list what was wrong (files neither old nor new, leftovers)."""
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        old = _fill(work / "old", folder, copies)
        _fill(work / "new", folder, copies)
        seconds = _fix(work / "new")
        new = {path: (work / "new" / path).read_bytes() for path in old}
        chance = random.Random(kills)
        for number in range(kills):
            site = work / f"site{number}"
            _fill(site, folder, copies)
            _kill_after(site, chance.uniform(0.2, 1.05) * seconds)
            faults += _judge(site, old, new, f"kill {number}")
            shutil.rmtree(site) if number % 10 else faults.extend(_judge_next_run(site, new))
    return faults


def _fill(site: Path, folder: Path, copies: int) -> dict[Path, bytes]:
    content = {}
    for number in range(copies):
        for path in sorted(folder.glob("*.md")):
            target = site / str(number) / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            content[target.relative_to(site)] = target.read_bytes()
    return content


def _command(site: Path) -> list[str]:
    return [str(EXECUTABLE), "check", "--fix", "--isolated", "--no-cache", "--jobs", "1", str(site)]


def _fix(site: Path) -> float:
    start = time.monotonic()
    subprocess.run(_command(site), capture_output=True, check=False)
    return time.monotonic() - start


def _kill_after(site: Path, seconds: float) -> None:
    process = subprocess.Popen(
        _command(site), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _judge(site: Path, old: dict[Path, bytes], new: dict[Path, bytes], what: str) -> list[str]:
    faults = []
    for path, before in old.items():
        data = (site / path).read_bytes()
        if data not in (before, new[path]):
            faults.append(f"{what}: {path} is neither the old nor the new file ({len(data)} bytes)")
    return faults


def _judge_next_run(site: Path, new: dict[Path, bytes]) -> list[str]:
    """The next run finishes the work and leaves nothing behind."""
    _fix(site)
    found = {path.relative_to(site): path for path in site.rglob("*") if path.is_file()}
    faults = [f"left behind: {path}" for path in found if path not in new]
    faults += [f"not fixed: {path}" for path in new if found[path].read_bytes() != new[path]]
    shutil.rmtree(site)
    return faults


def main() -> int:
    """Run the campaign; 1 if anything was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "seeds")
    parser.add_argument("--kills", type=int, default=200)
    options = parser.parse_args()
    faults = campaign(options.folder, options.kills)
    for fault in faults:
        print(fault)
    print(f"{options.kills} kills, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
