"""Tables as tests write them: rules, and workbooks made by hand."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from harvesters.errors import StructureBroken
from harvesters.readers import table

_OOXML = "http://schemas.openxmlformats.org"
_MAIN, _RELATIONS = f"{_OOXML}/spreadsheetml/2006/main", f"{_OOXML}/officeDocument/2006/relationships"
_PACKAGE = f"{_OOXML}/package/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"

STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0.0%"/>'
    '<numFmt numFmtId="165" formatCode="0000000000"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/>'
    '<xf numFmtId="46"/></cellXfs></styleSheet>'
)
"""Of cells: 0 plain, 1 a day, 2 a percentage, 3 ten digits, 4 a day with its time, 5 hours."""


def rules(keys: Sequence[str] = ("کد",), columns: Sequence[str] = ("عنوان",), **own: Any) -> str:
    """The rules of a source; `own` are also `encoding`, `ignore` and `link`."""
    return json.dumps(
        {
            "encoding": own.pop("encoding", None),
            "native_id": [{"way": "column", "what": key, "match": None} for key in keys],
            "link": {"way": "column", "what": own.pop("link"), "match": None} if "link" in own else None,
            "places": [{"way": "column", "what": name, "key": f"column:{name}"} for name in columns],
            "ignore": own.pop("ignore", []),
            "own": own,
        }
    )


def read(body: bytes | str, text: str, media_type: str = "") -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """All rows of a table, and what stands at its end."""
    body = body.encode() if isinstance(body, str) else body
    *parts, last = table.read(body, {"rules": text, "media_type": media_type, "charset": None})
    return [row for part in parts for row in part["rows"]], last["end"]


def broken(body: bytes | str, text: str) -> StructureBroken | None:
    """What breaks the reading of a table."""
    try:
        read(body, text)
    except StructureBroken as error:
        return error
    return None


def cell(place: str, value: object, style: int = 0) -> str:
    """A cell of a sheet: a text, or a number of a style."""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def sheet_rows(*rows: Sequence[object], first: int = 1) -> str:
    """Rows of a sheet; None is no cell, a text that begins with `<` is one, a tuple a value with its style."""
    return "".join(
        f'<row r="{number}">'
        + "".join(
            value
            if isinstance(value, str) and value.startswith("<")
            else cell(f"{chr(65 + column)}{number}", *_pair(value))
            for column, value in enumerate(row)
            if value is not None
        )
        + "</row>"
        for number, row in enumerate(rows, start=first)
    )


def _pair(value: object) -> tuple[object, int]:
    return value if isinstance(value, tuple) else (value, 0)


def a_workbook(
    sheets: Mapping[str, str], hidden: Sequence[str] = (), more: str = "", formats: Sequence[str] = ()
) -> bytes:
    """An XLSX: name of a sheet -> its rows; `more` follows the rows of each, `formats` are those of styles from 6."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}" state="{"hidden" if name in hidden else "visible"}"/>'
        for n, name in enumerate(names, start=1)
    )
    linked = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    root = f'<Relationship Id="r0" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    types = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{_OOXML}/package/2006/content-types">{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{linked}</Relationships>',
        "xl/styles.xml": _styles(formats),
    }
    for n, rows in enumerate(sheets.values(), start=1):
        xml = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{more}</worksheet>'
        members[f"xl/worksheets/sheet{n}.xml"] = xml
    return a_zip(members)


def _styles(formats: Sequence[str]) -> str:
    named = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(code, quote=True)}"/>'
        for number, code in enumerate(formats, start=200)
    )
    used = "".join(f'<xf numFmtId="{number}"/>' for number, _ in enumerate(formats, start=200))
    return STYLES.replace("</numFmts>", f"{named}</numFmts>").replace("</cellXfs>", f"{used}</cellXfs>")


def an_ods(rows: str) -> bytes:
    """An ODS with one sheet."""
    spaces = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    inner = f'<office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet>'
    return a_zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"/>',
            "content.xml": f"<office:document-content {spaces}><office:body>{inner}</office:body>"
            "</office:document-content>",
        }
    )


def a_zip(members: Mapping[str, str | bytes]) -> bytes:
    """A zip."""
    body = io.BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return body.getvalue()
