"""`edition NAME`: freeze results, site and list of changes, and add them to the branch `published`.

An edition is never touched again: before and after each publication the hashes of every older one are compared with the
manifest that was written when it was frozen.
"""

import hashlib
import shutil
import sys
from pathlib import Path

from analysis.book.assets import FOLDER
from analysis.book.build import build
from analysis.book.check import check
from analysis.book.progress import say
from analysis.catalogue import CatalogueError
from analysis.editions import frozen
from analysis.editions.errata import errata
from analysis.editions.site import root_files
from analysis.editions.store import Store
from analysis.handed import handing
from analysis.messages import Refusal
from analysis.results import compute

SHARED = f"../{FOLDER}/"  # from the folder of an edition
MANIFEST, RESULTS = "manifest.sha256", "results.json"
PLAIN = {".nojekyll": "", ".gitattributes": "* -text\n"}  # served and checked out byte by byte, whatever a host or git is told to do to texts


def publish(root, name):
    """Freeze an edition; the exit status. Refused before anything is built where it cannot be."""
    store, known = Store(root), frozen.editions(root)
    before = store.tip()
    published = _published(store, before)
    if name in published and name not in known:
        return recover(root, store, before, name)
    _check_name(name, sorted({*known, *published}))
    _check_state(store, name, known, published)
    _verify_all(root, store, before, known)
    status = check(root)
    if status:
        return status
    work = root / "_build" / f"edition-{name}"
    shutil.rmtree(work, ignore_errors=True)
    results = compute(root)
    with handing(results):
        status = build(root, out=work / "site", edition=name, work=work / "work")
    if status:
        return status
    site = work / "site" / "latest"
    (site / RESULTS).write_text(frozen.to_json(frozen.freeze(results, name)), encoding="utf-8")
    write_manifest(site)
    put(root, store, before, name, site, results)
    recover(root, store, store.tip(), name)
    shutil.rmtree(work, ignore_errors=True)
    return 0


def _published(store, commit):
    """Names of the editions on the branch."""
    return [name for name in (store.folders(commit) if commit else ()) if frozen.NAME.fullmatch(name)]


def _check_name(name, known):
    if not frozen.NAME.fullmatch(name):
        raise Refusal("edition_form", value=name, example=frozen.EXAMPLE)
    if name in known:
        raise Refusal("edition_exists", name=name)
    if known and name < known[-1]:
        raise Refusal("edition_order", name=name, value=known[-1])


def _check_state(store, name, known, published):
    """Refuse what could not be frozen as it stands, or would begin a second history."""
    _check_both(known, published)
    if changed := store.changed():
        raise Refusal("dirty_tree", name=name, value=", ".join(changed[:3]) + (", …" if len(changed) > 3 else ""))
    if store.tagged(name):
        raise Refusal("tag_exists", name=name)
    store.who()


def _check_both(known, published):
    """Refuse where the branch and `data/editions` do not hold the same editions."""
    if lost := [one for one in known if one not in published]:
        raise Refusal("branch_missing", name=", ".join(lost))
    if lost := [one for one in published if one not in known]:
        raise Refusal("results_missing", name=lost[0])


def write_manifest(site):
    """The SHA-256 of every file of an edition, and of those beside it that editions share, in the form of `sha256sum`."""
    own = {path.relative_to(site).as_posix(): path for path in Path(site).rglob("*") if path.is_file() and path.name != MANIFEST}
    shared = {SHARED + path.name: path for path in (Path(site).parent / FOLDER).iterdir()}
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n" for name, path in sorted({**own, **shared}.items())]
    (Path(site) / MANIFEST).write_text("".join(lines), encoding="utf-8")


def put(root, store, before, name, site, results):
    """Add a built edition to the branch; the new commit. `before` is the commit that was read."""
    head, date = store.head()
    say(f"{name}: {sum(path.is_file() for path in site.rglob('*'))} files into the branch published")
    kept = [path for path in (store.files(before) if before else ()) if not path.startswith("latest/")]
    paths = [*kept, *(f"{name}/{path.relative_to(site).as_posix()}" for path in site.rglob("*.html"))]
    texts = {"index.html": (site.parent / "index.html").read_text(encoding="utf-8"), **PLAIN, **root_files(results, errata(root)[0], paths)}
    after = store.commit(before, {name: site, "latest": site}, texts, f"Edition {name}\n\nFrozen from {head}.", date, {FOLDER: site.parent / FOLDER})
    _verify_kept(store, before, after, name)
    store.move(before, after, name, head)
    return after


