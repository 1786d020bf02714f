"""Listings of folders as the usual servers write them; made by us after their forms."""

from __future__ import annotations

from typing import Any

import pytest

from harvesters.errors import StructureBroken
from harvesters.readers import READERS

AT = "https://docs.example/minutes/"
APACHE = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">
<html><head><title>Index of /minutes</title></head><body><h1>Index of /minutes</h1>
<pre><a href="?C=N;O=D">Name</a> <a href="?C=M;O=A">Last modified</a><hr>
<a href="/">Parent Directory</a>   -
<a href="1402/">1402/</a>          2026-01-02 10:00    -
<a href="a%20b.txt">a b.txt</a>    2026-01-02 10:00  182K
<a href="%D8%B5%D9%88%D8%B1%D8%AA.txt">صورت.txt</a> 2026-01-02 10:00  1K
<hr></pre></body></html>"""
IIS = """<html><head><title>docs.example - /minutes/</title></head><body><H1>docs.example - /minutes/</H1><hr><pre>
<A HREF="/">[To Parent Directory]</A><br><br> 1/2/2026 10:00 AM &lt;dir&gt; <A HREF="/minutes/1402/">1402</A><br>
 1/2/2026 10:00 AM 182 <A HREF="/minutes/a%20b.txt">a b.txt</A><br></pre><hr></body></html>"""
NGINX = """<html><head><title>Index of /minutes/</title></head><body>
<h1>Index of /minutes/</h1><hr><pre><a href="../">../</a>
<a href="1402/">1402/</a>      07-Nov-2024 15:00     -
<a href="a%20b.txt">a b.txt</a> 07-Nov-2024 15:00 182
</pre><hr></body></html>"""


def read(page: str | bytes, address: str = AT) -> dict[str, Any]:
    body = page if isinstance(page, bytes) else page.encode()
    said: dict[str, Any] = READERS["web_folder"](body, {"media_type": "text/html", "charset": None, "address": address})
    return said


def links(*targets: str) -> str:
    """A listing with these links."""
    return "<h1>Index of /minutes</h1>" + "".join(f'<a href="{target}">x</a>' for target in targets)


@pytest.mark.parametrize("page", [APACHE, IIS, NGINX], ids=["apache", "iis", "nginx"])
def test_files_and_folders_of_the_usual_servers(page: str) -> None:
    said = read(page)
    assert said["folders"] == [[f"{AT}1402/", "1402/"]]
    assert said["files"][0] == [f"{AT}a%20b.txt", "a b.txt"]
    assert [path for _, path in said["files"][1:]] in ([], ["صورت.txt"])


@pytest.mark.parametrize(
    "target",
    [
        "../", "/", "/minutes/", "?C=M;O=A", "a.txt?x=1", "https://elsewhere.example/minutes/a.txt",
        "http://docs.example/minutes/a.txt", "//docs.example:8443/minutes/a.txt", "javascript:alert(1)",
        "mailto:a@b.example",
        "/other/a.txt", "../minutes2/a.txt", "%2e%2e/secret.txt", ".git/", ".htaccess", "", "#top", "http://[bad/",
        "..%2f..%2fetc/passwd",
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_no_part_of_the_folder(target: str) -> None:
    said = read(links(target))
    assert (said["files"], said["folders"], said["is_listing"]) == ([], [], True)


@pytest.mark.parametrize("address", [f"{AT}index.html", "https://docs.example/minutes/?sort=1"])
def test_the_folder_is_that_of_the_page(address: str) -> None:
    assert [path for _, path in read(links("a.txt", "sub/b.txt"), address)["files"]] == ["a.txt", "sub/b.txt"]


def test_names_with_brackets_and_other_letters_and_bytes() -> None:
    said = read(links("a[1].txt", "%D0%B4.txt", "x%FF.txt"))
    assert [ascii(path) for _, path in said["files"]] == ["'a[1].txt'", "'\\u0434.txt'", "'x\\udcff.txt'"]


def test_a_file_that_is_listed_twice_is_one() -> None:
    assert len(read(links("a.txt", "a.txt#x", "./a.txt"))["files"]) == 1


@pytest.mark.parametrize(
    ("page", "is_listing"),
    [("<h1>Index of /minutes</h1>", True), ("<title>docs.example - /minutes/</title>", True), ("<h1>خطا</h1>", False)],
)
def test_an_empty_page_says_itself_whether_it_is_a_listing(page: str, is_listing: bool) -> None:
    assert read(page)["is_listing"] is is_listing


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<h1>Index of /</h1><form><input type=password></form>", "must-contain-missing"),
        (APACHE[:400], "page-cut"),
        ("<div>" * 100_000, "page-too-deep"),
    ],
)
def test_login_and_broken_pages_are_refused(page: str, code: str) -> None:
    with pytest.raises(StructureBroken) as caught:
        read(page)
    assert caught.value.code == code
