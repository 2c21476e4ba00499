"""The examples that each help text ends with; every one of them can be typed as it stands."""

from __future__ import annotations

from qa.settings import VARIABLES

_WIDTH = max(map(len, VARIABLES))
_VARIABLES = "\n".join(f"  {name:<{_WIDTH}} {meaning}" for name, meaning in VARIABLES.items())

MAIN = f"""\b
Begin like this:
  qa build                              index the articles in ./corpus
  qa ask "Who plays Nam On-jo?"         ask them
  qa serve                              the same as a web page and for programs

\b
Variables:
{_VARIABLES}

Exit codes: 0 done (abstaining is an answer too), 1 failed, 2 wrong usage.
"""

BUILD = """\b
Examples:
  qa build
  qa build --corpus ~/news --index ~/news-index
  qa build --json | jq .problems
"""

ASK = """\b
Examples:
  qa ask "Who plays Nam On-jo?"
  qa ask "When does season 2 come out?" --as-of 2023
  qa ask "Who directs season 2?" --json | jq -r .answer.text
"""

TIMELINE = """\b
Examples:
  qa timeline "When does season 2 come out?"
  qa timeline "What is the Rotten Tomatoes score?" --until 2024
  qa timeline "When does season 2 come out?" --json | jq -r '.timeline[].text'
"""

SERVE = """\b
Examples:
  qa serve
  qa serve --port 8080
  QA_API_KEY=... qa serve --host 0.0.0.0
  curl -d '{"question": "Who plays Nam On-jo?"}' \\
    -H 'Content-Type: application/json' http://127.0.0.1:8000/v1/ask
"""

STATUS = """\b
Examples:
  qa status
  qa status --articles
  qa status --json | jq .added
"""

ADD = """\b
Examples:
  qa add interview.md
  qa add ~/downloads/articles
"""

REMOVE = """\b
Examples:
  qa remove season-2/2025-07-23-production-announced
  qa status --articles        lists the ids
"""

VERIFY = """\b
Examples:
  qa verify
  qa verify || qa rollback
"""

ROLLBACK = """\b
Examples:
  qa rollback
  qa status        shows which generation is current
"""
