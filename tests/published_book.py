"""A repository of its own with the fixture book, to freeze editions from: built ones, and small ones put on the branch without a build."""

import os
import subprocess
import sys

from helpers import ROOT, edit, fixture_book

from analysis.book.check import check, stamp
from analysis.editions import frozen, publish
from analysis.editions.store import Store
from analysis.project import loaded
from analysis.results import compute

SUBPROCESS = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
PAGES = {
    "numbers": ("Every number", "모든 숫자", "```{ledger-numbers}\n```\n"),
    "changes": ("What changed", "달라진 점", "```{ledger-edition}\n```\n\n```{ledger-changes}\n```\n\n```{ledger-errata}\n```\n"),
    "passing": ("A page that goes", "없어질 쪽", "{num}`headline_cost`\n"),
}


def git(root, *arguments):
    """What git says; a failure is an error."""
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, encoding="utf-8").stdout


def commit(root, message="more"):
    """Commit everything."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)


def repository(root):
    """The fixture book with a page of numbers, one of changes and one that goes later, in a repository of its own, ready to be frozen."""
    fixture_book(root)
    for name, (english, korean, text) in PAGES.items():
        for lang, title in (("en", english), ("ko", korean)):
            (root / "book" / lang / f"{name}.md").write_text(f"({name})=\n# {title}\n\n{text}", encoding="utf-8")
    edit(root / "_toc.yml", "  - file: book/en/costs\n", "".join(f"  - file: book/en/{name}\n" for name in ("costs", *PAGES)))
    edit(root / "book/ko/costs.md", "둘 다 달러다. {num}`headline_cost|과/와` {num}`budget_limit`.", "{num}`headline_cost|과/와` {num}`budget_limit`, 둘 다 달러다.")
    edit(root / "data/scenarios/dear_rent.yml", "Dearer rent", "Rent at its height")
    (root / ".gitignore").write_text("_build/\n_site/\n__pycache__/\n", encoding="utf-8")
    stamp(root, "", None)
    check(root, write=True)
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "Tests")
    git(root, "config", "user.email", "tests@example.org")
    git(root, "config", "core.autocrlf", "true")  # bytes go in and come out as they are, whatever git is told to do to texts
    commit(root, "first")
    return root


def freeze(root, name):
    """One call of `edition` that succeeds; what it says."""
    done = subprocess.run([sys.executable, "-m", "analysis", "edition", name, "--root", str(root)], cwd=ROOT, env=SUBPROCESS, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stderr


def computed(root):
    """The results of the book as its files are now."""
    loaded.cache_clear()
    return compute(root)


def branch(root, commit="published"):
    """path -> hash of the bytes of everything on the branch."""
    store = Store(root)
    return store.hashes(store.files(commit))


def small_site(site, name, text="page"):
    """Two pages, as a build would leave them, with the page before them and what they ask for: one file of every edition, one of their own."""
    (site.parent / "assets").mkdir(parents=True, exist_ok=True)
    for path, words in (("index.html", "front"), ("assets/shared-1.css", "b{}"), (f"assets/own-{name}.css", text)):
        (site.parent / path).write_text(words, encoding="utf-8")
    for lang in ("en", "ko"):
        (site / lang).mkdir(parents=True, exist_ok=True)
        (site / lang / "start.html").write_bytes(f"<p>{text}</p>\r\n{lang} {name}\n".encode())


def put(root, name, text="page"):
    """A small site, added to the branch without a build."""
    store, site = Store(root), root / "_build" / f"small-{name}" / "latest"
    small_site(site, name, text)
    results = computed(root)
    (site / publish.RESULTS).write_text(frozen.to_json(frozen.freeze(results, name)), encoding="utf-8")
    publish.write_manifest(site)
    return publish.put(root, store, store.tip(), name, site, results)
