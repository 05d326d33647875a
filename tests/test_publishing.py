"""The branch of frozen editions: kept whole whatever is killed or fails, never altered, and read in a browser."""
# Over 300 lines: one repository with three editions, two of them built, which takes most of the time, serves every test.

import functools
import hashlib
import http.server
import json
import os
import re
import signal
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest
from helpers import ROOT, edit, fixture_book, set_cell

from analysis.__main__ import main
from analysis.book.check import check, stamp
from analysis.editions import frozen, publish
from analysis.editions.store import Store
from analysis.messages import Refusal
from analysis.project import loaded
from analysis.results import compute

SUBPROCESS = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
PAGES = {
    "numbers": ("Every number", "모든 숫자", "```{ledger-numbers}\n```\n"),
    "changes": ("What changed", "달라진 점", "```{ledger-edition}\n```\n\n```{ledger-changes}\n```\n\n```{ledger-errata}\n```\n"),
}
ERRATUM = "2026.11,headline_cost,5.58e6,5.7e6,An hour was left out.,한 시간을 빠뜨렸다.,2026-12-02\n"


def git(root, *arguments):
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, encoding="utf-8").stdout


def commit(root, message="more"):
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)


def repository(root):
    """The fixture book with a page of numbers and one of changes, in a repository of its own, ready to be frozen."""
    fixture_book(root)
    for name, (english, korean, text) in PAGES.items():
        for lang, title in (("en", english), ("ko", korean)):
            (root / "book" / lang / f"{name}.md").write_text(f"({name})=\n# {title}\n\n{text}", encoding="utf-8")
    edit(root / "_toc.yml", "  - file: book/en/costs\n", "  - file: book/en/costs\n  - file: book/en/numbers\n  - file: book/en/changes\n")
    edit(root / "book/ko/costs.md", "둘 다 달러다. {num}`headline_cost|과/와` {num}`budget_limit`.", "{num}`headline_cost|과/와` {num}`budget_limit`, 둘 다 달러다.")
    edit(root / "data/scenarios/dear_rent.yml", "Dearer rent", "Rent at its height")
    (root / ".gitignore").write_text("_build/\n_site/\n__pycache__/\n", encoding="utf-8")
    stamp(root, "", None)
    check(root, write=True)
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "Tests")
    git(root, "config", "user.email", "tests@example.org")
    git(root, "config", "core.autocrlf", "true")  # bytes go in as they are, whatever git is told to do to texts
    commit(root, "first")
    return root


