"""Drawings of growth, algorithmic progress and development; every word and number comes in with the call."""

import altair as alt

from analysis.charts import theme
from analysis.charts.theme import FINITE, POSITIVE, SECOND
from analysis.charts.training_cost import AXIS_ROOM, COLOUR, LINE_HEIGHT, TO_MIDDLE

BELOW_MIDDLE = 24
PLOT_HEIGHT, LEFT, RIGHT = 340, 46, 10
# An interval belongs to the value that it was computed for: where a slider moves the value, it goes.
INTERVAL = "isValid(datum.low) && isValid(datum.high) && datum.value === datum.at"
DOUBLINGS = [1, 2, 4, 8, 16, 32, 64]


def trend(records, words, width):
    """Return the chart of costs over time on a logarithmic axis, with a line through them and its band.

    Records have "base", "line" and, but for the line's own, a "trend_date". The line is made of those whose line is a year;
    their "low" and "high" are the band. Of the others the base named first is drawn as dots, any other as rings. Marked ones
    keep their form, larger and in another colour, and are named: above where they lie above the line, else below.
    """
    rows = [_dated(record, records) for record in records]
    x = alt.X("date:T", scale=alt.Scale(type="utc", range=[LEFT, alt.ExprRef(f"width - {RIGHT}")]), axis=alt.Axis(format="%Y", title=None, tickCount=6, labelFlush=True))
    title = {"title": words["axis"], "titleAngle": 0, "titleX": 0, "titleY": -10, "titleBaseline": "bottom"}
    inside = {"labelAlign": "left", "labelBaseline": "bottom", "labelPadding": 0, "labelOffset": -2}
    labels = theme.money_labels(words["lang"])
    y = alt.Y("value:Q", scale=alt.Scale(type="log"), axis=alt.Axis(labelExpr=labels, values=_decades(rows), labelOverlap=False, **title, **inside))
    path, ring = "datum.kind === 'path'", "datum.kind === 'ring'"
    band = alt.Chart().mark_area(color=theme.MARK, opacity=0.13).encode(y=alt.Y("low:Q"), y2="high:Q").transform_filter(f"{path} && {INTERVAL}")
    line = alt.Chart().mark_line(color=theme.MARK, strokeWidth=2).transform_filter(path)
    dots = alt.Chart().mark_circle(color=theme.PLAIN, opacity=1, size=34).transform_filter("datum.kind === 'dot' && !datum.mark")
    rings = alt.Chart().mark_point(color=theme.PLAIN, size=34, strokeWidth=1.5).transform_filter(f"{ring} && !datum.mark")
    marked = alt.Chart().mark_circle(color=SECOND, opacity=1, size=90).transform_filter(f"datum.mark && !({ring})")
    marked_rings = alt.Chart().mark_point(color=SECOND, opacity=1, size=90, strokeWidth=2.5).transform_filter(f"datum.mark && {ring}")
    names = [_name(words, True), _name(words, False)]
    chart = alt.layer(band, line, dots, rings, marked, marked_rings, *names, data=theme.data(rows)).transform_filter(POSITIVE).encode(x=x, y=y)
    return theme.themed(chart.properties(**_size(width, PLOT_HEIGHT, ["", ""] if width == "container" else [""], top=26)))


def _dated(record, records):
    """A record with its date and how it is drawn."""
    path = {one["line"]: one["value"] for one in records if str(one.get("line", "")).isdigit()}
    date = record.get("trend_date") or f"{record['line']}-01-01"
    bases = list(dict.fromkeys(one["base"] for one in records if one.get("trend_date")))
    kind = "path" if record["line"] in path else "dot" if record["base"] == bases[0] else "ring"
    near = path.get(str(int(date[:4]) + (date[5:7] > "06")))  # the New Year next to it
    above = None in (near, record["value"]) or record["value"] >= near
    return _row(record) | {"date": date, "kind": kind, "above": above, "short": record.get("line_label", record["label"])}


def _name(words, above):
    """The names of marked dots on one side."""
    place = {"baseline": "bottom", "dy": -8, "align": "right"} if above else {"baseline": "top", "dy": 8, "align": "left"}
    test = f"datum.mark && {'' if above else '!'}datum.above"
    return alt.Chart().mark_text(fontWeight=600, dx=4 if above else -4, **place).encode(text="short:N").transform_filter(test)


def _decades(rows):
    """Every power of ten on the axis, from the least to the greatest amount drawn."""
    amounts = [row[key] for row in rows for key in ("value", "low", "high") if row[key] and row[key] > 0]
    powers = [int(f"{amount:e}".split("e")[1]) for amount in amounts] or [0]
    return [10.0**power for power in range(min(powers) + 1, max(powers) + 1)]


