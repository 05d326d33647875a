"""Drawings of packaging: the grid on the wafer, capacity by source, the residual, lead times; every word and number comes in with the call."""

import altair as alt

from analysis.charts import theme
from analysis.charts.fleet import KEY, LEFT, _at, _day, _drawn, _titles, _words
from analysis.charts.theme import FINITE
from analysis.core import packing

ACROSS = 104  # pixels of a wafer
LINE = 46  # of a bar with the words above it
PLOT = 250
YEAR = {"en": "", "ko": "년"}


def wafers(records, words, width):
    """Return a picture of wafers side by side, each with the grid that was computed for it and its count below.

    Records, by the name before their dot: how many, width, height, place of the grid to the right and up, all with the same
    lines; and two without a line, the usable and the whole diameter. `width` is in pixels or "container".
    """
    lines = list(dict.fromkeys(record["line"] for record in records if record.get("line")))
    plain = [theme.drawable(record["value"]) for record in records if not record.get("line")]
    rows = [_wafer([r for r in records if r.get("line") == line], plain, (n + 0.5) / len(lines)) for n, line in enumerate(lines)]
    x = alt.X("place:Q", scale=alt.Scale(domain=[0, 1], range=[0, alt.ExprRef("width")]), axis=None)
    layers = [
        _outline("edge", filled=False, stroke=theme.QUIET, strokeWidth=1).encode(x),
        _outline("cells", filled=True, fill=theme.MARK, fillOpacity=0.22, stroke=theme.MARK, strokeWidth=1).encode(x),
        _words(align="center", fontWeight=600, fontSize=18).encode(x, y=alt.value(ACROSS + 24), text="text:N"),
        _words(align="center").encode(x, y=alt.value(ACROSS + 44), text="line_label:N"),
    ]
    return _drawn(layers, rows, {**words, "axis": ""}, width, ACROSS + 56, above=0)


def _outline(path, **style):
    """An outline of its own for each wafer, in the square that is given to it."""
    return alt.Chart().mark_point(size=ACROSS**2, opacity=1, **style).encode(y=alt.value(ACROSS / 2 + 4), shape=alt.Shape(f"{path}:N", scale=None, legend=None))


def _wafer(records, plain, place):
    """One wafer as two outlines in the square from -1 to 1: its edge, and the cells of its grid."""
    count, across, up, x, y = (theme.drawable(record["value"]) for record in records)
    usable, whole = plain
    cells = "" if None in (across, up, x, y, usable) else "".join(_cell(left, low, across, up, whole / 2) for left, low in packing.cells(across, up, usable, x, y))
    first = records[0]
    kept = {key: first[key] for key in ("name", "label", "line_label")}
    return kept | {"value": count, "text": f"{count:g}" if count is not None else str(first["text"]), "place": place, "edge": _ring(1), "cells": cells or "M0,0"}


def _cell(left, low, across, up, radius):
    a, b, c, d = (f"{edge / radius:.4f}" for edge in (left, left + across, -low - up, -low))
    return f"M{a},{c}L{b},{c}L{b},{d}L{a},{d}L{a},{c}Z"


def _ring(radius):
    return f"M{-radius:.4f},0A{radius:.4f},{radius:.4f},0,1,1,{radius:.4f},0A{radius:.4f},{radius:.4f},0,1,1,{-radius:.4f},0Z"


def capacity(records, words, width):
    """Return the chart of monthly capacity over time: a line through the values used, and a dot for each figure of a source.

    Records have the cells `capacity_date` and `capacity_kind`. The first base is the line; of the others the kind met first is
    full, the other hollow.
    """
    first = records[0]["base"] if records else ""
    rows = [_dated(record, "capacity_date") | {"part": "line" if record["base"] == first else record["capacity_kind"]} for record in records]
    kinds = list(dict.fromkeys(row["part"] for row in rows if row["part"] != "line"))
    x, y = _time(words), _height(words)
    path = alt.Chart().mark_line(color=theme.MARK, strokeWidth=2.5).encode(x, y).transform_filter(f"datum.part === 'line' && {FINITE}")
    dots = [_dot(not n).encode(x, y).transform_filter(f"datum.part === {kind!r} && {FINITE}") for n, kind in enumerate(kinds)]
    heads = [records[0]["base_label"], *kinds] if records else []
    signs = [_sign_line, lambda: _dot(True).encode(x=alt.value(12)), lambda: _dot(False).encode(x=alt.value(12))]
    return _over_time([path, *dots, *_key(heads, signs)], rows, words, width, len(heads))


