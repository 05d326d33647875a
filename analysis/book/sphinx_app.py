"""Sphinx for one language, set up from the one `_config.yml` and `_toc.yml`."""

import io
import shutil
import warnings
from pathlib import Path

import yaml

from analysis.book.pages import read_config
from analysis.book.progress import say

DROPPED = {"sphinx_thebe", "sphinx_togglebutton", "sphinx_design", "sphinx_comments", "sphinx_jupyterbook_latex", "sphinx.ext.intersphinx", "sphinxcontrib.bibtex", "sphinx.ext.mathjax"}
WORDS = {"en": ("Compute Ledger", "Search this book"), "ko": ("컴퓨트 원장", "이 책에서 찾기")}  # title, search box
CODE = {"ko": {"nb_code_prompt_show": "코드 보기", "nb_code_prompt_hide": "코드 접기"}}  # of a folded cell


def run_sphinx(root, given, lang, source, work, langs, edition="draft"):
    """Write the pages of one language; whether there was no error and no warning."""
    import sphinx.application
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    settings = configuration(root, given, lang, source, work) | {"ledger_langs": list(langs), "ledger_edition": edition}
    unfinished = work / f"unfinished-{lang}"  # pages that warned would be taken for done: after a failure all are read again
    if unfinished.exists():
        shutil.rmtree(work / "doctrees" / lang, ignore_errors=True)
    unfinished.touch()
    for late in (work / "html" / lang / "_static").glob("mystnb.*.css"):
        late.unlink()  # written last: with it there already, links to it would carry its checksum, unlike those of a first build
    status, problems = io.StringIO(), io.StringIO()
    folders = [str(work / part / lang) for part in ("html", "doctrees")]
    try:
        with patch_docutils(), docutils_namespace(), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            app = sphinx.application.Sphinx(str(source), None, *folders, "html", settings, status, problems, warningiserror=True, keep_going=True)
            app.build()
    except SphinxError as error:
        say(f"[{lang}] {error}")
        return False
    if app.statuscode:
        say(f"[{lang}] {problems.getvalue()}")
        return False
    unfinished.unlink()
    return True


def configuration(root, given, lang, source, work):
    """The Sphinx settings of one language."""
    from jupyter_book.config import get_final_config

    settings, _ = get_final_config(user_yaml=root / "_config.yml", cli_config={"latex_individualpages": False}, sourcedir=source)
    settings["extensions"] = [name for name in settings["extensions"] if name not in DROPPED]
    settings.pop("comments_config", None)
    title, search = WORDS[lang]
    settings.setdefault("html_theme_options", {})["search_bar_text"] = search
    return settings | {
        "language": lang,
        "html_title": title,
        "html_use_index": False,
        "external_toc_path": str(_toc(root, lang, work)),
        "html_favicon": str(root / settings["html_favicon"]) if settings.get("html_favicon") else None,
        "html_static_path": [],
        "templates_path": [str(root / "book" / "_templates")],
        "nb_execution_mode": "off",
        **CODE.get(lang, {}),
        "ledger_root": str(root),
        "ledger_given": given,
        "ledger_single": True,
        "exclude_patterns": [],
    }


def _toc(root, lang, work):
    """The toc with its folder stripped, since one language's pages stand at the root of their site."""
    text = yaml.safe_dump(read_config(root)[1], allow_unicode=True, sort_keys=False).replace("book/en/", "")
    path = Path(work) / f"toc-{lang}.yml"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path
