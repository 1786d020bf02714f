"""The parameters of feeds: those of a search or of changes, without an order, for a feed has its own."""

from __future__ import annotations

from catalogue.log_pages import CORRECTIONS
from catalogue.vocab import ChangeKind, Kind
from schemas.arguments import Arguments
from schemas.fields import PersianText, WholeNumberText
from schemas.many import Codes
from schemas.search import MOST_LIMIT, Limit, SearchParameters

ENTRIES_A_PAGE = 50


class SearchFeedParameters(SearchParameters):
    """A search whose records come in the order of their last change; `limit` entries a page."""

    class Meta(SearchParameters.Meta):
        """Those of a search, without some."""

        exclude = ("sort", "facets", "view", "highlight")

    limit = Limit(least=1, load_default=ENTRIES_A_PAGE)


class ChangesFeedParameters(Arguments):
    """Changes of one `record`, of each `kind` of record and `change_kind`; `before`: older ones, as `next` says."""

    record = PersianText(longest=100)
    kind = Codes(Kind)
    change_kind = Codes(ChangeKind)
    before = WholeNumberText(least=1)
    limit = WholeNumberText(least=1, most=MOST_LIMIT, load_default=ENTRIES_A_PAGE)


class CorrectionsFeedParameters(ChangesFeedParameters):
    """As changes; `change_kind` is one of those that correct."""

    change_kind = Codes(CORRECTIONS)
