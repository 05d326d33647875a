"""The one browser that the tests drive: an installed Chromium, or a loud skip, or a failure where CI=true."""

import functools
import http.server
import os
import shutil
import threading
import time
from types import SimpleNamespace

import pytest
from helpers import book_results, build_book

from analysis.handed import handing

EXECUTABLES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LONGEST = ("test_reexecution.py", "test_notebooks.py", "test_refusals.py", "test_results.py", "test_readme.py", "test_uncertainty.py", "test_claims.py", "test_walk.py")  # run first, so that no process waits for one at the end
MISSING = "no Chromium found: install it, or name its executable in the variable CHROMIUM"


def chromium_path():
    """Path of the Chromium to drive, or None."""
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else EXECUTABLES)), None)


def refuse_missing():
    """Skip the test that asked for a browser; under CI a test that did not run must not look like success."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)


@pytest.fixture(scope="session")
def chromium():
    """A running browser with an empty profile (Playwright's sync API): open pages with `chromium.new_page()`.

    Playwright leaves an event loop running: in a process that has the browser, papermill works, `asyncio.run` does not.
    """
    path = chromium_path()
    if path is None:
        refuse_missing()
    from playwright.sync_api import sync_playwright  # here, since it starts slowly and few tests need it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def book_site(tmp_path_factory):
    """The book built once for the whole run, whichever process comes first: `site`, its folder, and `source`, where the executed notebooks are.

    Tests read it and change nothing in it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "book_site"
    done = folder / "done"
    try:
        folder.mkdir()
    except FileExistsError:
        while not done.exists():
            time.sleep(0.2)
    else:
        try:
            build_book(folder)
        finally:
            done.touch()
    assert (folder / "site" / "index.html").exists(), "the book does not build"
    return SimpleNamespace(site=folder / "site", source=folder / "tree" / "_build" / "published" / "source")


class Silent(http.server.SimpleHTTPRequestHandler):
    """Files without a line in the log for each."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def bases(book_site):
    """How a reader gets to the site: scheme -> address of its root."""
    handler = functools.partial(Silent, directory=str(book_site.site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {"file": f"{book_site.site.as_uri()}/", "http": f"http://127.0.0.1:{server.server_port}/"}
        server.shutdown()


@pytest.fixture(scope="session", autouse=True)
def handed_on():
    """The book is computed once a process, and handed on as a build hands it to its pages: what changes nothing is not computed again."""
    with handing(book_results()):
        yield


@pytest.fixture
def no_ranges(monkeypatch):
    """For tests that compute often and ask for no range, which is half of the work."""
    monkeypatch.setattr("analysis.results.ranges", lambda *args, **more: {})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))  # keeps the order within a file
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter):
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if MISSING in str(report.longrepr)]
    if skipped:
        terminalreporter.section(f"{len(skipped)} BROWSER TESTS DID NOT RUN", sep="!", red=True)
        terminalreporter.line(MISSING)
