"""Three editions built one after the other on the branch: none altered, each marked, and read in a browser."""

import functools
import hashlib
import http.server
import json
import re
import subprocess
import threading
from types import SimpleNamespace

import pytest
from helpers import ROOT, edit, set_cell
from published_book import branch, commit, freeze, git, repository

from analysis.__main__ import main
from analysis.editions import publish

ERRATUM = "2026.11,headline_cost,5.58e6,5.7e6,An hour was left out.,한 시간을 빠뜨렸다.,2026-12-02\n"


# Three editions


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """A repository with three editions: a price, a name and an erratum between the first two, a page that goes before the third."""
    folder = tmp_path_factory.mktemp("three")
    root = repository(folder / "book")
    first = freeze(root, "2026.11")
    commit(root, "2026.11")
    one = branch(root)
    set_cell(root / "data/rows/tiny.csv", "rented_price", "value", "2.5")
    for path in ("analysis/core/chapters/tiny.py", "data/terms/tiny.csv"):
        (root / path).write_text((root / path).read_text(encoding="utf-8").replace("known_cost", "disclosed_cost"), encoding="utf-8")
    edit(root / "analysis/core/chapters/tiny.py", '@result("USD")\ndef disclosed_cost', '@result("USD", formerly="known_cost")\ndef disclosed_cost')
    (root / "data/errata.csv").write_text(f"edition,number,was,is,why_en,why_ko,date\n{ERRATUM}", encoding="utf-8")
    commit(root, "a dearer hour")
    freeze(root, "2026.12")
    commit(root, "2026.12")
    two = branch(root)
    edit(root / "_toc.yml", "  - file: book/en/passing\n", "")
    for lang in ("en", "ko"):
        (root / "book" / lang / "passing.md").unlink()
    commit(root, "a page less")
    freeze(root, "2027.01")
    commit(root, "2027.01")
    site = folder / "site"
    git(root, "worktree", "add", "--quiet", "--detach", str(site), "published")  # as CONTRIBUTING says
    return SimpleNamespace(root=root, site=site, said=first, states=[one, two, branch(root)])


def test_no_byte_of_an_older_edition_changes(three):
    one, two, now = three.states
    for before, after in ((one, two), (two, now)):
        kept = {path: digest for path, digest in before.items() if path.startswith(("20", "assets/"))}
        assert kept and {path: digest for path, digest in after.items() if path in kept} == kept
    assert {path.split("/")[0] for path in now if "/" in path} == {"2026.11", "2026.12", "2027.01", "latest", "assets"}
    for state, name in zip(three.states, ("2026.11", "2026.12", "2027.01")):
        assert {path.removeprefix("latest/"): digest for path, digest in state.items() if path.startswith("latest/")} == {
            path.removeprefix(f"{name}/"): digest for path, digest in state.items() if path.startswith(f"{name}/")
        }  # fmt: skip


def test_editions_share_what_is_the_same(three):
    asked = [{line[66:] for line in (three.site / name / publish.MANIFEST).read_text().splitlines() if "../assets/" in line} for name in ("2026.11", "2027.01")]
    assert asked[0] & asked[1] and len(asked[0] | asked[1]) < 1.5 * len(asked[0])


def test_the_manifest_is_that_of_sha256sum_and_stands_beside_the_sources(three):
    for name in ("2026.11", "2026.12", "2027.01"):
        done = subprocess.run(["sha256sum", "--check", "--quiet", publish.MANIFEST], cwd=three.site / name, capture_output=True, encoding="utf-8")
        assert (done.returncode, done.stdout) == (0, "")
        assert (three.root / f"data/editions/{name}.sha256").read_bytes() == (three.site / name / publish.MANIFEST).read_bytes()
        assert (three.root / f"data/editions/{name}.json").read_bytes() == (three.site / name / publish.RESULTS).read_bytes()
        listed = {line[66:] for line in (three.site / name / publish.MANIFEST).read_text().splitlines()}
        shared = {path for path in listed if path.startswith("../assets/")}
        assert shared and listed - shared == {path.relative_to(three.site / name).as_posix() for path in (three.site / name).rglob("*") if path.is_file()} - {publish.MANIFEST}


