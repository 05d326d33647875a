"""Time of a build: cold, unchanged, one changed row, and a custom edition, in one run on a copy of the tree.

    python benchmarks/build.py [REPEATS]

Prints seconds (the median of the repeats) and the ratio to the cold build. Installation is not included.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
ROWS = Path("data/rows/training_cost.csv")
AIMS = {"cold": 25, "unchanged": 3, "one changed row": 5, "custom edition, cold": None, "custom edition, again": None}


def build(tree, *options):
    """Seconds of one `python -m analysis book` in a process of its own."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "analysis", "book", *options], cwd=tree, check=True, capture_output=True)
    return time.perf_counter() - start


def once(repeat):
    """Seconds of each kind of build, on a fresh copy of the tracked files."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for name in subprocess.run(["git", "ls-files"], cwd=HOME, check=True, capture_output=True, text=True).stdout.split():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(HOME / name, tree / name)
        yield "cold", build(tree)
        yield "unchanged", build(tree)
        row = (tree / ROWS).read_text(encoding="utf-8")
        (tree / ROWS).write_text(row.replace("h800_hour_price,2,", f"h800_hour_price,{2.5 + repeat / 10},", 1), encoding="utf-8")
        yield "one changed row", build(tree)
        yield "custom edition, cold", build(tree, "--set", "h800_hour_price=3")
        yield "custom edition, again", build(tree, "--set", "h800_hour_price=3")


def main():
    """Run and print the table."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    runs = []
    for repeat in range(repeats):
        runs.append(dict(once(repeat)))
        print(f"run {repeat + 1} of {repeats} done", file=sys.stderr)
    cold = statistics.median(run["cold"] for run in runs)
    print(f"{'build':<24}{'seconds':>9}{'of cold':>9}{'aim':>6}")
    for kind, aim in AIMS.items():
        seconds = statistics.median(run[kind] for run in runs)
        print(f"{kind:<24}{seconds:>9.1f}{seconds / cold:>9.2f}{aim or '':>6}")


if __name__ == "__main__":
    main()