def _verify_kept(store, before, after, name):
    """Refuse a commit that holds anything else than the older editions and what they ask for, byte by byte, and the new one twice."""
    old, new = store.folders(before) if before else {}, store.folders(after)
    for one, tree in old.items():
        if one not in ("latest", FOLDER) and new.get(one) != tree:
            raise Refusal("altered", name=one, value=one)
    if lost := sorted((store.files(before, FOLDER) if FOLDER in old else {}).items() - store.files(after, FOLDER).items()):
        raise Refusal("altered", name=FOLDER, value=lost[0][0])
    if new.get(name) != new.get("latest") or set(new) != {*old, name, "latest", FOLDER}:
        raise Refusal("altered", name=name, value="latest")
    verify(store, after, name, store.read(store.files(after, name)[MANIFEST]).decode())


def verify(store, commit, name, manifest):
    """Compare every file of an edition on the branch with its manifest; refused where one differs, is missing or too many."""
    wanted = {line[66:]: line[:64] for line in manifest.splitlines()}
    files = {path: blob for path, blob in store.files(commit, name).items() if path != MANIFEST}
    files |= {SHARED + path: blob for path, blob in store.files(commit, FOLDER).items() if SHARED + path in wanted}
    found = store.hashes(files)
    if wrong := sorted(path for path in {*wanted, *found} if wanted.get(path) != found.get(path)):
        raise Refusal("altered", name=name, value=wrong[0])


def _beside(root, name):
    """File of an edition -> where a copy of it stands beside the sources; the results last: they say that it is there."""
    folder = frozen.folder(root)
    return {MANIFEST: folder / f"{name}.sha256", RESULTS: folder / f"{name}.json"}


def _verify_all(root, store, commit, known):
    """Compare every edition on the branch with the manifest beside the sources, and that and the results beside them with the branch."""
    for name in known:
        copies = _beside(root, name)
        held = {kept: path.read_bytes().replace(b"\r\n", b"\n") if path.exists() else b"" for kept, path in copies.items()}
        manifest, blob = held[MANIFEST].decode(), store.files(commit, name).get(MANIFEST)
        if blob is None or store.read(blob) != held[MANIFEST]:
            raise Refusal("altered", name=name, value=copies[MANIFEST].relative_to(root).as_posix())
        verify(store, commit, name, manifest)
        if f"{hashlib.sha256(held[RESULTS]).hexdigest()}  {RESULTS}" not in manifest.splitlines():
            raise Refusal("altered", name=name, value=copies[RESULTS].relative_to(root).as_posix())
        say(f"edition {name}: {len(manifest.splitlines())} files are as they were frozen")


def recover(root, store, commit, name):
    """Tag the sources of a published edition where a freeze was cut off before, and write its results and manifest beside them; the exit status."""
    files, folder = store.files(commit, name), frozen.folder(root)
    verify(store, commit, name, store.read(files[MANIFEST]).decode())
    if not store.tagged(name):
        store.tag(name, store.frozen_from(commit, name) or "")
    folder.mkdir(parents=True, exist_ok=True)
    for kept, path in _beside(root, name).items():
        part = path.with_suffix(".part")
        part.write_bytes(store.read(files[kept]))
        part.replace(path)
    say(f"edition {name}: on the branch published; commit {folder.relative_to(root).as_posix()} to keep its results and hashes with the sources")
    return 0


def listed(root, with_errata=False):
    """Verify every edition and print their names; with_errata: also write the errata of today beside them. The exit status."""
    known = frozen.editions(root)
    if known:
        store = Store(root)
        commit = store.tip()
        _check_both(known, _published(store, commit))
        _verify_all(root, store, commit, known)
        if with_errata:
            _put_errata(root, store, commit)
    print("\n".join(known) or "no edition is frozen yet", file=sys.stdout)
    return 0


def _put_errata(root, store, before):
    """The errata as they are now, at the root of the branch: no folder of an edition is touched."""
    found, problems = errata(root)
    if problems:
        raise CatalogueError(problems)
    store.who()
    texts = root_files(compute(root), found, store.files(before))
    after = store.commit(before, {}, texts, "Errata", store.head()[1])
    if store.folders(before) != store.folders(after):
        raise Refusal("altered", name="errata", value="latest")
    store.move(before, after)
    say(f"{len(found)} errata on the branch published")