def freeze(root, name):
    """One call of `edition` that succeeds."""
    done = subprocess.run([sys.executable, "-m", "analysis", "edition", name, "--root", str(root)], cwd=ROOT, env=SUBPROCESS, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stderr


def computed(root):
    loaded.cache_clear()
    return compute(root)


def branch(root, commit="published"):
    """path -> hash of the bytes of everything on the branch."""
    store = Store(root)
    return store.hashes(store.files(commit))


def put(root, name, text="page"):
    """A small site, added to the branch without a build; its results beside the sources."""
    store, site = Store(root), root / "_build" / f"small-{name}"
    for lang in ("en", "ko"):
        (site / lang).mkdir(parents=True, exist_ok=True)
        (site / lang / "start.html").write_bytes(f"<p>{text}</p>\r\n{lang} {name}\n".encode())
    results = computed(root)
    (site / publish.RESULTS).write_text(frozen.to_json(frozen.freeze(results, name)), encoding="utf-8")
    publish.write_manifest(site)
    return publish.put(root, store, store.tip(), name, site, results)


@pytest.fixture
def small(tmp_path):
    """A repository with one small edition, which is committed beside the sources."""
    root = repository(tmp_path / "book")
    put(root, "2026.11")
    assert publish.publish(root, "2026.11") == 0  # which only fetches what the branch has
    commit(root)
    return root


# Killed or failing at every step of git

SHIM = """#!/bin/sh
n=$(($(cat "{count}") + 1)); echo $n > "{count}"; echo "$1" >> "{count}.log"
if [ $n = {at} ]; then
  [ {mode} = before ] && {{ kill -9 $PPID; exit 1; }}
  [ {mode} = fail ] && {{ echo broken >&2; exit 1; }}
  "{git}" "$@"; kill -9 $PPID; exit
fi
exec "{git}" "$@"
"""


def steps(root, folder, at, mode):
    """Publish a small edition in a process that is killed before, after or fails at one step of git: (how it ended, steps of git)."""
    git_path = subprocess.run(["which", "git"], capture_output=True, encoding="utf-8", check=True).stdout.strip()
    folder.mkdir(exist_ok=True)
    (folder / "count").write_text("0")
    (folder / "count.log").write_text("")
    (folder / "git").write_text(SHIM.format(count=folder / "count", at=at, mode=mode, git=git_path))
    (folder / "git").chmod(0o755)
    child = os.fork()
    if child == 0:
        os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
        try:
            put(root, "2026.12")
        except Refusal:
            os._exit(2)
        except BaseException:
            os._exit(3)
        os._exit(0)
    return os.waitpid(child, 0)[1], (folder / "count.log").read_text().split()


def test_whatever_step_is_killed_or_fails_the_branch_is_whole(small, tmp_path):
    before, held, shim = git(small, "rev-parse", "published"), branch(small), tmp_path / "shim"
    computed(small)
    ended, done = steps(small, shim, 0, "before")
    assert ended == 0 and done[-1] == "update-ref" and len(done) > 12
    whole = {path: digest for path, digest in branch(small).items() if not path.startswith("latest/")}
    for at in range(1, len(done) + 1):
        for mode in ("before", "fail", "after") if at in (2, 5, len(done) - 1, len(done)) else ("after",):
            git(small, "update-ref", "refs/heads/published", before.strip())
            git(small, "tag", "--delete", "2026.12") if git(small, "tag", "--list", "2026.12") else None
            ended, _ = steps(small, shim, at, mode)
            assert os.waitstatus_to_exitcode(ended) == (2 if mode == "fail" else -signal.SIGKILL), (at, mode)
            moved = (at, mode) == (len(done), "after")
            assert (git(small, "rev-parse", "published") != before) == bool(git(small, "tag", "--list", "2026.12")) == moved, (at, mode)
            found = branch(small)
            assert found == held if not moved else {path: digest for path, digest in found.items() if not path.startswith("latest/")} == whole, (at, mode)
            assert git(small, "status", "--porcelain") == "", (at, mode)
    assert publish.publish(small, "2026.12") == 0  # killed after the branch had moved: what is missing beside the sources is fetched
    assert frozen.editions(small) == ["2026.11", "2026.12"]
    git(small, "fsck", "--no-dangling")


def test_a_build_that_fails_leaves_the_branch_alone(small, capsys, monkeypatch):
    held = branch(small)
    monkeypatch.setattr(publish, "build", lambda *given, **more: 1)
    assert main(["edition", "2026.12", "--root", str(small)]) == 1
    assert branch(small) == held and frozen.editions(small) == ["2026.11"]
    edit(small / "book/en/costs.md", "## The answer", "## An answer")
    commit(small)
    assert main(["edition", "2026.12", "--root", str(small)]) == 1  # a translation that is not up to date is not frozen
    assert branch(small) == held


def test_a_branch_that_moves_meanwhile_is_not_overwritten(small):
    store = Store(small)
    stale = store.tip()
    put(small, "2026.12")
    site = small / "_build" / "small-2026.12"
    with pytest.raises(Refusal) as told:
        publish.put(small, store, stale, "2027.01", site, computed(small))
    assert told.value.code == "branch_moved" and set(store.folders("published")) == {"2026.11", "2026.12", "latest"}
    assert not store.tagged("2027.01")


# Refusals


def refused(root, name, capsys, lang="en"):
    held = git(root, "for-each-ref")
    loaded.cache_clear()
    assert main(["edition", name, "--root", str(root), "--lang", lang]) == 2
    assert git(root, "for-each-ref") == held
    return capsys.readouterr().err


def test_what_cannot_be_frozen_is_refused_before_anything_is_built(small, capsys, monkeypatch):
    monkeypatch.setattr(publish, "build", lambda *given, **more: pytest.fail("it was built"))
    assert "Edition 2026.11 is frozen: it is never changed." in refused(small, "2026.11", capsys)
    assert "Edition 2026.10 would come before 2026.11" in refused(small, "2026.10", capsys)
    for name in ("2026-12", "2026.13", "26.12", "2026.12.1", "../2026.12", "latest", "２０２６.12"):
        assert f"'{name}' is no name of an edition. Allowed: year and month, such as 2026.11." in refused(small, name, capsys)
    assert "‘latest’는 판 이름이 아닙니다. 허용: 2026.11처럼 연도와 달." in refused(small, "latest", capsys, "ko")
    (small / "data/rows/mine.csv").write_text("", encoding="utf-8")
    assert "must be committed, and these files are not: data/rows/mine.csv" in refused(small, "2026.12", capsys)
    (small / "data/rows/mine.csv").unlink()
    git(small, "tag", "2026.12")
    assert "There is a tag '2026.12'" in refused(small, "2026.12", capsys)


def test_a_second_history_is_not_begun(small, capsys):
    git(small, "branch", "--quiet", "--move", "published", "elsewhere")
    assert "The branch published lacks 2026.11, which data/editions holds." in refused(small, "2026.12", capsys)
    git(small, "branch", "--quiet", "--move", "elsewhere", "published")
    for path in (small / "data/editions").glob("2026.11.*"):
        path.unlink()
    assert "Edition 2026.11 is on the branch published, and data/editions lacks it." in refused(small, "2026.12", capsys)


def test_an_edition_that_was_altered_is_found(small, capsys):
    store = Store(small)
    site = small / "_build" / "small-2026.11"
    (site / "en" / "start.html").write_text("another", encoding="utf-8")
    git(small, "update-ref", "refs/heads/published", store.commit(store.tip(), {"2026.11": site, "latest": site}, {}, "Tampered", store.head()[1]))
    assert main(["edition", "--root", str(small)]) == 2
    assert "Edition 2026.11 is not what was frozen: en/start.html differs." in capsys.readouterr().err
    assert "en/start.html differs" in refused(small, "2026.12", capsys)


def test_without_git_or_outside_a_repository_it_is_refused(tmp_path, capsys, monkeypatch):
    root = fixture_book(tmp_path / "book")
    assert main(["edition", "2026.11", "--root", str(root)]) == 2
    assert "is not the root of a git repository, or git is not installed" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["edition", "2026.11", "--root", str(root), "--lang", "ko"]) == 2
    assert "git이 없습니다" in capsys.readouterr().err


