"""The website: pages rendered on the server (site.md)."""