def test_every_edition_is_verified_and_listed(three, capsys):
    assert main(["edition", "--root", str(three.root)]) == 0
    told = capsys.readouterr()
    assert told.out == "2026.11\n2026.12\n2027.01\n" and told.err.count("files are as they were frozen") == 3


def test_each_edition_is_a_commit_of_its_own_on_top_of_the_last_and_tags_its_sources(three):
    said = git(three.root, "log", "--format=%s %cI", "published").splitlines()
    dates = [git(three.root, "show", "--no-patch", "--format=%cI", name).strip() for name in ("2027.01", "2026.12", "2026.11")]
    assert said == [f"Edition {name} {date}" for name, date in zip(("2027.01", "2026.12", "2026.11"), dates)]
    assert git(three.root, "show", "2026.11:data/rows/tiny.csv").count("rented_price,2,") == 1
    assert "commit data/editions" in three.said


@pytest.mark.parametrize(
    ("target", "end"),
    [
        ("passing", "“A page that goes”, 2026.11/en/passing.html"),  # since gone
        ("costs#figure-phase_cost", "“The run of $5.58 million against the budget of $6 million”, 2026.11/en/costs.html#figure-phase_cost"),
        ("known_cost", "2026.11/en/numbers_k.html#number-known_cost"),  # since renamed
    ],
)
def test_an_edition_is_cited_as_its_site_says_it(three, capsys, target, end):
    assert main(["cite", target, "--edition", "2026.11", "--root", str(three.root)]) == 0
    said = capsys.readouterr().out.strip()
    path, _, place = said.rpartition(" ")[2].partition("#")
    page = (three.site / path).read_text(encoding="utf-8")
    assert said.endswith(end) and f' id="{place}"' in page + ' id=""'
    assert end.partition("”")[0].removeprefix("“") in page or target == "known_cost"


def test_pages_say_their_edition_and_what_changed(three):
    pages = {(name, lang): (three.site / name / lang / "changes.html").read_text(encoding="utf-8") for name in ("2026.11", "2026.12") for lang in ("en", "ko")}
    assert "This is edition 2026.11. It speaks as of 21 November 2026 and will not change." in pages["2026.11", "en"]
    assert "There is no earlier edition to compare with." in pages["2026.11", "en"] and "2026.12판이다." in pages["2026.12", "ko"]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", pages["2026.12", "en"]))
    assert re.search(r"Cost of the run headline_cost \$5\.58 million \$6\.97 million \+25% data: Assumed rent", text)
    assert re.search(r"Cost of the known runs disclosed_cost \$6\.08 million \$7\.47 million \+23% data: Assumed rent", text)
    assert "Erratum of 2 December 2026 to edition 2026.11" in text and "Compared with edition 2026.11 of 21 November 2026:" in text
    korean = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", pages["2026.12", "ko"]))
    assert re.search(r"학습 비용 headline_cost 558만 달러 697만 달러 \+25% 자료: 가정한 임대료", korean)


WORK_IN_PROGRESS = re.compile(r"(?i)\bdraft\b|still to be written|\bnot yet written|초고|아직 쓰지 않|확정판이 없")


def test_no_page_of_an_edition_calls_it_a_draft(three):
    pages = [path for name in ("2026.11", "2026.12", "2027.01") for path in (three.site / name).glob("*/*.html")]
    assert len(pages) >= 30
    assert [(path.parent.parent.name, path.name, found[0]) for path in pages if (found := WORK_IN_PROGRESS.search(path.read_text(encoding="utf-8")))] == []


SAYS_DRAFT = re.compile(r"(?i)\b(?:is|as|still) (?:a|the|only a) draft\b|\bno edition\b|\b(?:to be|not yet) written\b|초고(?:이|다|라|로|인|일|의)|확정판|확정하지 않|확정한 판이 없|아직 쓰지 않|쓸 (?:예정|것)")


