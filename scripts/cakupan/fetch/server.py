"""Asking a map server: one request at a time, with pauses, tries again and limits. What the answers mean is read in `pages`.

Nothing is followed to another address, and certificates are verified.
"""

from __future__ import annotations

import json
import re
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from cakupan.errors import CakupanError, UsageError, message
from cakupan.fetch.connections import Server

AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Codes, of HTTP and inside answers, after which asking again may help."""
LONGEST_WAIT: Final = 60.0
"""Seconds of a Retry-After that are waited at most."""


class Unanswered(CakupanError):
    """The map server gave no usable answer: the sentence says what was asked, what came, and what to do."""


class _Again(Exception):
    """An answer that may be another one next time. wait: seconds that the server asks for."""

    def __init__(self, reason: str, wait: float = 0) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass
class Asking:
    """Asks one server. `report` gets a line a person may read while waiting."""

    server: Server
    report: Callable[[str], None] = lambda _: None
    requests: int = 0
    _last: float = field(default=0.0, repr=False)

    def __post_init__(self) -> None:
        self.base = checked_base(self.server.base)
        self.client = httpx.Client(
            timeout=httpx.Timeout(self.server.timeout, connect=min(self.server.timeout, 20)),
            follow_redirects=False,
            headers={"User-Agent": f"cakupan/{version('cakupan')}", "Accept": "application/json"},
        )

    def __enter__(self) -> Asking:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def ask(self, path: str, parameters: Mapping[str, str | int]) -> tuple[bytes, dict[str, Any]]:
        """Return the body of an answer and the object in it. Raises Unanswered when all tries are used up, or trying is of no use."""
        url = f"{self.base}/{path}"
        for attempt in range(1, self.server.tries + 1):
            self._rest()
            try:
                return self._once(url, parameters)
            except _Again as fault:
                if attempt == self.server.tries:
                    raise Unanswered(
                        message(
                            "{url} {fault} (tries: {n}); try again later, what came so far is kept",
                            url=url,
                            fault=fault,
                            n=attempt,
                        )
                    ) from fault
                wait = max(min(fault.wait, LONGEST_WAIT), self.server.back_off * 2 ** (attempt - 1))
                self.report(f"{path}: {fault}; asking again in {wait:g} s")
                time.sleep(wait)
        raise AssertionError("tries are at least one")

    def _rest(self) -> None:
        left = self._last + self.server.pause - time.monotonic()
        if self.requests and left > 0:
            time.sleep(left)

    def _once(self, url: str, parameters: Mapping[str, str | int]) -> tuple[bytes, dict[str, Any]]:
        self.requests += 1
        try:
            with self.client.stream("GET", url, params={**parameters, "f": "json"}) as response:
                self._check_head(url, response)
                body = self._body(url, response)
        except httpx.TimeoutException as error:
            raise _Again(f"gave no answer within {self.server.timeout:g} s") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            if _certificate(error):
                raise Unanswered(
                    message(
                        "{url}: the certificate of the server is not valid ({error}); nothing was read",
                        url=url,
                        error=_brief(error),
                    )
                ) from error
            raise _Again(f"cannot be reached ({_brief(error)})") from error
        finally:
            self._last = time.monotonic()
        return body, self._object(url, body, response.headers.get("content-type", ""))

    def _check_head(self, url: str, response: httpx.Response) -> None:
        code = response.status_code
        if 300 <= code < 400:
            target = urlsplit(response.headers.get("location", ""))
            raise Unanswered(
                message(
                    "{url} sends elsewhere ({scheme}://{hostname}), which is not followed; if the server has moved, say its new address with --url",
                    url=url,
                    scheme=target.scheme or "to",
                    hostname=target.hostname or "an unknown host",
                )
            )
        if code in AGAIN:
            raise _Again(f"answered {code} {response.reason_phrase}", _seconds(response.headers.get("retry-after", "")))
        if code != 200:
            raise Unanswered(
                message(
                    "{url} answered {code} {reason_phrase}; check the service, the layer and --url",
                    url=url,
                    code=code,
                    reason_phrase=response.reason_phrase,
                )
            )

    def _body(self, url: str, response: httpx.Response) -> bytes:
        """The whole body, within the limits of bytes and of time."""
        until = time.monotonic() + self.server.timeout
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self.server.largest_answer:
                raise Unanswered(
                    message(
                        "{url} answers with more than {largest_answer} bytes, which no page of figures has; nothing was read",
                        url=url,
                        largest_answer=self.server.largest_answer,
                    )
                )
            if time.monotonic() > until:
                raise _Again(f"gave no whole answer within {self.server.timeout:g} s")
            parts.append(part)
        return b"".join(parts)

    def _object(self, url: str, body: bytes, kind: str) -> dict[str, Any]:
        try:
            answer = parsed(body)
        except ValueError as error:
            what = "a web page" if "html" in kind or body.lstrip()[:1] == b"<" else "a text that is no whole JSON"
            raise _Again(f"answered with {what}") from error
        fault = answer.get("error")
        if fault is None:
            return answer
        code = fault.get("code") if isinstance(fault, dict) else None
        reason = f"answered with an error inside: {code or ''} {_clean(fault.get('message') if isinstance(fault, dict) else fault)}".rstrip()
        if code in AGAIN or code is None:
            raise _Again(reason)
        hint = (
            "it asks for a login"
            if code in (498, 499, 403, 401)
            else "check the service, the layer and its fields in connections.toml"
        )
        raise Unanswered(message("{url} {message}; {hint}", url=url, message=reason, hint=hint))


def parsed(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a body. Raises ValueError, also for NaN, for numbers of absurd length and for nesting without end."""

    def no_number(text: str) -> float:
        raise ValueError(f"{text} is no number")

    try:
        answer = json.loads(body, parse_constant=no_number)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(answer, dict):
        raise ValueError("no object")
    return answer


def checked_base(base: str) -> str:
    """Return an address that may be asked, without a stroke at its end. Raises UsageError for one that is not encrypted or carries a login."""
    parts = urlsplit(base.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            message(
                "--url: {base} is no address; write one such as https://server/arcgis/rest/services", base=repr(base)
            )
        )
    if parts.scheme == "http" and not _local(parts.hostname):
        raise UsageError(message("--url: {base} is not encrypted; write https://", base=repr(base)))
    if parts.username or parts.password:
        raise UsageError(
            message("--url: the address carries a name or password, which would stand in the source; leave it out")
        )
    if parts.query or parts.fragment:
        raise UsageError(
            message(
                "--url: {base} has a question or mark at its end; write only the address of the services",
                base=repr(base),
            )
        )
    return base.strip().rstrip("/")


def _local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _seconds(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,6}", text.strip()) else 0


def _certificate(error: Exception) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return True
        seen = seen.__cause__ or seen.__context__
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


def _brief(error: Exception) -> str:
    return _clean(str(error) or type(error).__name__)


def _clean(text: object) -> str:
    """A text of a server's as one line without signs that steer a terminal, 160 characters at most."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(text or "")).split())[:160]
