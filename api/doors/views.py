"""The routes that programs look for at known addresses."""

from __future__ import annotations

import io
from datetime import timedelta

import segno
from flask import Blueprint, Response

from api.arguments import asked
from api.doors import opensearch, sitemap
from api.given import catalogue, contact, now, public_url
from api.shown.filters import contact_address
from api.v1.answers import answer, dumps
from catalogue.errors import NotFound
from schemas.arguments import Arguments, SuggestArguments

doors = Blueprint("doors", __name__)

NONE = Arguments()
SUGGEST = SuggestArguments()
SECURITY_DAYS = 180
"""So long a security.txt may be kept; it is made anew at each request (RFC 9116: less than a year)."""
QR_SCALE = 8


@doors.get("/robots.txt")
def robots() -> Response:
    """Everything may be read: a page that may not be read could not say that web search shall leave it out."""
    return answer(f"User-agent: *\nDisallow:\nSitemap: {public_url()}/sitemap.xml\n", media_type="text/plain")


@doors.get("/sitemap.xml")
def sitemap_index() -> Response:
    """The files of the sitemap."""
    count = -(-catalogue().last_number() // sitemap.RECORDS_A_FILE)
    files = ((f"{public_url()}/sitemaps/{number}.xml", None) for number in range(1, count + 1))
    return answer(sitemap.index(files), media_type=sitemap.MEDIA_TYPE)


@doors.get("/sitemaps/<int:number>.xml")
def sitemap_file(number: int) -> Response:
    """The permanent addresses of some published records; a withdrawn one is gone at once."""
    first = (number - 1) * sitemap.RECORDS_A_FILE + 1
    if number < 1 or first > max(1, catalogue().last_number()):
        raise NotFound("sitemap", str(number))
    found = catalogue().published_between(first, first + sitemap.RECORDS_A_FILE - 1)
    pages = ((f"{public_url()}/{record_id}", changed_at) for record_id, changed_at in found)
    return answer(sitemap.urlset(pages), media_type=sitemap.MEDIA_TYPE)


@doors.get("/opensearch.xml")
def opensearch_description() -> Response:
    """How a browser asks this catalogue."""
    return answer(opensearch.description(public_url()), media_type=opensearch.MEDIA_TYPE)


@doors.get("/opensearch/suggestions")
def opensearch_suggestions() -> Response:
    """What was typed, and what may be meant, as browsers read it."""
    arguments = asked(SUGGEST)
    found = catalogue().suggest(arguments["q"], arguments["limit"])
    body = dumps([arguments["q"], [one.text for one in found.items]])
    return answer(body, media_type="application/x-suggestions+json")


@doors.get("/.well-known/security.txt")
def security() -> Response:
    """Whom to tell of a weakness (RFC 9116); nobody where the operator has set no contact."""
    told = contact()
    if not told:
        raise NotFound("page", "security.txt")
    expires = (now() + timedelta(days=SECURITY_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
    lines = (f"Contact: {contact_address(told)}", f"Expires: {expires}", "Preferred-Languages: fa, en")
    return answer("\n".join(lines) + f"\nCanonical: {public_url()}/.well-known/security.txt\n", media_type="text/plain")


@doors.get("/qr/<record_id>.<any(svg, png):form>")
def qr_of_record(record_id: str, form: str) -> Response:
    """The permanent address of a record, for cameras."""
    return _qr(f"{public_url()}/{catalogue().get(record_id).id}", form)


@doors.get("/qr/<record_id>/v<int:version_no>.<any(svg, png):form>")
def qr_of_version(record_id: str, version_no: int, form: str) -> Response:
    """The permanent address of a version."""
    view = catalogue().get(record_id, version_no)
    return _qr(f"{public_url()}/{view.id}/v{view.version_no}", form)


def _qr(address: str, form: str) -> Response:
    """Black on white whatever the page is, with the quiet border that cameras need."""
    code, held = segno.make(address, micro=False), io.BytesIO()
    code.save(held, kind=form, scale=QR_SCALE, dark="#000", light="#fff", **({"svgns": True} if form == "svg" else {}))
    return answer(held.getvalue(), media_type="image/svg+xml" if form == "svg" else "image/png")
