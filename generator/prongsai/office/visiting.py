"""An address on the web -> what becomes of whoever opens it, asked politely: slowly, briefly, under a name.

It must not know why anyone asks. An address of a private network is not asked unless that is allowed: a name
is looked up once, judged, and connected to as it was judged.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import cache
from importlib.metadata import version

import httpx

MOST_REDIRECTS = 10
MOST_WAIT = 60
"""Seconds; whoever asks to be left alone for longer is not asked again."""
TRIES = 3
_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)
_GONE = (404, 410)
_BUSY = 429
_SCHEMES = ("http", "https")
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Behind these some networks show the addresses of the older kind (RFC 6052)."""
_OF_A_NETWORK = tuple(map(ipaddress.ip_network, ("::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "fec0::/10")))
"""Not of the open internet, though Python takes them for it: forms of older numbers that were given up
(RFC 4291, RFC 2765) or that a network makes for itself (RFC 8215), and has of old (RFC 3879)."""


class State(StrEnum):
    """What became of a visit; `links.yml` says it in sentences."""

    GOOD = "good"
    MOVED = "moved"
    REFUSED = "refused"
    BUSY = "busy"
    CERTIFICATE = "certificate"
    ENCRYPTION = "encryption"
    MISSING = "missing"
    FAILING = "failing"
    SLOW = "slow"
    UNKNOWN_HOST = "unknown-host"
    UNREACHABLE = "unreachable"
    LOOP = "loop"
    WRONG_REDIRECT = "wrong-redirect"
    PRIVATE = "private"
    BAD_ADDRESS = "bad-address"
    UNDECIDED = "undecided"


_MAYBE_LATER = (State.BUSY, State.FAILING, State.SLOW, State.UNREACHABLE)
"""What may be better a little later."""


@dataclass(frozen=True, slots=True)
class Manners:
    """Seconds between two questions to a host and for an answer; whether private networks are asked."""

    pause: float = 1.0
    timeout: float = 15.0
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """What was found at an address: HTTP's status if there was one, where it moved to, the system's words."""

    url: str
    state: State
    status: int | None = None
    address: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer of a host."""

    state: State
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""

    @property
    def location(self) -> str:
        """Where a redirect leads; empty if it is none."""
        return self.headers.get("location", "") if self.status in _REDIRECTS else ""


class Visitor:
    """Visits addresses from several threads, one at a time of each host."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self._guard = threading.Lock()
        self._hosts: dict[str, threading.Lock] = {}
        self._free_at: dict[str, float] = {}

    def visit(self, url: str) -> Visit:
        """Open an address, and those that it leads to."""
        try:
            here = httpx.URL(url).copy_with(fragment=None)
        except (httpx.InvalidURL, ValueError):
            return Visit(url, State.BAD_ADDRESS)
        if here.scheme not in _SCHEMES or not here.host:
            return Visit(url, State.BAD_ADDRESS)
        with self._client() as client:
            return self._follow(client, url, here)

    def _follow(self, client: httpx.Client, url: str, here: httpx.URL) -> Visit:
        moved_to, is_permanent = "", True
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask_until_sure(client, here)
            if not answer.location:
                state = State.MOVED if moved_to and answer.state is State.GOOD else answer.state
                return Visit(url, state, answer.status, moved_to, answer.detail)
            target = _joined(here, answer.location)
            if target is None:
                return Visit(url, State.WRONG_REDIRECT, answer.status, answer.location)
            is_permanent = is_permanent and answer.status in _PERMANENT
            here = target
            moved_to = str(here) if is_permanent else moved_to
        return Visit(url, State.LOOP, answer.status)

    def _ask_until_sure(self, client: httpx.Client, url: httpx.URL) -> _Answer:
        """Ask for the head only, then for the page as a browser would; again where that may help."""
        answer = self._ask(client, "HEAD", url)
        if answer.status != _BUSY and (answer.status or 0) >= 400:
            answer = self._ask(client, "GET", url)
        for number in range(1, TRIES):
            wait = _asked_wait(answer.headers.get("retry-after", ""))
            if answer.state not in _MAYBE_LATER or (wait or 0) > MOST_WAIT:
                break
            time.sleep(self.manners.pause * 2**number if wait is None else wait)
            answer = self._ask(client, "GET", url)
        return answer

    def _ask(self, client: httpx.Client, method: str, url: httpx.URL) -> _Answer:
        """One question; a body is never read."""
        host = url.raw_host.decode("ascii")
        with self._turn(host):
            try:
                address = self._address_of(host, url)
            except OSError:
                return _Answer(State.UNKNOWN_HOST)
            if not address:
                return _Answer(State.PRIVATE)
            request = client.build_request(
                method,
                url.copy_with(host=address),
                headers={"Host": url.netloc.decode("ascii")},
                extensions={"sni_hostname": host},
            )
            try:
                response = client.send(request, stream=True)
            except (httpx.TransportError, httpx.DecodingError) as error:
                return _failure(error)
            response.close()
        return _Answer(_state_of(response.status_code), response.status_code, response.headers)

    def _address_of(self, host: str, url: httpx.URL) -> str:
        """The number behind a name; empty if any is of a private network, OSError if there is none."""
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise OSError(str(error)) from error
        addresses = [str(row[4][0]) for row in sorted(found, key=lambda row: row[0] != socket.AF_INET)]
        is_open = self.manners.allow_private or all(map(_is_public, addresses))
        return addresses[0] if is_open else ""

    @contextmanager
    def _turn(self, host: str) -> Iterator[None]:
        """Have a host for oneself, some time after the last who had."""
        with self._guard:
            lock = self._hosts.setdefault(host, threading.Lock())
        with lock:
            time.sleep(max(0.0, self._free_at.get(host, 0.0) - time.monotonic()))
            try:
                yield
            finally:
                self._free_at[host] = time.monotonic() + self.manners.pause

    def _client(self) -> httpx.Client:
        """What a single visit keeps its cookies in; some pages lead in a circle without."""
        name = f"Prongsai/{version('prongsai')} (checks the links of a public body's own website)"
        return httpx.Client(
            headers={"User-Agent": name, "Accept": "*/*", "Accept-Language": "th,en"},
            verify=_certificates(),
            timeout=self.manners.timeout,
            trust_env=False,
        )


@cache
def _certificates() -> ssl.SSLContext:
    """Whom the system trusts; it takes a moment to read."""
    return ssl.create_default_context()


def _joined(here: httpx.URL, location: str) -> httpx.URL | None:
    """Where a redirect leads; None if nobody can go there."""
    try:
        target = here.join(location).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError):
        return None
    return target if target.scheme in _SCHEMES and target.host else None


def _state_of(status: int) -> State:
    if status in _GONE:
        return State.MISSING
    if status == _BUSY:
        return State.BUSY
    if status >= 500:
        return State.FAILING
    return State.REFUSED if status >= 400 else State.GOOD


def _failure(error: Exception) -> _Answer:
    """What a transport's error means; what the TLS library said stands among its causes."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _Answer(State.CERTIFICATE, detail=cause.verify_message)
        if isinstance(cause, ssl.SSLError):
            return _Answer(State.ENCRYPTION, detail=str(cause.reason or cause))
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.TimeoutException):
        return _Answer(State.SLOW)
    return _Answer(State.UNREACHABLE, detail=str(error))


def _is_public(address: str) -> bool:
    """Tell whether a number is one of the open internet."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if any(number in network for network in _OF_A_NETWORK):
            return False
        if number in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        number = inner or number
    return number.is_global and not number.is_multicast


def _asked_wait(text: str) -> float | None:
    """The seconds that a host asks to be left alone; None if it does not say."""
    if text.isdecimal():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