def lead_times(records, words, width):
    """Return the chart of lead times over time: a dot with its range for each figure, full for the kind met first, hollow for the other.

    Records have the cells `lead_date` and `lead_item`; the figures of the first kind are joined by a thin line
    where no gap of years lies between them.
    """
    rows = [_dated(record, "lead_date") | {"part": record["lead_item"]} for record in records]
    days = [row["day"] for row in rows]
    rows = [row | {"late": row["day"] > max(days) - YEAR_LONG} for row in rows]
    rows = [row | {"lift": -9 if row["late"] or row["day"] == min(days) else 4} for row in rows]  # clear of the joining line
    kinds = list(dict.fromkeys(row["part"] for row in rows))
    x, y = _time(words), _height(words)
    span = alt.Chart().mark_rule(color=theme.QUIET, strokeWidth=1.5).encode(x, y=alt.Y("low:Q"), y2="high:Q").transform_filter("isValid(datum.low) && datum.value === datum.at")
    joined = alt.Chart().mark_line(color=theme.QUIET, strokeWidth=1, strokeDash=[3, 3]).encode(x, y).transform_filter(f"datum.part === {kinds[0]!r} && !datum.late && {FINITE}")
    dots = [_dot(not n).encode(x, y).transform_filter(f"datum.part === {kind!r} && {FINITE}") for n, kind in enumerate(kinds)]
    side = alt.ExprRef("datum.late ? 'right' : 'left'")
    named = _words(align=side, dx=alt.ExprRef("datum.late ? -9 : 9"), dy=alt.ExprRef("datum.lift")).encode(x, y, text="text:N").transform_filter(FINITE)
    signs = [lambda: _dot(True).encode(x=alt.value(12)), lambda: _dot(False).encode(x=alt.value(12))]
    return _over_time([span, joined, *dots, named, *_key(kinds, signs)], rows, words, width, len(kinds))


def residuals(records, words, width):
    """Return the chart of what is left between two counts, a bar a line to the right or left of nought with its interval.

    Its words stand above each bar. In `axis` what a bar to the left means stands first, then that to the right, then the unit,
    divided by bars (|). Of a missing or infinite value the text alone is drawn.
    """
    rows = [_left_over(record, n) for n, record in enumerate(records)]
    left, right, unit = [part.strip() for part in f"{words['axis']}||".split("|")[:3]]
    reach = max([abs(row[key]) for row in rows for key in ("value", "low", "high") if row[key] is not None] or [1])
    scale = alt.Scale(domain=[-reach, reach], nice=False, range=[6, alt.ExprRef("width - 6")])
    axis = alt.Axis(title=theme.broken(unit, theme.NARROW, theme.AXIS_SIZE).split("\n"), labelExpr=theme.amount_labels(words["lang"]), tickCount=4, grid=False)
    x = alt.X("value:Q", scale=scale, axis=axis, stack=None)
    colour = alt.ExprRef(f"datum.value < 0 ? '{theme.SECOND}' : '{theme.MARK}'")
    bars = alt.Chart().mark_bar(orient="horizontal", height=14, color=colour, opacity=0.8).encode(x, _at("middle"), x2=alt.datum(0))
    span = alt.Chart().mark_rule(color=theme.INK, strokeWidth=1.5).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=_at("middle")).transform_filter(INTERVAL)
    nought = alt.Chart().mark_rule(color=theme.INK, strokeWidth=1).properties(data=alt.Data(values=[{"value": 0}])).encode(x)
    head = _words(align="left", baseline="top", fontSize=13).encode(_at("top"), x=alt.value(0), text="line_label:N")
    told = _words(align="right", baseline="top", fontSize=13, fontWeight=600).encode(_at("top"), x=alt.value(alt.ExprRef("width")), text="text:N")
    sides = [_side(left, "left", 0, theme.SECOND), _side(right, "right", alt.ExprRef("width"), theme.MARK)]
    layers = [nought, bars.transform_filter(FINITE), span, head, told, *sides]
    return _drawn(layers, rows, {**words, "axis": unit}, width, LINE * len(rows), above=KEY * 2)


