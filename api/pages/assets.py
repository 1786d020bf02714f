"""The static files of the site, held in memory and served under one digest of them all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Response, abort

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}
IMMUTABLE = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Assets:
    """`files` by their path; the digest stands in their address, so the style sheet can name its font beside it."""

    files: Mapping[str, bytes]
    digest: str

    def serve(self, digest: str, name: str) -> Response:
        """A file, to be kept for ever; one of another digest is not found."""
        if digest != self.digest or name not in self.files:
            abort(404)
        response = Response(self.files[name], mimetype=TYPES[Path(name).suffix])
        response.headers["Cache-Control"] = IMMUTABLE
        return response


def read_assets(folder: Path = STATIC) -> Assets:
    """The files of the folder."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    digest = hashlib.sha256()
    for name, body in files.items():
        digest.update(f"{name} {len(body)}\n".encode() + body)
    return Assets(files, digest.hexdigest()[:16])
