"""Runs a command and writes its peak memory (KiB, resident) as the last line on stderr.

    python benchmarks/peak.py COMMAND...

A process of its own because Linux counts a child's peak from the size of whoever started it, so
that must be something small: this module imports nothing else.
"""

import os
import sys


def main() -> None:
    """Run, wait, report, and end as the command ended."""
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
    _, status, usage = os.wait4(child, 0)
    print(usage.ru_maxrss, file=sys.stderr, flush=True)
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
