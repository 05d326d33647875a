"""Drawings of the chapter on training runs; every word and number comes in with the call."""

import altair as alt

from analysis.charts import theme
from analysis.charts.theme import FINITE, POSITIVE
from analysis.charts.training_cost import COLOUR, DECADES, LINE_HEIGHT, TO_MIDDLE, _figure, _room, _rows, _size

# A method is told by its shape as well as by its colour.
STYLES = [
    (theme.MARK, "circle"),
    (theme.INK, "triangle-down"),
    (theme.SECOND, "diamond"),
    (theme.THIRD, "triangle-up"),
    (theme.PLAIN, "square"),
]
KEY_GAP = 18
SYMBOL = 110
DOT_BELOW = 20


def method_strips(records, words, width):
    """Return the chart of one strip per run, with one mark per method, on a logarithmic axis in dollars.

    Records are those of `page.chart` with "base" (the method) and "line" (the run); runs stand in the order in which they
    come. Of a value that is missing, infinite, zero or negative nothing is drawn. `width` is in pixels or "container".
    """
    key = _key(records)
    rows = _strips(records, 0 if not key else key[-1]["y"] + LINE_HEIGHT + TO_MIDDLE)
    labels = theme.money_labels(words["lang"])
    axis = alt.Axis(title=theme.axis_title(words), labelExpr=labels, tickCount=alt.ExprRef(DECADES), labelFlush=True)
    x = alt.X("value:Q", scale=alt.Scale(type="log", nice=True, range=[0, alt.ExprRef("width - 12")]), axis=axis, stack=None)
    ends = {"least": "min(value)", "most": "max(value)", "middle": "max(middle)"}
    line = alt.Chart().mark_rule(color=theme.LINE, strokeWidth=3).transform_filter(POSITIVE).transform_aggregate(**ends, groupby=["line"])
    line = line.encode(x=alt.X("least:Q", axis=axis), x2="most:Q", y=theme.place("middle"))
    look = {"color": alt.ExprRef("datum.colour"), "shape": alt.ExprRef("datum.shape"), "strokeWidth": 2, "size": SYMBOL, "opacity": 1}
    marks = alt.Chart().mark_point(filled=True, stroke=alt.ExprRef("datum.colour"), **look).transform_filter(POSITIVE)
    marks = marks.encode(x=x, y=theme.place("middle"))
    heads = alt.Chart().mark_text(align="left", baseline="top", lineBreak="\n").encode(text="head:N", x=alt.value(0), y=theme.place("top"))
    chart = alt.layer(line, marks, heads, *_key_layers(key), data=theme.data(rows))
    return theme.themed(chart.properties(**_size(rows, words, width)))


def reading_bars(records, words, width):
    """Return the chart of one share per reading as bars from zero, in per cent, labelled by the line of each record."""
    rows = _rows([{**record, "label": record["line_label"]} for record in records])
    rows = [{**row, "head": row["label"], "label": record["label"]} for row, record in zip(rows, records, strict=True)]
    axis = alt.Axis(title=theme.axis_title(words), labelExpr="format(datum.value * 100, '.3~g') + '%'", tickCount=4, labelFlush=True)
    x = alt.X("value:Q", scale=alt.Scale(zero=True, nice=True, range=_room(rows)), axis=axis, stack=None)
    bars = alt.Chart().mark_bar(orient="horizontal", color=COLOUR, height=14)
    return _figure(rows, words, width, x, [bars.encode(x2=alt.value(0), y=theme.place("middle"))], FINITE, "head")


def _strips(records, top):
    """Return what is drawn of each record: its place, the look of its method, and the run's name with the first of the run."""
    methods = list(dict.fromkeys(record["base"] for record in records))
    places, rows = {}, []
    for record in records:
        head = "" if record["line"] in places else theme.broken(record["line_label"])
        if head:
            places[record["line"]] = top, top + LINE_HEIGHT * (head.count("\n") + 1) + TO_MIDDLE
            top = places[record["line"]][1] + DOT_BELOW
        colour, shape = STYLES[methods.index(record["base"]) % len(STYLES)]
        at = dict(zip(("top", "middle"), places[record["line"]]))
        kept = {"name": record["name"], "label": record["label"], "value": theme.drawable(record["value"]), "text": str(record["text"])}
        rows.append({**kept, **at, "head": head, "line": record["line"], "colour": colour, "shape": shape})
    return rows


def _key(records):
    """Return the key of the methods: symbol, words and place, in rows that fit the narrow drawing."""
    entries, x, y = [], 0, 0
    for place, (_, label) in enumerate(dict.fromkeys((record["base"], record["base_label"]) for record in records)):
        wide = KEY_GAP + theme.text_width(label, theme.AXIS_SIZE) + KEY_GAP
        x, y = (0, y + LINE_HEIGHT) if x and x + wide - KEY_GAP > theme.NARROW else (x, y)
        colour, shape = STYLES[place % len(STYLES)]
        entries.append({"label": label, "x": round(x), "y": y, "colour": colour, "shape": shape})
        x += wide
    return entries


def _key_layers(key):
    """Return two layers for each entry of the key: its symbol and its words."""
    for entry in key:
        one = alt.Chart(alt.Data(values=[{"label": entry["label"]}]))
        symbol = one.mark_point(filled=True, color=entry["colour"], stroke=entry["colour"], strokeWidth=2, shape=entry["shape"], size=SYMBOL, opacity=1)
        yield symbol.encode(x=alt.value(entry["x"] + 7), y=alt.value(entry["y"] + LINE_HEIGHT / 2))
        words = one.mark_text(align="left", baseline="middle", fontSize=theme.AXIS_SIZE, color=theme.INK)
        yield words.encode(text="label:N", x=alt.value(entry["x"] + KEY_GAP), y=alt.value(entry["y"] + LINE_HEIGHT / 2))
