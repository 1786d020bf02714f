"""The JSON API, version 1 (api.md sections 2 and 4)."""
