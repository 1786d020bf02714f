"""What is wrong with a page, without a browser: tags, ids, names, and everything that the policy header forbids."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "wbr", "path", "circle"}
REFERRING = ("for", "aria-describedby", "aria-labelledby")
NAMELESS_CONTROLS = ("input", "select", "textarea")


class Page(HTMLParser):
    """A parsed page; `faults` says what is wrong with it, `links` where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.root: dict[str, str | None] = {}
        self._open: list[str] = []
        self._ids: list[str] = []
        self._wanted: list[str] = []
        self._label_depth = 0
        self.feed(text)
        self.close()
        self._finish(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._open += [tag] if tag not in VOID else []
        self._note_names(tag, given)
        self._note_forbidden(tag, given)
        if tag == "html":
            self.root = given
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name in ("href", "action"):
            if tag in ("a", "form") and name in given:
                self.links.append(given[name] or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note_forbidden(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def _note_names(self, tag: str, given: dict[str, str | None]) -> None:
        self._ids += [given["id"] or ""] if "id" in given else []
        for name in REFERRING:
            self._wanted += (given.get(name) or "").split()
        named = "label" in self._open or "id" in given or "aria-label" in given or given.get("type") == "hidden"
        if tag in NAMELESS_CONTROLS and not named:
            self.faults.append(f"<{tag}> without a name")

    def _note_forbidden(self, tag: str, given: dict[str, str | None]) -> None:
        if tag in ("style", "iframe", "object", "base") or (tag == "script" and not given.get("src")):
            self.faults.append(f"<{tag}>")
        for name, value in given.items():
            if name == "style" or name.startswith("on") or re.match(r"\s*(javascript|data):", value or "", re.I):
                self.faults.append(f"{name}={value!r}")

    def _finish(self, text: str) -> None:
        self.faults += [f"<{tag}> is never closed" for tag in self._open]
        self.faults += [f"id {name} stands twice" for name in set(self._ids) if self._ids.count(name) > 1]
        self.faults += [f"nothing has the id {name}" for name in self._wanted if name not in self._ids]
        inner = [link[1:] for link in self.links if link.startswith("#")]
        self.faults += [f"nothing has the id {name}" for name in inner if name not in self._ids]
        if self.headings.count(1) != 1 or self.headings[0] != 1:
            self.faults.append(f"headings {self.headings}")
        self.faults += [f"h{b} after h{a}" for a, b in zip(self.headings, self.headings[1:], strict=False) if b > a + 1]
        written = re.sub(r"<pre.*?</pre>", "", text, flags=re.DOTALL)  # BibTeX has braces of its own
        if "undefined" in written.lower() or ">None<" in written or "{{" in written:
            self.faults.append("a value is missing")
