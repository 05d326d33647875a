"""Publishing that is killed or fails at any step that writes, and what cannot be published: the last good site is left."""
# Over 300 lines: the two ways to kill at each step, and every refusal, stand on one repository.

import os
import shutil
import signal
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from helpers import edit, fixture_book
from published_book import branch, commit, computed, git, put, repository, small_site

from analysis.__main__ import main
from analysis.editions import frozen, publish
from analysis.editions.store import Store
from analysis.messages import Refusal
from analysis.project import loaded

NEW = "2026.12"


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A repository with one small edition, which is committed beside the sources."""
    root = repository(tmp_path_factory.mktemp("killed") / "book")
    put(root, "2026.11")
    assert publish.publish(root, "2026.11") == 0  # which only fetches what the branch has
    commit(root)
    return root


@pytest.fixture
def small(first, tmp_path):
    """A copy of it."""
    root = tmp_path / "book"
    shutil.copytree(first, root)
    git(root, "status")  # which notes the files as they were copied
    return root


def ended(work):
    """How a process of its own ended that did some work: its exit status, negative for a signal; 2 for a Refusal."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if work() else 4)
        except Refusal:
            os._exit(2)
        except BaseException:
            os._exit(3)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


# Each step of git

SHIM = """#!/bin/sh
n=$(($(cat "{count}") + 1)); echo $n > "{count}"; echo "$1" >> "{count}.log"
if [ $n = {at} ]; then
  [ {mode} = before ] && {{ kill -9 $PPID; exit 1; }}
  [ {mode} = fail ] && {{ echo broken >&2; exit 1; }}
  "{git}" "$@"; kill -9 $PPID; exit
fi
exec "{git}" "$@"
"""


def steps(folder, at, mode, work):
    """Work in a process that is killed before, after or fails at one step of git: (how it ended, steps of git)."""
    folder.mkdir(exist_ok=True)
    (folder / "count").write_text("0")
    (folder / "count.log").write_text("")
    (folder / "git").write_text(SHIM.format(count=folder / "count", at=at, mode=mode, git=shutil.which("git")))
    (folder / "git").chmod(0o755)

    def shimmed():
        os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
        return work()

    return ended(shimmed), (folder / "count.log").read_text().split()


def test_whatever_step_of_git_is_killed_or_fails_the_branch_is_whole(small, tmp_path):
    before, held, shim = git(small, "rev-parse", "published"), branch(small), tmp_path / "shim"
    computed(small)
    status, done = steps(shim, 0, "before", lambda: put(small, NEW))
    assert status == 0 and done[-1] == "update-ref" and len(done) > 12
    whole = {path: digest for path, digest in branch(small).items() if not path.startswith("latest/")}
    for at in range(1, len(done) + 1):
        for mode in ("before", "fail", "after") if at in (2, 5, len(done) - 1, len(done)) else ("after",):
            unpublished(small, before)
            status, _ = steps(shim, at, mode, lambda: put(small, NEW))
            assert status == (2 if mode == "fail" else -signal.SIGKILL), (at, mode)
            moved = (at, mode) == (len(done), "after")
            assert (git(small, "rev-parse", "published") != before) == bool(git(small, "tag", "--list", NEW)) == moved, (at, mode)
            found = branch(small)
            assert found == held if not moved else {path: digest for path, digest in found.items() if not path.startswith("latest/")} == whole, (at, mode)
            assert git(small, "status", "--porcelain") == "", (at, mode)
    assert publish.publish(small, NEW) == 0  # killed after the branch had moved: what is missing beside the sources is fetched
    assert frozen.editions(small) == ["2026.11", NEW]
    git(small, "fsck", "--no-dangling")


