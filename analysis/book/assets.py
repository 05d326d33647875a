"""Styles, scripts, fonts and pictures of the pages: one copy for both languages and all editions, named by what is in it.

Sphinx gives each language a `_static` folder of 5 MB, of which most is never asked for. The site gets `assets/` at its
root with the files that some page, style or script names, and nothing else; a browser that has read one page or one
edition has what the next one needs, and a file that changes gets another name, so that an older edition keeps its own.
"""

import hashlib
import re
from pathlib import PurePosixPath

from analysis.typefaces import parts

FOLDER, STATIC = "assets", "_static"
IN_PAGE = re.compile(r'(?<=["\' ])((?:\.\./)*|\./|https?://[^"\'\s]+/)_static/([^"\'?#\s]+)(?:\?[^"\'#\s]*)?(?=["\'#\s])')
IN_STYLE = re.compile(r"url\(\s*['\"]?([^'\")?#:]+)(?:[?#][^'\")]*)?['\"]?\s*\)")
ICONS = re.compile(r"@font-face\{[^}]*fontawesome[^}]*\}|(?:\.fa-[\w-]+(?:::?before)?,?)+\{(?:content|--fa)[^}]*\}")  # a font of icons that icons.css replaces
THEME = {"pydata-sphinx-theme.js", "sphinx-book-theme.js"}
FACE = re.compile(r"@font-face\s*\{[^}]*?url\(\s*['\"]?([^'\")]+\.woff2)['\"]?\s*\)[^}]*(?=\})")
SPOKEN = re.compile(r"\bconsole\.(?:debug|info|log|warn)\(")  # what the theme tells its own authors
IN_SCRIPT = re.compile(r'"([\w.-]+\.js)"')


def letters(folders):
    """Every character of the pages in some folders, and of the scripts that write into them."""
    found = set()
    for path in (path for folder in folders for kind in ("*.html", f"{STATIC}/*.js") for path in folder.glob(kind)):
        found |= set(path.read_text(encoding="utf-8"))
    return found


class Assets:
    """The files that the pages of a site ask for; `files` is name -> bytes.

    letters: those that the pages show, for which typefaces are cut into parts below the folder `work`; without, they stay whole.
    """

    def __init__(self, letters="", work=None):
        self.files, self._named, self._letters, self._work = {}, {}, letters, work

    def pages(self, folder):
        """path -> text of the pages of one language's folder, with the new addresses of what they ask for."""
        found = (path for path in sorted(folder.rglob("*.html")) if STATIC not in path.relative_to(folder).parts)
        return {path.relative_to(folder): self._page(path, folder) for path in found}

    def front(self, text, folder):
        """The text of the page at the root of the site, which asks for files of one language."""
        return re.sub(r"latest/\w+/_static/([^\"]+)", lambda match: f"{FOLDER}/{self._name(folder / STATIC / match[1])}", text)

    def _page(self, path, folder):
        up = "../" * (len(path.relative_to(folder).parts) + 1)

        def named(match):
            base = match[1].rsplit("/", 3)[0] + "/" if "://" in match[1] else up  # a whole address, where the site has one
            return f"{base}{FOLDER}/{self._name(folder / STATIC / match[2])}"

        return IN_PAGE.sub(named, path.read_text(encoding="utf-8"))

    def _name(self, path):
        """The name of a file that holds its digest; what it asks for itself is taken along."""
        path = path.resolve()
        if path not in self._named:
            content = self._settled(path)
            plain = PurePosixPath(re.sub(r"\.[0-9a-f]{64}(?=\.)", "", path.name))  # a digest in a name says no more than ours
            self._named[path] = f"{plain.stem}-{hashlib.sha256(content).hexdigest()[:12]}{plain.suffix}"
            self.files[self._named[path]] = content
        return self._named[path]

    def _settled(self, path):
        content = path.read_bytes()
        if path.suffix == ".css":
            text = ICONS.sub("", content.decode())
            return self._linked(IN_STYLE, "url({})", path, FACE.sub(lambda match: self._faces(match, path), text) if self._letters else text).encode()
        if path.suffix == ".js" and path.parent.name == STATIC:  # a script of ours that asks for another, beside it
            return self._linked(IN_SCRIPT, '"{}"', path, content.decode()).encode()
        if path.name in THEME:
            return SPOKEN.sub("Boolean(", content.decode()).encode()  # a call that does nothing, whatever it is given
        return content

    def _faces(self, match, path):
        """The rule of one typeface as one rule for each of its parts, of which a browser loads what a page shows; the last is closed where it stood."""
        if not (path.parent / match[1]).is_file():  # a book without typefaces of its own
            return match[0]
        found = parts(path.parent / match[1], self._letters, self._work)
        return "}\n".join(match[0].replace(match[1], self._name(file)) + f"unicode-range:{letters};" for file, letters in found)

    def _linked(self, pattern, form, path, text):
        """A text with the files that it names beside itself replaced by theirs."""

        def named(match):
            other = path.parent / match[1]
            return form.format(self._name(other)) if other.is_file() and other != path else match[0]

        return pattern.sub(named, text)
