"""tantivy behind the seam: every import of it stands in this package. Its pitfalls: search.md section 2.

schema.py what the index holds · clauses.py queries · reading.py the reading side · writing.py the writing side ·
generations.py its builds.
Queries are built by hand from our tokens, its own query language is never used.
"""

from catalogue.search.local.generations import LocalGenerations
from catalogue.search.local.reading import LocalIndex, scan_generation
from catalogue.search.local.schema import ENGINE
from catalogue.search.local.writing import LocalWriter

__all__ = ["ENGINE", "LocalGenerations", "LocalIndex", "LocalWriter", "scan_generation"]
