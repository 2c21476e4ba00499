"""What reading a corpus holds in memory, and what it takes, as the corpus grows.

    python -m benchmarks.reading --work FOLDER [--articles 1000 10000 50000]

Articles of about 580 words, four chunks, are written below FOLDER as Markdown files, once. Each
size is read in a process of its own, as a build from nothing does: planned with, then loaded one
by one. Prints a table. Results: docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measuring import markdown_table
from benchmarks.synthetic import Articles
from qa.corpus.folder import Corpus

TEXTS_EACH = 4
"""So many made-up texts, of 144 words each, make one article."""

FOLDER_SIZE = 1000


def write(folder: Path, articles: int) -> None:
    """Write a corpus of so many files, unless it is there."""
    made = Articles(TEXTS_EACH * articles)
    for number in range(articles):
        path = folder / f"{number // FOLDER_SIZE:04}" / f"{number:07}.md"
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        first = TEXTS_EACH * number
        texts = "\n\n".join(made[at].text for at in range(first, first + TEXTS_EACH))
        path.write_text(f"---\ntitle: Article {number}\npublished: 2024-01-02\n---\n{texts}\n")


def read(folder: Path) -> dict[str, float]:
    """Read the corpus and load each article; return CPU seconds and megabytes."""
    before = _held()
    began = time.process_time()
    reading = Corpus(folder).read()
    read_s, read_mb = time.process_time() - began, _held() - before
    characters = sum(len(article.text) for article, _ in reading.load(reading.entries))
    return {
        "articles": len(reading.entries),
        "characters_mb": characters / 1e6,
        "read_s": read_s,
        "read_mb": read_mb,
        "load_s": time.process_time() - began - read_s,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before,
    }


def _held() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    """Measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="folder for the corpora")
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000, 50_000])
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(read(options.read)))
        return
    rows = []
    for articles in options.articles:
        folder = options.work / f"{articles}"
        write(folder, articles)
        command = [sys.executable, "-m", "benchmarks.reading", "--work", str(options.work)]
        command += ["--read", str(folder)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        found = json.loads(done.stdout)
        rows.append(
            [f"{found['articles']:,}", f"{found['characters_mb']:.0f}"]
            + [f"{found[key]:.1f}" for key in ("read_s", "load_s")]
            + [f"{found[key]:.0f}" for key in ("read_mb", "peak_mb")]
        )
    header = [
        "articles",
        "characters, M",
        "read, CPU s",
        "loaded, CPU s",
        "then held, MB",
        "most, MB",
    ]
    print(markdown_table(header, rows))


if __name__ == "__main__":
    main()