# What the drawings share

YEAR_LONG = 365 * 24 * 60 * 60 * 1000  # in milliseconds
INTERVAL = "isValid(datum.low) && isValid(datum.high) && datum.value === datum.at"


def _left_over(record, n):
    kept = {key: record.get(key, "") for key in ("name", "label", "line_label")}
    ends = {end: theme.drawable(record.get(end)) for end in ("low", "high")}
    value = theme.drawable(record["value"])
    return kept | ends | {"value": value, "at": value, "text": str(record["text"]), "top": LINE * n + 2, "middle": LINE * n + 30}


def _side(words, align, at, colour):
    """What a side of nought means, above the bars on that side, in two lines where one is too long."""
    data = alt.Data(values=[{"words": theme.broken(words, theme.NARROW / 2 - 12, theme.AXIS_SIZE)}])
    style = {"fontSize": theme.AXIS_SIZE, "lineBreak": "\n", "lineHeight": 15, "color": colour, "fontWeight": 600, "baseline": "top"}
    return _words(align=align, **style).properties(data=data).encode(x=alt.value(at), y=alt.value(-KEY * 2), text="words:N")


def _dated(record, cell):
    kept = {key: record.get(key, "") for key in ("name", "label", "line_label")}
    ends = {end: theme.drawable(record.get(end)) for end in ("low", "high")}
    value = theme.drawable(record["value"])
    return kept | ends | {"value": value, "at": value, "text": str(record["text"]), "mark": bool(record.get("mark")), "day": _day(record[cell])}


def _time(words):
    axis = alt.Axis(title=None, tickCount="year", labelExpr=f"utcyear(datum.value) + '{YEAR[words['lang']]}'")
    return alt.X("day:T", scale=alt.Scale(type="utc", range=[8, alt.ExprRef("width - 12")]), axis=axis)


def _height(words):
    axis = alt.Axis(title=None, labelExpr=theme.amount_labels(words["lang"]), tickCount=4)
    return alt.Y("value:Q", scale=alt.Scale(zero=True, nice=True, range=[PLOT, 0]), axis=axis)


def _dot(full):
    fill = {"filled": True, "color": theme.MARK} if full else {"filled": False, "color": theme.SECOND, "strokeWidth": 1.8}
    return alt.Chart().mark_point(shape="circle", size=55, opacity=1, **fill)


def _sign_line():
    return alt.Chart().mark_rule(color=theme.MARK, strokeWidth=2.5).encode(x=alt.value(0), x2=alt.value(24))


def _key(heads, signs):
    """A line for each sign above the plot, with its words."""
    for n, (head, sign) in enumerate(zip(heads, signs)):
        middle, data = alt.value(KEY * (n - len(heads)) + KEY / 2 - 6), alt.Data(values=[{"words": head}])
        yield sign().properties(data=data).encode(y=middle)
        yield _words(align="left", fontSize=theme.AXIS_SIZE).properties(data=data).encode(x=alt.value(32), y=middle, text="words:N")


def _over_time(layers, rows, words, width, keys):
    """A drawing over time, with the words of its upright axis above the key."""
    title = alt.Data(values=[{"words": " ".join(_titles(words)[0])}])
    head = _words(align="left", fontSize=theme.AXIS_SIZE, color=theme.QUIET, dx=-LEFT).properties(data=title)
    head = head.encode(x=alt.value(0), y=alt.value(-KEY * keys - KEY / 2 - 6), text="words:N")
    return _drawn([*layers, head], rows, {**words, "axis": ""}, width, PLOT, KEY * (keys + 1), LEFT)
