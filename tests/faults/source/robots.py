"""robots.txt as faulty sources have it, by name."""

from __future__ import annotations

from collections.abc import Mapping

from tests.faults.source.answer import Answer

TEXT = {"Content-Type": "text/plain; charset=utf-8"}

ANSWERS: Mapping[str, Answer] = {
    "free": Answer("User-agent: *\nDisallow:\n", headers=TEXT),
    "missing": Answer("", status=404),
    "forbids_all": Answer("User-agent: *\nDisallow: /\n", headers=TEXT),
    "forbids_acts": Answer("User-agent: *\nDisallow: /*/acts/\n", headers=TEXT),
    "forbids_us": Answer("User-agent: Dastras\nDisallow: /\n\nUser-agent: *\nDisallow:\n", headers=TEXT),
    "broken": Answer("<h1>خطا</h1>", status=500),
    "hangs": Answer(silent=True),
    "large": Answer("User-agent: *\nDisallow: /nowhere\n" + "# x\n" * 2_500_000, headers=TEXT),
    "slow": Answer("User-agent: *\nCrawl-delay: 3600\nDisallow:\n", headers=TEXT),
    "persian": Answer("User-agent: *\nDisallow: /مصوبات/محرمانه\n", headers=TEXT),
    "persian_encoded": Answer("User-agent: *\nDisallow: /%D9%85%D8%B5%D9%88%D8%A8%D8%A7%D8%AA\n", headers=TEXT),
    "is_a_page": Answer("<!doctype html><html><body>ورود</body></html>"),
    "backtracks": Answer(f"User-agent: *\nDisallow: /{'a*' * 2_000}$\n", headers=TEXT),
}
