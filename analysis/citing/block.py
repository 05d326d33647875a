"""How a page shows its citation: one line, the other forms below it, and what the script of the page needs for figures and numbers."""

import datetime
import json
from html import escape

from analysis.citing.forms import LIGATURE, MARKS, STYLES, TEX, forms, templates, with_access
from analysis.citing.note import note

WORDS = {
    "page": {"en": "Cite this page:", "ko": "이 페이지 인용:"},
    "figure": {"en": "Cite this figure", "ko": "이 그림 인용"},
    "forms": {"en": "Other forms: APA, Chicago, Korean style, BibTeX, CSL-JSON", "ko": "다른 양식: APA, 시카고, 국내 인용 양식, BibTeX, CSL-JSON"},
    "copy": {"en": "Copy", "ko": "복사"},
    "copied": {"en": "Copied", "ko": "복사했습니다"},
    "failed": {"en": "Select the text and copy it", "ko": "글을 선택해 복사하십시오"},
    "own": {
        "en": "What this page shows now follows from values that you have set: it is your own calculation and has no official citation. Reset the values to cite what was published.",
        "ko": "지금 보이는 수치는 직접 바꾼 값으로 계산한 결과여서 공식으로 인용할 수 없습니다. 원래 값을 인용하려면 처음 값으로 되돌리십시오.",
    },
}
NAMES = {
    "note": {"en": "Source note", "ko": "출처 표시"},
    "apa": {"en": "APA, 7th edition", "ko": "APA(7판)"},
    "chicago": {"en": "Chicago, notes and bibliography", "ko": "시카고(각주·참고문헌)"},
    "korean": {"en": "Korean style", "ko": "국내 인용 양식"},
    "bibtex": {"en": "BibTeX", "ko": "BibTeX"},
    "csl-json": {"en": "CSL-JSON", "ko": "CSL-JSON"},
}
DAY, DAY_MARK = datetime.date(1111, 11, 11), "\ue003"  # stands for the day on which a reader reads the page


def page_block(record, figures):
    """The end of a page as HTML. `figures` maps the id of each figure to its title as published."""
    lang, made = record["language"], forms(record)
    listed = "".join(_form(style, made[style], lang) for style in STYLES if style != "note")
    return (
        f'<footer class="ledger-cite"><p class="ledger-citation">{WORDS["page"][lang]} <cite>{escape(note(record))}</cite></p>\n'
        f'<details class="ledger-cite-forms"><summary>{WORDS["forms"][lang]}</summary><dl>{listed}</dl></details>\n'
        f'<script type="application/json" class="ledger-cite-data">{_inert(script_data(record, figures))}</script></footer>\n'
    )


def _form(style, text, lang):
    """One form under its name; what a program reads keeps its lines."""
    body = f"<pre>{escape(text)}</pre>" if style in ("bibtex", "csl-json") else f"<p><cite>{escape(text)}</cite></p>"
    return f'<dt translate="no">{NAMES[style][lang]}</dt><dd data-style="{style}" translate="no">{body}</dd>'


def script_data(record, figures):
    """What the script needs to cite a figure or a number of the same edition: templates with marks, the record, the words."""
    shape = record | {"container-title": record.get("container-title", record["title"])}  # of what stands within the work
    made = templates(shape) | {"korean": templates(with_access(shape, DAY))["korean"].replace(DAY.isoformat(), DAY_MARK)}
    path = record["custom"]["path"]
    page = path.rpartition("/")[2]
    lang, named = record["language"], {style: name[record["language"]] for style, name in NAMES.items()}
    return {
        "page": page.removesuffix(".html"), "path": path.removesuffix(page), "base": record.get("URL", "").removesuffix(page),
        "templates": made, "marks": [*MARKS, DAY_MARK], "tex": TEX, "ligature": LIGATURE, "record": shape, "figures": figures, "names": named,
        "words": {key: words[lang] for key, words in WORDS.items()},
    }  # fmt: skip


def _inert(thing):
    """A thing as JSON inside a script element, whatever its texts say."""
    return json.dumps(thing, separators=(",", ":")).replace("<", "\\u003c")
