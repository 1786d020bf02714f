"""The facts of what can go wrong while harvesting; no status, no logging, no I/O.

HarvestError                 `code` is a line of schemas.messages, `facts` fill it in
├── SourceInvalid            a source or agency file has mistakes
├── OutOfTime            the job took longer than its source allows
├── StructureBroken          the listing is not what the source file says: the job fails
├── ParserDied               a document ends or stops whoever parses it
└── FetchError               nothing usable came from `url`
    ├── AddressRefused       no address we may ask: scheme, user part, a path that leaves its folder
    ├── Unreachable          no connection, or it broke
    ├── TooSlow              a deadline passed
    ├── TooLarge             more bytes than the source may send
    ├── CutShort             the body ended early or its coding is not ours
    ├── BadStatus            an answer that is not 200
    ├── TooManyRedirects     more than five
    └── NotRecorded          the recording holds no answer of this address
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the child of a sandbox needs no messages
    from harvesters.mistakes import Mistake

PASSING_CODES = ("unreachable", "too-slow", "cut-short")
PASSING_STATUSES = (408, 425, 429, 500, 502, 503, 504)
"""A server that is overloaded or broken may recover; one that refuses or knows nothing will not."""


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


class OutOfTime(HarvestError):
    """What was read stays; the job is partial."""

    code = "out-of-time"


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


class Unreachable(FetchError):
    """No connection, or it broke."""


class TooSlow(FetchError):
    """A deadline passed."""

    code = "too-slow"


class TooLarge(FetchError):
    """More bytes than the source may send."""

    code = "too-large"


class CutShort(FetchError):
    """The body ended early, was empty, or came in a coding that we did not ask for."""

    code = "cut-short"


class BadStatus(FetchError):
    """An answer that is not 200; `status` is in the facts."""

    code = "bad-status"


class TooManyRedirects(FetchError):
    """More than five redirects, or one without a place to go."""

    code = "too-many-redirects"


class NotRecorded(FetchError):
    """The recording holds no answer of this address."""

    code = "not-recorded"