def test_no_page_of_the_book_says_in_fixed_words_what_its_edition_will_make_untrue():
    for text in ("This is a draft; no edition is frozen yet.", "Energy is still to be written.", "아직 확정판이 없는 초고다.", "이 장은 아직 쓰지 않았다."):
        assert SAYS_DRAFT.search(text)
    pages = sorted((ROOT / "book").glob("[ek][no]/*.md"))
    assert len(pages) >= 40
    assert [(path.parent.name, path.name, found[0]) for path in pages for found in SAYS_DRAFT.finditer(path.read_text(encoding="utf-8"))] == []
    assert all("{ledger-edition}" in (ROOT / "book" / lang / f"{name}.md").read_text(encoding="utf-8") for lang in ("en", "ko") for name in ("start", "changes"))


def test_errata_can_be_added_between_editions(three, capsys, tmp_path):
    root = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(three.root), str(root))
    git(root, "branch", "--quiet", "published", "origin/published")
    git(root, "config", "user.name", "Tests")
    git(root, "config", "user.email", "tests@example.org")
    before = branch(root)
    with open(root / "data/errata.csv", "a", encoding="utf-8") as file:
        file.write("2026.12,size_class,large_run,small_run,It was not.,아니었다.,2027-01-02\n")
    assert main(["edition", "--errata", "--root", str(root)]) == 0
    after = branch(root)
    assert {path for path in {*before, *after} if before.get(path) != after.get(path)} == {"errata.js"}
    assert '"2026.12"' in git(root, "show", "published:errata.js")


# In a browser


@pytest.fixture(scope="module", params=["file", "http"])
def base(request, three):
    """The address of the site: as files, or from a server."""
    if request.param == "file":
        yield f"file://{three.site}/"
        return
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *given: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=three.site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def opened(chromium, base, path, said):
    """A page at the width of a telephone; `said` gets errors of scripts and addresses outside the site. The fixture book has no fonts."""
    tab = chromium.new_page(viewport={"width": 390, "height": 844})
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: None if request.url.startswith((base, "data:")) else said.append(request.url))
    tab.goto(base + path)
    return tab


def test_an_old_edition_learns_of_newer_ones_and_of_errata(chromium, base, three):
    said = []
    tab = opened(chromium, base, "2026.11/ko/start.html#start-table", said)
    assert tab.locator(".ledger-newer").inner_text() == "더 새로운 판이 나왔습니다. 2027.01판"
    assert "2026.11판 정정(2026년 12월 2일). 학습 비용: 558만 달러는 틀렸고 570만 달러가 맞다. 한 시간을 빠뜨렸다." in tab.locator(".ledger-errata").inner_text()
    assert tab.locator("data.ledger-erratum").count() >= 1
    tab.locator(".ledger-editions summary").click()
    links = tab.locator(".ledger-editions a")
    assert [links.nth(place).inner_text() for place in range(links.count())] == ["2027.01판", "2026.12판", "2026.11판"]
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.emulate_media(media="print")
    assert tab.locator(".ledger-editions summary").inner_text() == "컴퓨트 원장, 2026.11판"
    tab.emulate_media(media="screen")
    assert tab.locator(".ledger-editions summary").inner_text() == "2026.11판"
    tab.keyboard.press("Escape")
    assert not links.first.is_visible()
    tab.locator(".ledger-editions summary").click()
    links.first.click()
    tab.wait_for_url("**/2027.01/ko/start.html#start-table")
    assert tab.locator(".ledger-newer, .ledger-errata").count() == 0
    assert tab.locator(".ledger-editions [aria-current]").count() == 1
    tab.goto(f"{base}2026.11/ko/passing.html#passing")  # a page that the newest edition has no more
    tab.locator(".ledger-newer a").click()
    tab.wait_for_url("**/2027.01/ko/start.html")
    tab.close()
    assert said == []
    assert hashlib.sha256((three.site / "2026.11/ko/start.html").read_bytes()).hexdigest() == three.states[0]["2026.11/ko/start.html"]


