"""One chart as one block of HTML that works without JavaScript, without a network and in both modes.

The block holds two drawings made here, for a wide and a narrow column (the style sheet shows one), and the
chart's Vega-Lite JSON, from which `ledger.js` draws a live copy that fits its column.
"""

import datetime
import hashlib
import json
import re
from html import escape

import vl_convert
from altair import SCHEMA_VERSION

from analysis.charts import theme

VEGALITE = ".".join(SCHEMA_VERSION.lstrip("v").split(".")[:2])

ID = re.compile(r'(\bid="|url\(#|href="#)')

# The drawing as a whole has its words; parts of it that say to be pictures without any would only disturb.
ROLES = re.compile(r' (?:role="graphics-[^"]*"|aria-roledescription="[^"]*"|aria-label="[^"]*")')

# Words of the table of numbers below each chart, unless `words` brings its own.
TABLE = {
    "en": {"table": "The numbers in this figure", "columns": ("Item", "Value")},
    "ko": {"table": "이 그림의 수치", "columns": ("항목", "값")},
}

# Amounts in a heading that no line break may split. Marked up, not glued with other spaces: the words stay findable.
AMOUNT = re.compile(
    r"\$?[\d,.]*\d (?:thousand|million|billion|trillion)"
    r"|[\d,.]*\d[만억조](?: [\d,.]*\d[만억조]?)*(?: ?[가-힣]+)?"
)


def block(draw, records, words, alt):
    """Return one chart as an HTML figure: heading, drawing, note and its numbers as a table.

    `draw` is a chart function such as `scope_ladder`, called for the widths 680, 340 and "container". `words` holds
    "title", "axis", "lang" and optionally "id" (the figure's address on its page), "note", "table" (the line that opens
    the table), "columns" (its two heads), "source" (the line below the note) and "cells" (keys of records that go beside
    the numbers). `alt` says the data in words. Text is escaped; what has `__html__` goes in
    as it is.
    """
    words = {**TABLE[words["lang"]], **words}
    spec = specification(draw(records, words, "container"))
    name = f"{draw.__name__}-{hashlib.sha256(spec.encode()).hexdigest()[:8]}"
    wide = drawing(draw(records, words, theme.WIDE), f"{name}-wide")
    narrow = drawing(draw(records, words, theme.NARROW), f"{name}-narrow")
    return "\n".join(
        [
            f'<figure class="ledger-chart"{_id(words)} data-chart="{draw.__name__}" lang="{words["lang"]}">',
            f'<figcaption class="ledger-chart-title">{_heading(words["title"])}</figcaption>',
            f'<div class="ledger-chart-drawing" role="img" aria-label="{escape(str(alt))}">',
            f'<div class="ledger-chart-static ledger-chart-wide">{wide}</div>',
            f'<div class="ledger-chart-static ledger-chart-narrow" style="display: none">{narrow}</div>',  # without the style sheet, in Jupyter, one shows
            "</div>",
            f'<script type="application/json" class="ledger-chart-spec">{spec}</script>',
            *_note(words),
            *_source(words),
            _table(records, words),
            "</figure>",
        ]
    )


def specification(chart):
    """Return a chart's Vega-Lite JSON, safe inside a script element; the address of the schema is left out."""
    spec = {key: value for key, value in chart.to_dict().items() if key != "$schema"}
    words = json.dumps(spec, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return words.replace("<", "\\u003c")


def drawing(chart, prefix=""):
    """Return a chart as SVG; ids get the prefix, so that several drawings can share a page."""
    svg = vl_convert.vegalite_to_svg(chart.to_dict(validate=False), vl_version=VEGALITE, allowed_base_urls=[])
    svg = ROLES.sub("", svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', ""))
    return re.sub(r"<[^>]+>", lambda tag: ID.sub(rf"\g<1>{prefix}-", tag[0]), svg)


def bundle():
    """Return the script that holds Vega, Vega-Lite and Vega-Embed and sets one global, `vegaEmbed`.

    It stands in a function of its own, since its many top-level names would clash with those of other scripts.
    """
    code = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGALITE)
    return f"(function () {{\n{code}\n}})();\n"


def _markup(words):
    return words.__html__() if hasattr(words, "__html__") else escape(str(words))


def _heading(words):
    if hasattr(words, "__html__"):
        return words.__html__()
    return AMOUNT.sub(r'<span class="ledger-whole">\g<0></span>', escape(str(words)))


def _id(words):
    return f' id="{escape(words["id"])}"' if words.get("id") else ""


def _note(words):
    return [f'<p class="ledger-chart-note">{_markup(words["note"])}</p>'] if words.get("note") else []


def _source(words):
    return [f'<p class="ledger-chart-source">{_markup(words["source"])}</p>'] if words.get("source") else []


def _table(records, words):
    heads = "".join(f'<th scope="col">{_markup(head)}</th>' for head in words["columns"])
    lines = "".join(
        f'<tr{_beside(record, words)}><th scope="row">{_markup(record["label"])}</th><td>{_number(record)}</td></tr>' for record in records
    )
    return (
        f'<details class="ledger-chart-data"><summary>{_markup(words["table"])}</summary>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></details>"
    )


def _beside(record, words):
    """The cells that place a number in the drawing, for whoever takes the data away."""
    cells = {cell: record[cell] for cell in words.get("cells", ()) if cell in record}
    return f' data-beside="{escape(json.dumps(cells, ensure_ascii=False, separators=(",", ":")))}"' if cells else ""


def _number(record):
    """Return the value as the same element that numbers in prose have, so that a page script re-words it too."""
    value = record["value"]
    exact = value if isinstance(value, (str, datetime.date)) else theme.drawable(value)  # a text has no axis
    exact = "" if exact is None else escape(str(exact))
    name, text = escape(str(record["name"])), escape(str(record["text"]))
    return f'<data class="num" data-name="{name}" value="{exact}">{text}</data>'
