"""Who may change anything: holders of the key; without a key set, programs on this machine."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qa.errors import QAError

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import Scope

READING = frozenset({"GET", "HEAD", "OPTIONS"})
ASKING = frozenset({"/v1/ask", "/v1/search"})
"""What is asked with POST because a question belongs into no log; it changes nothing."""


PRIVATE = frozenset({"/v1/insight/questions"})
"""What only those may read who may change: it tells what others asked."""


class KeyMissingError(QAError):
    """A change was asked for without the key, or with a wrong one."""

    def __init__(self) -> None:
        super().__init__(
            "this needs the key of this server: send Authorization: Bearer <QA_API_KEY>"
        )


class ForbiddenError(QAError):
    """A change was asked for by someone who may make none, key or not."""


class Access:
    """Decides on each request; whatever is not known to read counts as a change."""

    def __init__(self, key: str) -> None:
        self._key = _digest(key) if key else b""

    def check(self, scope: Scope, headers: Headers) -> None:
        """Raise KeyMissingError or ForbiddenError when the request may not be made."""
        asked = scope["method"], scope["path"]
        if asked in _ASKED or (scope["method"] in READING and scope["path"] not in PRIVATE):
            return
        _refuse_foreign_pages(headers)
        if self._key:
            self._check_key(headers.get("authorization", ""))
        elif not is_local(scope):
            raise ForbiddenError("without QA_API_KEY only programs on its own machine may do this")

    def _check_key(self, authorization: str) -> None:
        scheme, _, given = authorization.partition(" ")
        same = hmac.compare_digest(_digest(given.strip()), self._key)
        if scheme.lower() != "bearer" or not same:
            raise KeyMissingError


_ASKED = frozenset(("POST", path) for path in ASKING)


def is_local(scope: Scope) -> bool:
    """Whether a request comes from this machine; one whose sender is not known does not."""
    client = scope.get("client")
    try:
        address = ipaddress.ip_address(str(client[0])) if client else None
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return address is not None and (mapped or address).is_loopback


def _refuse_foreign_pages(headers: Headers) -> None:
    """Refuse a change that a page of another site makes its visitor's browser ask for."""
    origin = headers.get("origin")
    foreign = origin is not None and _site(origin) != headers.get("host", "").lower()
    if foreign or headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise ForbiddenError("a web page of another site may not do this here")


def _site(origin: str) -> str | None:
    """Return host and port of an origin in small letters; None when it is none."""
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


def _digest(key: str) -> bytes:
    """Return a digest, so that comparing tells nothing, not even the length of the key."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
