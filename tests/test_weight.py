"""What a page weighs and what it may run, read from the files of the built book."""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest

from analysis.book.assets import Assets
from analysis.book.policy import POLICY
from analysis.typefaces import parts, web_fonts

FIRST_TEXT = 200_000  # bytes, compressed: what stands between a reader on a slow line and the first sentence
BLOCKING = re.compile(r'<(?:link rel="stylesheet"[^>]*?href|link [^>]*?href|script src)="([^"#?]+)"[^>]*>')
ASKED = re.compile(r'(?:src|href|content)="([^"#?]*assets/[^"#?]+)"')


@cache
def compressed(path):
    return len(gzip.compress(path.read_bytes(), 6))


def blocking(page, html):
    """Files that a browser waits for before it draws: styles, and scripts that are neither deferred nor data."""
    found = [match for match in BLOCKING.finditer(html) if match[0].startswith("<script") or 'rel="stylesheet"' in match[0]]
    return [page.parent / match[1] for match in found if " defer" not in match[0]]


def pages(site):
    """Pages that hold anything: the first of a language only leads on."""
    return [path for path in sorted((site / "latest").rglob("*.html")) if path.name != "index.html"]


@pytest.fixture
def site(book_site):
    return book_site.site


def test_a_page_weighs_little_up_to_its_first_text(site):
    heavy = {}
    for page in pages(site):
        html = page.read_text(encoding="utf-8")
        weight = compressed(page) + sum(compressed(path) for path in blocking(page, html))
        if weight > FIRST_TEXT:
            heavy[page.relative_to(site).as_posix()] = weight
    assert heavy == {}


def test_what_blocks_is_seen():
    html = '<link rel="stylesheet" href="a.css"><link href="b.css" rel="stylesheet"><script src="c.js"></script><script defer src="d.js"></script><link rel="icon" href="e.svg">'
    assert [path.name for path in blocking(Path("x/y.html"), html)] == ["a.css", "b.css", "c.js"]


def test_every_asset_is_there_and_none_is_unasked(site):
    asked = {path.name for page in [site / "index.html", *pages(site)] for path in map(Path, ASKED.findall(page.read_text(encoding="utf-8")))}
    there = {path.name for path in (site / "assets").iterdir()}
    assert asked <= there
    inside = "".join(path.read_text(encoding="utf-8") for path in (site / "assets").iterdir() if path.suffix in (".css", ".js"))
    assert {name for name in there - asked if name not in inside} == set()
    assert not list(site.rglob("_static"))


def test_no_page_runs_what_is_written_in_it(site):
    """Scripts are files; what is left in a page is data. No attribute runs anything."""
    for page in pages(site):
        html = page.read_text(encoding="utf-8")
        assert POLICY in html[:600], page
        inline = [tag for tag in re.findall(r"<script\b[^>]*>", html) if "src=" not in tag and not re.search(r'type="application/(ld\+)?json"', tag)]
        assert inline == [], page
        assert re.findall(r"<[a-z][^<>]*\son[a-z]+=", html) == [], page


def test_the_policy_forbids_evaluation_and_other_sites():
    scripts = dict(part.strip().partition(" ")[::2] for part in POLICY.split(";"))
    assert scripts["default-src"] == "'none'" and scripts["script-src"] == "'self' file:"
    assert "unsafe-eval" not in POLICY and "http" not in POLICY and "*" not in POLICY


@pytest.fixture
def folder(tmp_path):
    static = tmp_path / "_static"
    (static / "fonts").mkdir(parents=True)
    (static / "fonts" / "a.woff2").write_bytes(b"font")
    (static / "a.css").write_text("@font-face{src:url(x/fontawesome/y.woff2)} b{src:url('fonts/a.woff2')} i{mask:url(\"data:image/svg+xml,%3Csvg xmlns='u'%3E\")}")
    (static / "a.js").write_text('load("other.js"); load("absent.js")')
    (static / "other.js").write_text("1")
    (static / "unasked.js").write_text("2")
    (tmp_path / "page.html").write_text('<link href="_static/a.css?v=1"><script src="./_static/a.js"></script><img src="../_static.png"><meta content="https://ledger.example/book/latest/en/_static/fonts/a.woff2">')
    return tmp_path


def test_assets_are_named_by_what_is_in_them(folder):
    shared = Assets()
    text = next(iter(shared.pages(folder).values()))
    plain = {re.sub(r"-[0-9a-f]{12}\.", ".", name): name for name in shared.files}
    names = [plain[key] for key in sorted(plain)]
    assert sorted(plain) == ["a.css", "a.js", "a.woff2", "other.js"]
    assert f'href="../../assets/{names[0]}"' in text and f'src="../../assets/{names[1]}"' in text and '"../_static.png"' in text
    assert f'content="https://ledger.example/book/assets/{names[2]}"' in text
    style, script = shared.files[names[0]].decode(), shared.files[names[1]].decode()
    assert f"url({names[2]})" in style and "fontawesome" not in style and "url(\"data:image/svg+xml,%3Csvg xmlns='u'%3E\")" in style
    assert f'"{names[3]}"' in script and '"absent.js"' in script


def test_a_file_that_changes_gets_another_name(folder):
    before, after = Assets(), Assets()
    before.pages(folder)
    (folder / "_static" / "fonts" / "a.woff2").write_bytes(b"another font")
    after.pages(folder)
    changed = set(after.files) - set(before.files)
    assert sorted(name.partition("-")[0] + name[name.rindex("."):] for name in changed) == ["a.css", "a.woff2"]  # the style names the font


def test_a_typeface_is_cut_into_what_every_page_the_book_and_a_reader_need(tmp_path):
    whole = web_fonts(Path(__file__).parent.parent)[0]
    found = parts(whole, "원장 A", tmp_path)
    assert [file.name.split(".")[-2] for file, _ in found] == ["subset", "book", "latin"] and found[0][0] == whole
    assert "U+AC00-" in found[0][1] and found[1][1] == "U+C6D0,U+C7A5" and found[2][1].startswith("U+20-7E,") and found[2][1].endswith("U+AD6D,U+C5B4,U+D55C")
    assert all(file.read_bytes()[:4] == b"wOF2" for file, _ in found) and found[2][0].stat().st_size < 30_000
    assert parts(whole, "원장 A", tmp_path) == found


def test_what_the_theme_tells_its_authors_is_left_out(tmp_path):
    (tmp_path / "_static" / "scripts").mkdir(parents=True)
    (tmp_path / "_static" / "scripts" / "pydata-sphinx-theme.js").write_text('console.log("[PST]",...e);console.error(e)')
    (tmp_path / "page.html").write_text('<script src="_static/scripts/pydata-sphinx-theme.js"></script>')
    shared = Assets()
    shared.pages(tmp_path)
    assert list(shared.files.values()) == [b'Boolean("[PST]",...e);console.error(e)']
