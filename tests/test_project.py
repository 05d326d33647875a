"""The project's own files: the locked environment, the verbs, what may not be in the repository, how it is cited."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DEVELOPMENT = [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
BUILD = [Requirement(line) for line in PROJECT["build-system"]["requires"]]
VERBS = ("book", "test", "serve", "check", "edition", "clean", "bench")
MEGABYTE = 1_000_000

# In pieces, so that this file does not hold what it looks for.
REGISTRY_HOSTS = tuple(name + dot for name, dot in [
    ("pypi", ".org"), ("pythonhosted", ".org"), ("npmjs", ".org"), ("npmjs", ".com"), ("debian", ".org"),
])
MACHINE_PATH = re.compile(r"(?<![\w./~-])/(?:root|home|work|opt|tmp|Users)/\w|[A-Z]:\\Users\\")


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def repository_files():
    """Files that are, or would be on the next `git add`, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, encoding="utf-8",
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_files():
    for path in repository_files():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path.relative_to(ROOT).as_posix(), content.decode("utf-8")


# The locked environment


def locked():
    """Canonical name -> list of (version, number of hashes), one for each line of the lock."""
    entries = {}
    for entry in re.sub(r"\\\n", " ", text("requirements.lock")).splitlines():
        if entry and not entry.startswith("#"):
            head = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", entry)
            assert head, f"requirements.lock: not pinned to one version: {entry[:80]}"
            hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)
            entries.setdefault(canonicalize_name(head[1]), []).append((head[2], len(hashes)))
    return entries


def test_every_locked_package_has_hashes():
    assert len(locked()) > 50
    assert [name for name, lines in locked().items() if any(count == 0 for _, count in lines)] == []


def test_every_package_is_locked_at_one_version():
    """Two versions for two Pythons would let the same data give two results."""
    assert [name for name, lines in locked().items() if len(lines) > 1] == []


@pytest.mark.parametrize("wanted", RUNTIME + DEVELOPMENT + BUILD, ids=str)
def test_every_direct_dependency_is_in_the_lock(wanted):
    versions = [version for version, _ in locked().get(canonicalize_name(wanted.name), [])]
    assert versions and all(wanted.specifier.contains(version) for version in versions)


def imported(folder):
    """Names of the outside packages that the Python files of a folder import, each with a file that does."""
    found = {}
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
            found.update({name.partition(".")[0]: path.relative_to(ROOT) for name in names})
    own = {path.stem for path in (ROOT / "tests").iterdir()} | {"analysis", "benchmarks"}
    return {name: path for name, path in found.items() if name not in own | sys.stdlib_module_names}


@pytest.mark.parametrize("folder, declared", [("analysis", RUNTIME), ("tests", RUNTIME + DEVELOPMENT)], ids=["analysis", "tests"])
def test_what_is_imported_is_declared(folder, declared):
    known = {canonicalize_name(requirement.name) for requirement in declared}
    owners = packages_distributions()
    undeclared = {
        name: str(path) for name, path in imported(folder).items()
        if not known & {canonicalize_name(owner) for owner in owners.get(name, [])}
    }
    assert undeclared == {}


# What may not be in the repository


def test_no_registry_host_in_any_file():
    found = [(name, host) for name, content in text_files() for host in REGISTRY_HOSTS if host in content]
    assert found == []


def test_no_path_of_a_machine_in_any_file():
    assert MACHINE_PATH.search("see " + "/".join(["", "home", "someone", "x"]))
    assert not MACHINE_PATH.search("https://example.com/home/page and book/en/work/x")
    found = [(name, match[0]) for name, content in text_files() if (match := MACHINE_PATH.search(content))]
    assert found == []


def test_no_file_over_a_megabyte():
    assert repository_files()
    assert [(path.name, path.stat().st_size) for path in repository_files() if path.stat().st_size > MEGABYTE] == []


# The verbs


def rules():
    """Target -> the lines of its recipe."""
    found, target = {}, None
    for line in text("Makefile").splitlines():
        if head := re.match(r"([\w./-]+)\s*:(?!=)", line):
            target = head[1]
            found[target] = []
        elif line.startswith("\t"):
            found[target].append(line.strip())
    return found


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_one_or_two_lines(verb):
    assert 1 <= len(rules()[verb]) <= 2


@pytest.mark.parametrize("verb", VERBS)
def test_make_understands_each_verb(verb):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(["make", "--dry-run", verb], cwd=ROOT, env=clean, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_only_the_environment_is_installed():
    """A build or a test uses the network for nothing but the locked packages, and those only with their hashes."""
    installing = {target: line for target, lines in rules().items() for line in lines if "pip install" in line}
    assert set(installing) == {".venv/locked", ".venv/ready"}
    assert "--require-hashes" in installing[".venv/locked"] and "requirements.lock" in installing[".venv/locked"]
    assert "--no-index" in installing[".venv/ready"] and "--no-build-isolation" in installing[".venv/ready"]


@pytest.mark.parametrize("name", ["README.md", "README.ko.md"])
def test_both_readmes_name_the_two_commands(name):
    assert "make book" in text(name) and "make test" in text(name)


def test_ci_runs_what_the_readme_says():
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in text(".ci/run")
    assert {"book", "test", "check"} <= set(re.findall(r"^(?!#).*?;\s*time make (\w+)$", text(".ci/run"), re.MULTILINE))
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_workflow_publishes_only_what_was_tested():
    workflow = yaml.safe_load(text(".github/workflows/pages.yml"))
    steps = [step.get("run") or step["uses"] for step in workflow["jobs"]["build"]["steps"]]
    upload = next(i for i, step in enumerate(steps) if step.startswith("actions/upload-pages-artifact@"))
    assert steps.index("make book") < steps.index("make test") < upload
    assert workflow["jobs"]["build"]["steps"][upload]["with"]["path"] == "_site"
    assert workflow["jobs"]["publish"]["needs"] == "build"
    assert workflow[True]["push"]["branches"] == ["main"]  # YAML 1.1 reads the key `on` as true


def test_workflow_pins_actions_by_major_version():
    used = re.findall(r"uses: (\S+)", text(".github/workflows/pages.yml"))
    assert used and [action for action in used if not re.fullmatch(r"actions/[\w-]+@v\d+", action)] == []


# How it is cited and licensed


def test_citation_file_has_what_the_format_requires():
    citation = yaml.safe_load(text("CITATION.cff"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["title"] == "Compute Ledger"
    assert citation["message"] and all(author["name"] for author in citation["authors"])


def test_licences_are_whole():
    assert text("LICENSE").startswith("MIT License") and "WITHOUT WARRANTY" in text("LICENSE")
    assert "Attribution 4.0 International" in text("LICENSE-DATA") and "Section 8 -- Interpretation" in text("LICENSE-DATA")


def test_changelog_has_a_place_for_what_comes_next():
    assert re.search(r"^## \[Unreleased\]$", text("CHANGELOG.md"), re.MULTILINE)
