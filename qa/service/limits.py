"""How much one request may ask for: the numbers that the HTTP service and the command share.

How long a question and how large `top_k` may be is said where they are read, in `qa.answering`.
"""

TOP_K_DEFAULT = 5
FILTER_ENTRIES = 50
FILTER_CHARACTERS = 200
WORDS = 2000
"""Characters of a title, an address or a name."""

PAGE_ARTICLES = 500
PAGE_ARTICLES_DEFAULT = 50

BODY_BYTES = 64 * 1024
ARTICLE_BYTES = 8 * 1024**2
BATCH_BYTES = 256 * 1024**2
BATCH_LINES = 10_000
HEADER_BYTES = 16 * 1024
HEADERS = 100
ADDRESS_BYTES = 16 * 1024
"""Path and query as they are sent; a question of 1,000 characters has 12,000 at most."""

KEY_CHARACTERS = 255

QUEUE = 64
"""Requests that are answered or wait for it, together; one more is refused."""

STREAMS = 32
"""Streams of progress at a time."""

CONNECTIONS = 1000
"""Connections at a time; one more is refused."""

HEADER_SECONDS = 15
"""How long the headers of a request may take to come."""

IDLE_SECONDS = 75
"""How long a connection may be idle between two requests.

Longer than clients and proxies keep one to use again (5 to 60 seconds): whoever closes first must
be they, else a request can meet a connection that is just being closed, and fail.
"""

BODY_SECONDS = 15
"""How long the next part of a body may take to come."""

BODY_RATE = 8 * 1024
"""Bytes a second that a body must bring on average beside these seconds; a batch may be slower.

A reply that waits for its client must be taken as fast.
"""

REPLY_SECONDS = 15
"""How often it is looked whether a reply is taken."""

WAIT_SECONDS = 60
"""How long `?wait=true` waits for what was written to be found."""


def body_rate(method: str, path: str) -> int:
    """Return how many bytes a second the body of a request must bring; 0 where it may pause."""
    return 0 if body_bytes(method, path) == BATCH_BYTES else BODY_RATE


def body_bytes(method: str, path: str) -> int:
    """Return how large the body of a request may be."""
    if path == "/v1/articles:bulk":
        return BATCH_BYTES
    if method in ("POST", "PUT") and path.startswith("/v1/articles"):
        return ARTICLE_BYTES
    return BODY_BYTES
