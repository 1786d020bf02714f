"""A faulty source on this machine, on plain sockets: it answers as its script says (harvesting.md section 9).

`answer.py` is how one answer goes over the wire, `contents.py` what the source publishes, `server.py` plays both;
`transport.py`, `statuses.py`, `octets.py`, `listings.py`, `records.py`, `validators.py` and `robots.py` are the faults
by their names. As a program: `python -m tests.faults.source SCRIPT.json` (script.py).
"""

from tests.faults.source.answer import Answer
from tests.faults.source.contents import AGENCY, SOURCE, Decisions
from tests.faults.source.server import Asked, Publisher, publisher

__all__ = ["AGENCY", "SOURCE", "Answer", "Asked", "Decisions", "Publisher", "publisher"]
