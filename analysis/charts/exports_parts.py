"""Drawings of parts under limits and of parts on two axes; every word and number comes in with the call.

Labels stand above their line, so that the drawing is the same at 340 and at 680 pixels.
"""

import altair as alt

from analysis.charts import theme
from analysis.charts.theme import FINITE, POSITIVE

LINE, MIDDLE, AXIS_ROOM, KEY = 44, 30, 24, 20
ROOM = 64  # for the words of the longest bar
BARE = 6  # where words stand of which nothing can be drawn


def margin_bars(records, words, width):
    """Return the chart of one share per record as bars from zero, in the order given; marked ones in the strong colour.

    Records are {"name", "line_label", "value", "text"} with an optional "mark"; of a missing value nothing is drawn but words.
    """
    rows = [_row(record) | _place(n) for n, record in enumerate(records)]
    axis = alt.Axis(title=_title(words), labelExpr="format(datum.value, '.0%')", tickCount=4, labelFlush=True)
    x = alt.X("value:Q", scale=alt.Scale(zero=True, nice=True, range=[0, alt.ExprRef(f"width - {ROOM}")]), axis=axis, stack=None)
    colour = alt.ExprRef(f"datum.mark ? '{theme.MARK}' : '{theme.PLAIN}'")
    # The outline keeps a bar visible that is thinner than a pixel.
    bars = alt.Chart().mark_bar(orient="horizontal", color=colour, stroke=colour, strokeWidth=1, height=14).encode(x, _at("middle"), x2=alt.value(0))
    layers = [
        bars.transform_filter(FINITE),
        _words(align="left", dx=7, fontWeight=600).encode(x, _at("middle"), text="text:N").transform_filter(FINITE),
        _words(align="left", color=theme.QUIET).encode(_at("middle"), x=alt.value(BARE), text="gone:N").transform_filter(f"!({FINITE})"),
        _words(align="left", baseline="top").encode(_at("top"), x=alt.value(0), text="line_label:N"),
    ]
    return _drawn(layers, rows, words, width, LINE * len(records), 0)


def two_axes(records, words, width):
    """Return the chart of two measures a line on a logarithmic axis, joined: the first base hollow, the second full.

    Records: two bases with the same lines. A line of lines stands at one. Of a missing, infinite or zero value nothing is drawn.
    """
    bases = list(dict.fromkeys(record["base_label"] for record in records))
    lines = list(dict.fromkeys(record["line"] for record in records))
    rows = [_row(r) | _place(lines.index(r["line"])) | {"line": r["line"], "second": r["base_label"] != bases[0]} for r in records]
    ticks = alt.Axis(title=_title(words), labelExpr="indexof([1, 2, 5], round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))) >= 0 ? format(datum.value, '~g') : ''", tickCount=8)
    x = alt.X("value:Q", scale=alt.Scale(type="log", nice=False, padding=8, range=[8, alt.ExprRef("width - 8")]), axis=ticks)
    whole = alt.Chart(alt.Data(values=[{"value": 1}])).mark_rule(color=theme.INK, strokeDash=[4, 3], strokeWidth=1.5).encode(x=x)
    joined = alt.Chart().mark_line(color=theme.QUIET, strokeWidth=2).encode(x, _at("middle"), detail="line:N").transform_filter(POSITIVE)
    dots = [_dot(full).encode(x, _at("middle")).transform_filter(f"{'' if full else '!'}datum.second && {POSITIVE}") for full in (False, True)]
    names = _words(align="left", baseline="top").encode(_at("top"), x=alt.value(0), text="line_label:N").transform_filter("!datum.second")
    return _drawn([whole, joined, *dots, names, *_key(bases)], rows, words, width, LINE * len(lines), KEY * len(bases))


def _row(record):
    kept = {key: str(record.get(key, "")) for key in ("name", "line_label", "text")}
    gone = kept["text"].partition("(")[0].strip()
    return kept | {"value": theme.drawable(record["value"]), "mark": bool(record.get("mark")), "gone": gone}


def _place(n):
    return {"top": LINE * n + 4, "middle": LINE * n + MIDDLE}


def _at(field):
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _words(**style):
    return alt.Chart().mark_text(**{"baseline": "middle", **style})


def _dot(full):
    return alt.Chart().mark_point(filled=full, size=90 if full else 110, strokeWidth=2, opacity=1, color=theme.MARK if full else theme.SECOND)


def _key(bases):
    """A line for each measure above the plot: its sign and its words."""
    for n, base in enumerate(bases):
        middle, words = alt.value(KEY * (n - len(bases)) + KEY / 2 - 6), alt.Data(values=[{"words": base}])
        yield _dot(bool(n)).properties(data=words).encode(x=alt.value(12), y=middle)
        yield _words(align="left", fontSize=theme.AXIS_SIZE).properties(data=words).encode(x=alt.value(28), y=middle, text="words:N")


def _title(words):
    return theme.broken(words["axis"], theme.NARROW, theme.AXIS_SIZE).split("\n")


def _drawn(layers, rows, words, width, height, above):
    """The layers in one view; a live one fits its column and makes the room of axis and key by itself."""
    live = width == "container"
    room = {"left": 0, "right": 0, "top": above + (6 if above else 0), "bottom": AXIS_ROOM + theme.AXIS_LINE * len(_title(words))}
    fit = alt.AutoSizeParams(type="fit-x", contains="padding") if live else alt.AutoSizeParams(type="none")
    chart = alt.layer(*layers, data=theme.data(rows))
    return theme.themed(chart.properties(width=width, height=height, padding=dict.fromkeys(room, 0) if live else room, autosize=fit))
