"""The branch that holds the built editions, written by git's plumbing: nothing is checked out, and only the last step can be seen.

Blobs, trees and a commit are made first; they belong to nothing. Then one transaction moves the branch from the commit that
was read to the new one, and tags the commit of the sources. Whatever fails or is killed before leaves the branch as it was.
git checks both refs together and then writes one after the other, the branch first: killed between them it leaves an edition
without its tag, which the next call of `edition` makes from the message of the commit.
"""

import hashlib
import os
import re
import subprocess
import tempfile
from pathlib import Path

from analysis.messages import Refusal

BRANCH = "refs/heads/published"
FROZEN_FROM = re.compile(r"^Frozen from ([0-9a-f]+)\.$", re.MULTILINE)


class Store:
    """The repository of a project folder, as far as publishing needs it."""

    def __init__(self, root):
        self.root = Path(root)
        try:
            top = self.git("rev-parse", "--show-toplevel").strip()
        except (Refusal, FileNotFoundError):
            raise Refusal("no_git", value=self.root) from None
        if Path(top).resolve() != self.root.resolve():
            raise Refusal("no_git", value=self.root)

    def git(self, *arguments, given=None, index=None, raw=False):
        """What a git command says; a Refusal with its words where it fails."""
        paths = {**os.environ, **({"GIT_INDEX_FILE": str(index)} if index else {})}
        given = given.encode() if isinstance(given, str) else given
        done = subprocess.run(["git", *arguments], cwd=self.root, env=paths, input=given, capture_output=True)
        if done.returncode:
            raise Refusal("git_failed", name=arguments[0], value=done.stderr.decode(errors="replace").strip())
        return done.stdout if raw else done.stdout.decode()

    def changed(self):
        """Files of the work tree that no commit holds as they are."""
        return [line[3:] for line in self.git("status", "--porcelain", "--untracked-files=all").splitlines()]

    def who(self):
        """Check that git knows who commits."""
        self.git("var", "GIT_COMMITTER_IDENT")

    def head(self):
        """The commit of the sources, and its date."""
        return self.git("show", "--no-patch", "--format=%H %cI", "HEAD").split()

    def frozen_from(self, commit, name):
        """The commit of the sources from which an edition on the branch was frozen, as its commit there says; None where it says nothing."""
        said = FROZEN_FROM.search(self.git("log", "--max-count=1", "--format=%B", commit, "--", name))
        return said and said[1]

    def tag(self, name, head):
        """Tag a commit of the sources; fails where there is such a tag, or no such commit."""
        self.git("update-ref", f"refs/tags/{name}", head, "")

    def tagged(self, name):
        """Whether there is a tag of that name."""
        return bool(self.git("tag", "--list", name).strip())

    def tip(self):
        """The commit of the branch, or None where there is no branch yet."""
        return self.git("for-each-ref", "--format=%(objectname)", BRANCH).strip() or None

    def files(self, commit, below=""):
        """path -> blob of a commit, or of a folder in it."""
        listed = self.git("ls-tree", "-r", "-z", f"{commit}:{below}" if below else commit).split("\0")
        return {line.partition("\t")[2]: line.split()[2] for line in listed if line}

    def folders(self, commit):
        """name -> tree of the folders at the root of a commit."""
        listed = self.git("ls-tree", "-d", "-z", commit).split("\0")
        return {line.partition("\t")[2]: line.split()[2] for line in listed if line}

    def read(self, blob):
        """The bytes of a blob."""
        return self.git("cat-file", "blob", blob, raw=True)

    def hashes(self, files):
        """path -> SHA-256 of blobs given as path -> blob, read by one process."""
        said, found, start = self.git("cat-file", "--batch", given="".join(f"{blob}\n" for blob in files.values()), raw=True), {}, 0
        for path in files:
            end = said.index(b"\n", start)
            size = int(said[start:end].split()[2])
            found[path] = hashlib.sha256(said[end + 1 : end + 1 + size]).hexdigest()
            start = end + size + 2
        return found

    def commit(self, before, folders, texts, message, date, added=None):
        """A commit that belongs to no branch: that of `before` with some folders in the place of others, name -> folder, the texts at the root, and what is added to folders."""
        with tempfile.TemporaryDirectory(prefix="ledger") as scratch:
            index = Path(scratch) / "index"
            self.git("read-tree", before or "--empty", index=index)
            old = [path for path in (self.files(before) if before else ()) if path.split("/")[0] in folders]
            self.git("update-index", "--force-remove", "-z", "--stdin", given="".join(f"{path}\0" for path in old), index=index)
            given = [*folders.items(), *(added or {}).items()]
            blobs = {folder: self._blobs(folder) for folder in {folder for _, folder in given}}
            entries = [(f"{name}/{path}", blob) for name, folder in given for path, blob in blobs[folder].items()]
            (Path(scratch) / "root").mkdir()
            for path, text in texts.items():
                (Path(scratch) / "root" / path).write_text(text, encoding="utf-8")
            listed = "".join(f"100644 {blob}\t{path}\0" for path, blob in [*entries, *self._blobs(Path(scratch) / "root").items()])
            self.git("update-index", "--add", "-z", "--index-info", given=listed, index=index)
            tree = self.git("write-tree", index=index).strip()
        return self._commit_tree(tree, ["-p", before] if before else [], message, date)

    def _blobs(self, folder):
        """path -> blob of every file of a folder, byte by byte as it is."""
        files = sorted(path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file())
        paths = "".join(f"{Path(folder).resolve() / path}\n" for path in files)
        return dict(zip(files, self.git("hash-object", "-w", "--no-filters", "--stdin-paths", given=paths).split(), strict=True))

    def _commit_tree(self, tree, parent, message, date):
        """Dated like the commit of its sources: nothing reads the clock."""
        before = {key: os.environ.get(key) for key in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE")}
        os.environ.update(dict.fromkeys(before, date))
        try:
            return self.git("commit-tree", tree, *parent, "-m", message).strip()
        finally:
            for key, value in before.items():
                os.environ.pop(key) if value is None else os.environ.update({key: value})

    def move(self, before, after, tag=None, head=None):
        """Move the branch, then tag the sources; refused, and neither done, where somebody moved the branch meanwhile or the tag is there."""
        orders = [f"update {BRANCH} {after} {before}" if before else f"create {BRANCH} {after}", *([f"create refs/tags/{tag} {head}"] if tag else [])]
        try:
            self.git("update-ref", "--stdin", given="".join(f"{order}\n" for order in ["start", *orders, "prepare", "commit"]))
        except Refusal as refusal:
            raise Refusal("branch_moved", value=refusal.fields["value"]) from refusal