def test_errata_killed_at_any_step_of_git_leave_the_branch_whole(small, tmp_path):
    (small / "data/errata.csv").write_text("edition,number,was,is,why_en,why_ko,date\n2026.11,headline_cost,5.58e6,5.7e6,Why.,왜.,2026-12-02\n", encoding="utf-8")
    before, shim = git(small, "rev-parse", "published"), tmp_path / "shim"
    computed(small)
    status, done = steps(shim, 0, "before", lambda: publish.listed(small, with_errata=True) == 0)
    after = git(small, "rev-parse", "published")
    assert status == 0 and done[-1] == "update-ref" and after != before
    for at in (*range(1, len(done), 3), len(done)):
        git(small, "update-ref", "refs/heads/published", before.strip())
        assert steps(shim, at, "after", lambda: publish.listed(small, with_errata=True) == 0)[0] == -signal.SIGKILL
        assert git(small, "rev-parse", "published") == (after if at == len(done) else before), at


# Each step that writes, of git or of files


def unpublished(root, before):
    """Put branch, tag and files back to where only the first edition is."""
    git(root, "update-ref", "refs/heads/published", before.strip())
    if git(root, "tag", "--list", NEW):
        git(root, "tag", "--delete", NEW)
    for path in (root / "data/editions").glob("2026.12*"):
        path.unlink()


def built(root, out, edition, work):
    """Instead of a build, which writes below `_build` only."""
    small_site(out / "latest", edition)
    return 0