def intervals(records, words, width):
    """Return the chart of one factor per line of a table on a logarithmic axis, with the interval that its source gives.

    The base named first is drawn as a dot with its words; the other bases are the ends of a bar of the same line, which
    is drawn where there are any.
    """
    rows = _lines(records)
    heads = [row for row in rows if row["head"]]
    x = alt.X("value:Q", scale=alt.Scale(type="log", base=2, nice=False, domain=_span(rows), range=_room([row for row in heads if row["value"]], 4)), axis=_axis(words, theme.amount_labels(words["lang"]), values=DOUBLINGS))
    ends = alt.Chart().mark_line(strokeWidth=6, strokeCap="round", opacity=0.3).encode(detail="line:N", color=alt.value(theme.MARK)).transform_filter("!datum.head")
    dots = alt.Chart().mark_circle(color=COLOUR, opacity=1, size=110).transform_filter("datum.head")
    layers = [ends.transform_filter(POSITIVE), dots.transform_filter(POSITIVE)]
    return _figure(rows, words, width, x, layers, POSITIVE)


def _lines(records):
    """Rows at the height of their line, in the order in which lines first appear."""
    base, tops = records[0]["base"] if records else "", {}
    for record in records:
        tops.setdefault(record["line"], len(tops))
    step = LINE_HEIGHT + TO_MIDDLE + BELOW_MIDDLE
    alike = not any(record.get("mark") for record in records)
    return [
        _row(record, alike) | _at(tops[record["line"]] * step) | {"line": record["line"], "head": record["base"] == base, "short": record["line_label"]}
        for record in records
    ]


def _at(top):
    return {"top": top, "middle": top + LINE_HEIGHT + TO_MIDDLE}


def _span(rows):
    """From one to the greatest factor drawn."""
    return [1, max([2, *(row["value"] for row in rows if row["value"])])]


def bars(records, words, width):
    """Return the chart of one cost per record as bars from zero, each with a line from the low to the high end of its interval."""
    step = LINE_HEIGHT + TO_MIDDLE + BELOW_MIDDLE
    alike = not any(record.get("mark") for record in records)
    rows = [_row(record, alike) | _at(step * i) | {"head": True, "short": record["label"]} for i, record in enumerate(records)]
    x = alt.X("value:Q", scale=alt.Scale(zero=True, nice=True, range=_room(rows, 0)), axis=_axis(words, theme.money_labels(words["lang"]), tickCount=4), stack=None)
    amounts = alt.Chart().mark_bar(orient="horizontal", color=COLOUR, height=14, opacity=0.75).encode(x2=alt.value(0))
    whisker = alt.Chart().mark_rule(color=theme.INK, strokeWidth=1.5).encode(x=alt.X("low:Q"), x2="high:Q").transform_filter(INTERVAL)
    return _figure(rows, words, width, x, [amounts.transform_filter(FINITE), whisker], FINITE)


def _row(record, alike=False):
    """What is drawn of a record, interval included."""
    value, mark = theme.drawable(record["value"]), bool(record.get("mark"))
    ends = {end: theme.drawable(record.get(end)) for end in ("low", "high")}
    return {"name": record["name"], "label": record["label"], "value": value, "text": str(record["text"]), "mark": mark, "strong": alike or mark, "at": value, **ends}


def _room(rows, left):
    reserved = max([84, *(theme.text_width(row["text"]) + 16 for row in rows)])
    return [left, alt.ExprRef(f"width - {round(reserved)}")]


def _axis(words, labels, **ticks):
    return alt.Axis(title=theme.axis_title(words), labelExpr=labels, labelFlush=True, **ticks)


def _figure(rows, words, width, x, shapes, test):
    """Shapes at the middle of each line; above it its label, at the right edge of the drawing the words of its value."""
    bold = alt.ExprRef("datum.mark ? 600 : 400")
    text = {"align": "left", "lineBreak": "\n", "fontWeight": bold}
    layers = [shape.encode(y=theme.place("middle")) for shape in shapes]
    values = alt.Chart().mark_text(baseline="middle", align="right", fontWeight=bold).encode(x=alt.value("width"), text="text:N", y=theme.place("middle"))
    label = alt.Chart().mark_text(baseline="top", **text).encode(x=alt.value(0), text="short:N", y=theme.place("top"))
    layers += [values.transform_filter(f"datum.head && {test}"), label.transform_filter("datum.head")]
    chart = alt.layer(*layers, data=theme.data(rows)).encode(x=x)
    height = max([0, *(row["middle"] for row in rows)]) + BELOW_MIDDLE
    return theme.themed(chart.properties(**_size(width, height, theme.axis_title(words))))


def _size(width, height, titles, top=0):
    """Width, height, padding and the way to fit; a drawing made here has a fixed size, a live one adds the room of its axis itself."""
    live = width == "container"
    padding = {"left": 0, "right": 0, "top": top, "bottom": 0 if live else AXIS_ROOM + theme.AXIS_LINE * len(titles)}
    fit = alt.AutoSizeParams(type="fit-x", contains="padding") if live else alt.AutoSizeParams(type="none")
    return {"width": width, "height": height, "padding": padding, "autosize": fit}