def test_a_renamed_number_is_reached_by_its_old_address(chromium, base):
    said = []
    tab = opened(chromium, base, "latest/en/numbers.html#number-known_cost", said)
    tab.wait_for_url("**/latest/en/numbers_k.html#number-known_cost")
    row = tab.locator("tr#number-known_cost")
    assert row.is_visible() and row.locator("th").inner_text() == "known_cost"
    row.locator("a").click()
    tab.wait_for_url("**/latest/en/numbers_d.html#number-disclosed_cost")
    assert "formerly known_cost" in tab.locator("tr#number-disclosed_cost").inner_text()
    tab.close()
    assert said == []


def test_without_the_scripts_of_the_root_the_name_stands_alone(chromium, three, tmp_path):
    subprocess.run(["cp", "--recursive", str(three.site / "2026.11"), str(three.site / "assets"), str(tmp_path)], check=True)
    tab = chromium.new_page()
    tab.goto(f"file://{tmp_path}/2026.11/en/start.html")
    assert tab.locator(".ledger-editions").inner_text() == "Edition 2026.11" and tab.locator(".ledger-editions summary, .ledger-notice").count() == 0
    tab.close()


def test_a_hostile_script_at_the_root_writes_text_only_and_a_number_only_drawn_has_its_erratum(chromium, three, tmp_path):
    subprocess.run(["cp", "--recursive", str(three.site / "2026.11"), str(three.site / "assets"), str(tmp_path)], check=True)
    text = '<img src=x onerror="window.hit=1">'
    editions = [{"edition": f"2027.{text}", "pages": {"en": ["start"]}}, None, 3, {"edition": "2028.01"}]
    errata = [{"edition": "2026.11", "number": "headline_cost", "text": {"en": text}}, {"edition": "2026.11"}]
    (tmp_path / "versions.js").write_text(f"window.ledgerVersions = {json.dumps(editions)};")
    (tmp_path / "errata.js").write_text(f"window.ledgerErrata = {json.dumps(errata)};")
    tab = chromium.new_page()
    tab.goto(f"file://{tmp_path}/2026.11/en/start.html")
    assert tab.locator(".ledger-errata li").inner_text() == text and tab.evaluate("window.hit") is None
    assert tab.locator(".ledger-editions img, .ledger-notice img").count() == 0
    _drawn_only(tmp_path)
    tab.goto(f"file://{tmp_path}/2026.11/en/costs.html")
    assert tab.locator(".ledger-errata li").all_inner_texts() == ["budget_limit", "hour_price.alpha_chip"]
    assert tab.locator("figure.ledger-erratum-chart").count() == 1 and tab.locator("data.ledger-erratum").count() == 0
    assert tab.locator(".ledger-newer a").get_attribute("href") == "../../index.html"  # nothing is known of the pages of that edition
    tab.close()


def _drawn_only(folder):
    """A page whose chart draws a number, and a cell beside it, that stand nowhere else on the page; errata to both and to a cell of another line."""
    page = folder / "2026.11/en/costs.html"
    text = page.read_text(encoding="utf-8").replace('data-name="budget_limit"', 'data-name="another"')
    assert text.count('"name":"budget_limit"') == 1
    page.write_text(text.replace('"name":"budget_limit"', '"name":"budget_limit","line":"alpha_chip","hour_price":2'), encoding="utf-8")
    errata = [{"edition": "2026.11", "number": name, "text": {"en": name}} for name in ("budget_limit", "hour_price.alpha_chip", "hour_price.beta_chip", "line", "hour_price")]
    (folder / "errata.js").write_text(f"window.ledgerErrata = {json.dumps(errata)};")
    (folder / "versions.js").write_text('window.ledgerVersions = [{"edition": "2028.01"}];')