def writing(at, mode, log, monkeypatch):
    """Kill this process before, amid or after its step `at` of those that write; each is noted in `log`."""
    count = iter(range(1, 1000))

    def killing(write, named):
        def killed(*given, **more):
            this = next(count) == at
            with open(log, "a", encoding="utf-8") as file:
                file.write(f"{named(given)}\n")
            if this and mode == "amid" and isinstance(given[1:] and given[1], (str, bytes)):
                write(given[0], given[1][: len(given[1]) // 2], **more)
            elif not this or mode == "after":
                done = write(*given, **more)
            if this:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return killed

    for name in ("write_bytes", "write_text", "replace"):
        monkeypatch.setattr(Path, name, killing(getattr(Path, name), lambda given, verb=name: f"{verb} {given[0].name}"))
    monkeypatch.setattr(shutil, "rmtree", killing(shutil.rmtree, lambda given: f"rmtree {Path(given[0]).name}"))
    monkeypatch.setattr(Store, "move", killing(Store.move, lambda given: "move"))
    monkeypatch.setattr(Store, "tag", killing(Store.tag, lambda given: "tag"))


def killed_writing(root, at, mode, log):
    """Publish in a process that is killed at one of its steps that write: (how it ended, the steps)."""
    log.write_text("")

    def work():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(publish, "check", lambda root: 0)
            patch.setattr(publish, "build", built)
            writing(at, mode, log, patch)
            return publish.publish(root, NEW) == 0

    return ended(work), log.read_text(encoding="utf-8").splitlines()


def state(root):
    """What a reader and the sources see: the branch, the tag, the results and hashes beside the sources."""
    beside = {path.name: path.read_bytes() for path in sorted((root / "data/editions").iterdir()) if path.suffix != ".part"}
    return SimpleNamespace(branch=git(root, "rev-parse", "published"), tag=git(root, "for-each-ref", "refs/tags"), beside=beside)


def test_whatever_step_that_writes_is_killed_the_last_good_site_is_left_and_the_next_call_ends_it(small, tmp_path):
    log = tmp_path / "log"
    computed(small)
    before = state(small)
    status, done = killed_writing(small, 0, "", log)
    after = state(small)
    move = done.index("move") + 1
    assert status == 0 and done[0] == done[-1] == "rmtree edition-2026.12"
    assert {"write_bytes start.html", "write_text results.json", "write_text manifest.sha256", "write_text versions.js", "write_text errata.js", "write_text index.html"} <= set(done[:move])
    assert done[move:-1] == ["write_bytes 2026.12.part", "replace 2026.12.part"] * 2
    for at in range(1, len(done) + 1):
        for mode in ("before", *(["amid"] if done[at - 1].startswith("write") else []), *(["after"] if at > move else [])):
            unpublished(small, before.branch)
            assert killed_writing(small, at, mode, log)[0] == -signal.SIGKILL, (at, mode)
            found = state(small)
            assert (found.branch, found.tag) in ([(before.branch, before.tag)] if at <= move else [(after.branch, after.tag)]), (at, mode)
            assert found.beside.items() <= after.beside.items() and found.beside.items() >= before.beside.items(), (at, mode)
            assert all(f"{Path(name).stem}.sha256" in found.beside for name in found.beside), (at, mode)  # the results last
            if at > move or at == move and mode == "before":  # earlier nothing but what git ignores differs from the start
                assert NEW in frozen.editions(small) or again(small) == 0, (at, mode)
                assert state(small) == after, (at, mode)
                assert not list((small / "data/editions").glob("*.part"))
    git(small, "fsck", "--no-dangling")


def again(root):
    """Call `edition` once more."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "check", lambda root: 0)
        patch.setattr(publish, "build", built)
        return publish.publish(root, NEW)


def test_a_tag_that_a_kill_between_two_refs_left_out_is_made_by_the_next_call(small, tmp_path):
    head = git(small, "rev-parse", "HEAD")
    put(small, NEW)
    git(small, "tag", "--delete", NEW)  # git writes the branch first, then the tag
    (small / "data/rows/later.csv").write_text((small / "data/rows/tiny.csv").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    commit(small, "work went on")
    for mode in ("before", "after"):
        status, done = killed_writing(small, 1, mode, tmp_path / "log")
        assert (status, done) == (-signal.SIGKILL, ["tag"]) and frozen.editions(small) == ["2026.11"]
        assert bool(git(small, "tag", "--list", NEW)) == (mode == "after")
    git(small, "tag", "--delete", NEW)
    assert main(["edition", NEW, "--root", str(small)]) == 0
    assert git(small, "rev-parse", NEW) == head != git(small, "rev-parse", "HEAD")
    assert frozen.editions(small) == ["2026.11", NEW]


def test_a_build_that_fails_leaves_the_branch_alone(small, capsys, monkeypatch):
    held = branch(small)
    monkeypatch.setattr(publish, "build", lambda *given, **more: 1)
    assert main(["edition", NEW, "--root", str(small)]) == 1
    assert branch(small) == held and frozen.editions(small) == ["2026.11"]
    edit(small / "book/en/costs.md", "## The answer", "## An answer")
    commit(small)
    assert main(["edition", NEW, "--root", str(small)]) == 1  # a translation that is not up to date is not frozen
    assert branch(small) == held


def test_a_branch_that_moves_meanwhile_is_not_overwritten(small):
    store = Store(small)
    stale = store.tip()
    put(small, NEW)
    site = small / "_build" / f"small-{NEW}" / "latest"
    with pytest.raises(Refusal) as told:
        publish.put(small, store, stale, "2027.01", site, computed(small))
    assert told.value.code == "branch_moved" and set(store.folders("published")) == {"2026.11", NEW, "latest", "assets"}
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
    assert "2026.11판은 이미 확정되어 바꿀 수 없습니다." in refused(small, "2026.11", capsys, "ko")
    assert "Edition 2026.10 would come before 2026.11" in refused(small, "2026.10", capsys)
    for name in ("2026-12", "2026.13", "26.12", "2026.12.1", "../2026.12", "latest", "２０２６.12"):
        assert f"'{name}' is no name of an edition. Allowed: year and month, such as 2026.11." in refused(small, name, capsys)
    assert "‘latest’는 판 이름이 아닙니다. 허용: 2026.11처럼 연도와 달." in refused(small, "latest", capsys, "ko")
    (small / "data/rows/mine.csv").write_text("", encoding="utf-8")
    assert "must be committed, and these files are not: data/rows/mine.csv" in refused(small, NEW, capsys)
    assert "커밋되지 않은 파일: data/rows/mine.csv. 커밋한 뒤 2026.12판을 확정하십시오." in refused(small, NEW, capsys, "ko")
    (small / "data/rows/mine.csv").unlink()
    git(small, "tag", NEW)
    assert "There is a tag '2026.12'" in refused(small, NEW, capsys)
    assert "‘2026.12’ 태그가 이미 있지만" in refused(small, NEW, capsys, "ko")


def test_a_second_history_is_not_begun(small, capsys):
    git(small, "branch", "--quiet", "--move", "published", "elsewhere")
    assert "The branch published lacks 2026.11, which data/editions holds." in refused(small, NEW, capsys)
    git(small, "branch", "--quiet", "--move", "elsewhere", "published")
    for path in (small / "data/editions").glob("2026.11.*"):
        path.unlink()
    assert "Edition 2026.11 is on the branch published, and data/editions lacks it." in refused(small, NEW, capsys)


def test_an_edition_that_was_altered_is_found(small, capsys):
    store = Store(small)
    site = small / "_build" / "small-2026.11" / "latest"
    (site / "en" / "start.html").write_text("another", encoding="utf-8")
    git(small, "update-ref", "refs/heads/published", store.commit(store.tip(), {"2026.11": site, "latest": site}, {}, "Tampered", store.head()[1]))
    assert main(["edition", "--root", str(small)]) == 2
    assert "Edition 2026.11 is not what was frozen: en/start.html differs." in capsys.readouterr().err
    assert "en/start.html differs" in refused(small, NEW, capsys)
    assert "2026.11판이 확정한 그대로가 아닙니다. 다른 파일: en/start.html." in refused(small, NEW, capsys, "ko")


def test_a_shared_file_that_was_altered_is_found(small, capsys):
    store, folder = Store(small), small / "_build" / "tampered"
    folder.mkdir()
    (folder / "shared-1.css").write_text("b{color:red}", encoding="utf-8")
    git(small, "update-ref", "refs/heads/published", store.commit(store.tip(), {}, {}, "Tampered", store.head()[1], {"assets": folder}))
    assert main(["edition", "--root", str(small)]) == 2
    assert "Edition 2026.11 is not what was frozen: ../assets/shared-1.css differs." in capsys.readouterr().err


def test_a_shared_file_of_an_older_edition_is_never_overwritten(small):
    (small / "_build" / "small-2026.12" / "assets").mkdir(parents=True)
    written = Path.write_text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_text", lambda path, text, **more: written(path, "b{color:red}" if path.name == "shared-1.css" else text, **more))
        with pytest.raises(Refusal) as told:
            put(small, NEW)
    assert told.value.code == "altered" and told.value.fields["value"] == "shared-1.css"


@pytest.mark.parametrize("file, old, new", [("2026.11.json", '5576000.0', '5576001.0'), ("2026.11.sha256", "0", "1"), ("2026.11.sha256", None, None)])
def test_results_and_hashes_beside_the_sources_that_were_altered_are_found(small, capsys, file, old, new):
    path = small / "data/editions" / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert main(["edition", "--root", str(small)]) == 0  # line ends are git's affair
    path.write_text(text.replace(old, new, 1), encoding="utf-8") if old else path.unlink()
    assert old is None or path.read_text(encoding="utf-8") != text
    assert main(["edition", "--root", str(small)]) == 2
    assert f"Edition 2026.11 is not what was frozen: data/editions/{file} differs." in capsys.readouterr().err
    commit(small)
    assert f"data/editions/{file} differs" in refused(small, NEW, capsys)


def test_without_git_or_outside_a_repository_it_is_refused(tmp_path, capsys, monkeypatch):
    root = fixture_book(tmp_path / "book")
    assert main(["edition", "2026.11", "--root", str(root)]) == 2
    assert "is not the root of a git repository, or git is not installed" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["edition", "2026.11", "--root", str(root), "--lang", "ko"]) == 2
    assert "git이 없습니다" in capsys.readouterr().err


def test_git_that_fails_says_so_in_both_languages(small, capsys):
    (small / ".git/index").write_bytes(b"no index" * 9)
    assert "git status failed: " in refused(small, NEW, capsys)
    assert "git status 명령이 실패했습니다: " in refused(small, NEW, capsys, "ko")


def test_without_a_frozen_edition_there_is_nothing_to_compare_with(tmp_path, capsys):
    root = fixture_book(tmp_path / "book")
    assert main(["diff", "2026.11", "draft", "--root", str(root)]) == 2
    assert "There is no edition '2026.11': none is frozen yet, and draft are the numbers as they are now." in capsys.readouterr().err
    assert main(["diff", "2026.11", "draft", "--root", str(root), "--lang", "ko"]) == 2
    assert "‘2026.11’이라는 판은 없습니다. 아직 확정한 판이 없고" in capsys.readouterr().err
