"""How a server writes its log: a line an event on stderr, text or JSON, without questions."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

TEXT = "%(asctime)s %(levelname)s %(message)s"


class JsonLines(logging.Formatter):
    """Writes one JSON object a line: time, level, logger, message, and what a request was."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "said", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def write_to_stderr(*, as_json: bool) -> None:
    """Write the log of this process to stderr; where that cannot be, as on a full disk, do without.

    A log that cannot be written is no reason to answer nobody.
    """
    logging.raiseExceptions = False
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if as_json else logging.Formatter(TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    hush()


def hush() -> None:
    """Keep quiet what libraries tell of their own work."""
    # It tells which build it tries first, on most machines in vain, as if that were an error.
    logging.getLogger("faiss.loader").setLevel(logging.WARNING)
    logging.getLogger("watchfiles").setLevel(logging.WARNING)  # it tells each change it sees