# Three editions


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """A repository with three editions: two built, with a price, a name and an erratum between them, and a small one."""
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
    put(root, "2027.01")
    publish.recover(root, Store(root), Store(root).tip(), "2027.01")
    commit(root, "2027.01")
    site = folder / "site"
    site.mkdir()
    subprocess.run(f"git -c core.autocrlf=false archive published~1 | tar --extract --directory '{site}'", cwd=root, shell=True, check=True)
    return SimpleNamespace(root=root, site=site, said=first, states=[one, two, branch(root)])


def test_no_byte_of_an_older_edition_changes(three):
    one, two, now = three.states
    for before, after in ((one, two), (two, now)):
        kept = {path: digest for path, digest in before.items() if path.startswith("20")}
        assert kept and {path: digest for path, digest in after.items() if path in kept} == kept
    assert {path.split("/")[0] for path in now if "/" in path} == {"2026.11", "2026.12", "2027.01", "latest"}
    for state, name in zip(three.states, ("2026.11", "2026.12", "2027.01")):
        assert {path.removeprefix("latest/"): digest for path, digest in state.items() if path.startswith("latest/")} == {
            path.removeprefix(f"{name}/"): digest for path, digest in state.items() if path.startswith(f"{name}/")
        }  # fmt: skip


def test_the_manifest_is_that_of_sha256sum_and_stands_beside_the_sources(three):
    for name in ("2026.11", "2026.12"):
        done = subprocess.run(["sha256sum", "--check", "--quiet", publish.MANIFEST], cwd=three.site / name, capture_output=True, encoding="utf-8")
        assert (done.returncode, done.stdout) == (0, "")
        assert (three.root / f"data/editions/{name}.sha256").read_bytes() == (three.site / name / publish.MANIFEST).read_bytes()
        assert (three.root / f"data/editions/{name}.json").read_bytes() == (three.site / name / publish.RESULTS).read_bytes()
        listed = {line[66:] for line in (three.site / name / publish.MANIFEST).read_text().splitlines()}
        assert listed == {path.relative_to(three.site / name).as_posix() for path in (three.site / name).rglob("*") if path.is_file()} - {publish.MANIFEST}


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
    assert tab.locator(".ledger-newer").inner_text() == "더 새로운 판이 나왔다. 2026.12판"
    assert "2026.11판 정정(2026년 12월 2일). 학습 비용: 558만 달러는 틀렸고 570만 달러가 맞다. 한 시간을 빠뜨렸다." in tab.locator(".ledger-errata").inner_text()
    assert tab.locator("data.ledger-erratum").count() >= 1
    tab.locator(".ledger-editions summary").click()
    links = tab.locator(".ledger-editions a")
    assert [links.nth(place).inner_text() for place in range(links.count())] == ["2026.12판", "2026.11판"]
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.emulate_media(media="print")
    assert tab.locator(".ledger-editions summary").inner_text() == "컴퓨트 원장, 2026.11판"
    tab.emulate_media(media="screen")
    assert tab.locator(".ledger-editions summary").inner_text() == "2026.11판"
    tab.keyboard.press("Escape")
    assert not links.first.is_visible()
    tab.locator(".ledger-editions summary").click()
    links.first.click()
    tab.wait_for_url("**/2026.12/ko/start.html#start-table")
    assert tab.locator(".ledger-newer, .ledger-errata").count() == 0
    assert tab.locator(".ledger-editions [aria-current]").count() == 1
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
    subprocess.run(["cp", "--recursive", str(three.site / "2026.11"), str(tmp_path / "2026.11")], check=True)
    tab = chromium.new_page()
    tab.goto(f"file://{tmp_path}/2026.11/en/start.html")
    assert tab.locator(".ledger-editions").inner_text() == "Edition 2026.11" and tab.locator(".ledger-editions summary, .ledger-notice").count() == 0
    tab.close()


def test_a_hostile_script_at_the_root_writes_text_only(chromium, three, tmp_path):
    subprocess.run(["cp", "--recursive", str(three.site / "2026.11"), str(tmp_path / "2026.11")], check=True)
    text = '<img src=x onerror="window.hit=1">'
    editions = [{"edition": f"2027.{text}", "pages": {"en": ["start"]}}, None, 3, {"edition": "2028.01"}]
    errata = [{"edition": "2026.11", "number": "headline_cost", "text": {"en": text}}, {"edition": "2026.11"}]
    (tmp_path / "versions.js").write_text(f"window.ledgerVersions = {json.dumps(editions)};")
    (tmp_path / "errata.js").write_text(f"window.ledgerErrata = {json.dumps(errata)};")
    tab = chromium.new_page()
    tab.goto(f"file://{tmp_path}/2026.11/en/start.html")
    assert tab.locator(".ledger-errata li").inner_text() == text and tab.evaluate("window.hit") is None
    assert tab.locator(".ledger-editions img, .ledger-notice img").count() == 0
    tab.close()


