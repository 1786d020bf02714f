"""Feeds of any search, of changes and of corrections, as Atom and as JSON Feed (api.md section 6)."""
