"""The facts of what can go wrong while harvesting; no status, no logging, no I/O.

HarvestError                 `code` is a line of schemas.messages, `facts` fill it in
├── SourceInvalid            a source or agency file has mistakes
├── LimitReached             a limit of the job: what was read stays, the job is partial
│   ├── OutOfTime            it took longer than its source allows
│   └── TooManyBytes         its documents are larger in all than its source allows
├── AskedToWait              the host wants to be left alone for longer than a job waits in place
├── StructureBroken          the listing is not what the source file says: the job fails
├── ParserDied               a document ends or stops whoever parses it
└── FetchError               nothing usable came from `url`
    ├── AddressRefused       no address we may ask: scheme, user part, a path that leaves its folder
    ├── AddressBlocked       it leads to an address or port that is not public
    ├── SecretAtRisk         a redirect from https to http, or an answer that repeats the source's secret
    ├── Unreachable          no connection, or it broke
    ├── CertificateRefused   https, and the certificate is not one we believe
    ├── TooSlow              a deadline passed
    ├── TooLarge             more bytes than the source may send
    ├── CutShort             the body ended early or its coding is not ours
    ├── StillWritten         a file that changed while it was read, twice
    ├── BadStatus            an answer that is not 200
    ├── TooManyRedirects     more than five
    ├── RobotsForbid         robots.txt forbids it
    ├── RobotsUnreachable    nobody knows what robots.txt says
    ├── CrawlDelayTooLong    robots.txt wants longer pauses than a worker can wait
    └── NotRecorded          the recording holds no answer of this address
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the child of a sandbox needs no messages
    from harvesters.mistakes import Mistake

PASSING_CODES = ("unreachable", "too-slow", "cut-short", "still-written", "robots-unreachable")
PASSING_STATUSES = (408, 425, 429, 500, 502, 503, 504)
"""A server that is overloaded or broken may recover; one that refuses or knows nothing will not."""

GONE_STATUSES = (404, 410)
"""What the server says of a page that is not there any more."""


@contextmanager
def naming(address: str) -> Iterator[None]:
    """Name the document in what its reader raises: a reader knows of no address."""
    try:
        yield
    except (StructureBroken, ParserDied) as error:
        error.facts["url"] = address
        raise


class HarvestError(Exception):
    """The root; a job ends or goes on by what it says, never by its text."""

    code = "internal"

    @property
    def may_pass(self) -> bool:
        """Whether this is trouble on the network or of the server, which may be over in a while."""
        return False

    def __init__(self, **facts: object) -> None:
        super().__init__(", ".join(f"{key}={value}" for key, value in facts.items()))
        self.facts = facts


class SourceInvalid(HarvestError):
    """All mistakes of one or more files."""

    code = "source-invalid"

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(count=len(mistakes))
        self.mistakes = tuple(mistakes)


class StructureBroken(HarvestError):
    """`code` says what of the listing or page is broken; `why` is what broke it, when that was something else."""

    def __init__(self, code: str, why: HarvestError | None = None, **facts: object) -> None:
        super().__init__(**facts)
        self.code = code
        self._why = why

    @property
    def may_pass(self) -> bool:
        """Whether what broke it may be over in a while."""
        return self._why is not None and self._why.may_pass


class ParserDied(HarvestError):
    """Twice a document brought no answer from the child that parses it: out of memory or time, or an unknown error."""

    code = "parser-died"


class LimitReached(HarvestError):
    """What was read stays; the job is partial."""


class OutOfTime(LimitReached):
    """The job took longer than its source allows."""

    code = "out-of-time"


class TooManyBytes(LimitReached):
    """The documents of the job have more bytes in all than its source allows."""

    code = "too-many-bytes"


class AskedToWait(HarvestError):
    """The host of `url` wants to be left alone for so many `seconds`: no page of it is asked for before."""

    code = "asked-to-wait"

    def __init__(self, url: str, seconds: float) -> None:
        super().__init__(url=url, seconds=ceil(seconds))
        self.seconds = seconds

    @property
    def may_pass(self) -> bool:
        """The host said when."""
        return True


class FetchError(HarvestError):
    """Nothing usable came from `url`."""

    code = "unreachable"

    @property
    def may_pass(self) -> bool:
        """By its code, or by the status of the answer."""
        return self.code in PASSING_CODES or self.facts.get("status") in PASSING_STATUSES

    def __init__(self, url: str, **facts: object) -> None:
        super().__init__(url=url, **facts)
        self.url = url


class AddressRefused(FetchError):
    """No address we may ask."""

    code = "address-refused"


class AddressBlocked(FetchError):
    """An address that is not public, or a port other than 80 and 443; `pair` is what the operator would allow."""

    code = "address-blocked"


class SecretAtRisk(FetchError):
    """A redirect from https to http while the source uses a secret, or an answer that repeats the secret."""

    code = "secret-at-risk"


class Unreachable(FetchError):
    """No connection, or it broke."""


class CertificateRefused(FetchError):
    """The certificate is not for this host, out of date, or of nobody we trust; `why` says which."""

    code = "certificate-refused"


class TooSlow(FetchError):
    """A deadline passed."""

    code = "too-slow"


class TooLarge(FetchError):
    """More bytes than the source may send."""

    code = "too-large"


class CutShort(FetchError):
    """The body ended early, was empty, or came in a coding that we did not ask for."""

    code = "cut-short"


class StillWritten(FetchError):
    """A file that changed while it was read, twice."""

    code = "still-written"


class BadStatus(FetchError):
    """An answer that is not 200; `status` is in the facts."""

    code = "bad-status"


class TooManyRedirects(FetchError):
    """More than five redirects, or one without a place to go."""

    code = "too-many-redirects"


class RobotsForbid(FetchError):
    """robots.txt forbids this address."""

    code = "robots-forbid"


class RobotsUnreachable(FetchError):
    """robots.txt of the host did not come, so nobody knows what it allows; `why` is in the facts."""

    code = "robots-unreachable"


class CrawlDelayTooLong(FetchError):
    """robots.txt wants pauses of `given` seconds, more than the `allowed` ones."""

    code = "crawl-delay-too-long"


class NotRecorded(FetchError):
    """The recording holds no answer of this address."""

    code = "not-recorded"
