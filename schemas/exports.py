"""The parameters of files of any query, those of a search but for what says how a page of it looks; and of copies."""

from __future__ import annotations

from schemas.arguments import MOST_LINES, ChangesArguments
from schemas.fields import OneOf, WholeNumberText
from schemas.search import SearchParameters

OF_A_PAGE = ("cursor", "limit", "facets", "view", "highlight")
"""A file is complete, and shows no marks and no counts."""
LABELS = ("en", "fa")


class ExportParameters(SearchParameters):
    """A query whose whole set is asked for."""

    class Meta(SearchParameters.Meta):
        """Those of a search, without some."""

        exclude = OF_A_PAGE


class TableParameters(ExportParameters):
    """`labels`: how the columns of a table are called, and whether codes are told in words."""

    labels = OneOf(LABELS)


class LoggedParameters(ChangesArguments):
    """Entries of the log with their texts: as changes, all of them where no `limit` is given."""

    limit = WholeNumberText(least=1, most=MOST_LINES)
