"""JSON Feed 1.1."""

from __future__ import annotations

from typing import Any

from api.feeds.feed import Entry, Feed
from api.v1.answers import dumps

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def to_json_feed(feed: Feed) -> str:
    """The document."""
    fields = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": "fa",
        **({"next_url": feed.following} if feed.following else {}),
        "items": [_item(entry) for entry in feed.entries],
    }
    return dumps(fields)


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_text": entry.text,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": entry.author}],
        "tags": list(entry.categories),
    }
