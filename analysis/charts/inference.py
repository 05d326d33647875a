"""Drawings of the chapter on inference; every word and number comes in with the call."""

import altair as alt

from analysis.charts import theme

HEIGHT = 330
LINE_HEIGHT, TO_MIDDLE, BELOW_MIDDLE, AXIS_ROOM = 18, 10, 26, 20
UPRIGHT = {"titleAngle": 0, "titleAnchor": "end", "titleAlign": "left", "titleBaseline": "bottom", "titleX": 0, "titleY": -10}
END_ROOM = 96  # beside the last points, for the names of the lines
BOTH = "isValid(datum.x) && isValid(datum.y) && isFinite(datum.x) && isFinite(datum.y) && datum.x > 0 && datum.y > 0"
PALETTE = [theme.MARK, *theme.CONFIG["range"]["category"][1:3], theme.PLAIN, theme.INK]
SHAPES = ["circle", "diamond", "square", "triangle-up", "cross"]


def share_bars(records, words, width):
    """Return the chart of one share per record as bars from zero, in the order given, with a line at the whole.

    Records are {"name", "label", "line_label", "value", "text"}; of a missing or infinite value only the text is drawn.
    """
    rows, top = [], 0
    for record in records:
        middle = top + LINE_HEIGHT + TO_MIDDLE
        label = record.get("line_label") or record["label"]
        rows.append(_row(record) | {"short": label, "top": top, "middle": middle})
        top = middle + BELOW_MIDDLE
    labels = "format(datum.value, '.0%')"
    x = alt.X("value:Q", scale=alt.Scale(zero=True, nice=True, range=[0, alt.ExprRef("width - 76")]), axis=alt.Axis(title=_lines(words["axis"]), labelExpr=labels, tickCount=4, labelFlush=True))
    y = alt.Y("middle:Q", scale=None, axis=None)
    bar = alt.Chart().mark_bar(orient="horizontal", color=theme.MARK, height=14).encode(x=x, x2=alt.value(0), y=y).transform_filter(theme.FINITE)
    text = alt.Chart().mark_text(align="left", baseline="middle", dx=8, fontWeight=600).encode(x=x, y=y, text="text:N").transform_filter(theme.FINITE)
    gone = alt.Chart().mark_text(align="left", baseline="middle", color=theme.QUIET).encode(x=alt.value(0), y=y, text="text:N").transform_filter(f"!({theme.FINITE})")
    label = alt.Chart().mark_text(align="left", baseline="top").encode(x=alt.value(0), y=alt.Y("top:Q", scale=None, axis=None), text="short:N")
    chart = alt.layer(bar, text, gone, label, data=theme.data(rows))
    return theme.themed(chart.properties(**_sized(width, top, 0, AXIS_ROOM + theme.AXIS_LINE * len(_lines(words["axis"])))))


def model_and_measurement(records, words, width):
    """Return the chart of a modelled value against a measured one, on logarithmic axes, with the line on which both agree.

    Records come in two kinds, told apart by "base": the first kind lies across, the second up; they are joined by "line".
    `role` groups them by colour and `phase` by shape; what is marked is named.
    """
    marked = {record["line"] for record in records if record["mark"]}
    rows = [_row(record) | _pair(record, records[0]["base"], marked) for record in records]
    paired = [row["line"] for row in rows if row["value"]]
    drawn = [row for row in rows if paired.count(row["line"]) > 1]
    groups, phases = (list(dict.fromkeys(row[column] for row in drawn)) for column in ("group", "shape"))
    values = [row["value"] for row in drawn]
    ends = [min(values) / 1.3, max(values) * 1.3] if values else [1, 10]
    across, _, upright = words["axis"].partition("|")
    x = alt.X("x:Q", scale=alt.Scale(type="log", domain=ends, nice=False), axis=_axis(words, across, _decades("x")))
    y = alt.Y("y:Q", scale=alt.Scale(type="log", domain=ends, nice=False), axis=_axis(words, "", _decades("y")))
    legend = alt.Legend(title=_lines(upright), titleLimit=0, labelLimit=0, columns=2)
    colour = alt.Color("group:N", scale=alt.Scale(domain=groups, range=PALETTE[: len(groups)]), legend=legend)
    shape = alt.Shape("shape:N", scale=alt.Scale(domain=phases, range=SHAPES[: len(phases)]), legend=None)
    base = alt.Chart().transform_pivot("side", value="value", groupby=["line", "group", "shape", "short", "marked"]).transform_filter(BOTH)
    points = base.mark_point(filled=True, size=80, opacity=0.85).encode(x=x, y=y, color=colour, shape=shape)
    names = base.transform_filter("datum.marked").mark_text(align=_by_side("'right'", "'left'"), baseline="bottom", dx=_by_side(-7, 7), dy=-3, fontSize=theme.AXIS_SIZE).encode(x=x, y=y, text="short:N")
    same = alt.Data(values=[{"x": end, "y": end} for end in ends])
    agree = alt.Chart(same).mark_line(color=theme.QUIET, strokeDash=[5, 4], strokeWidth=1.5).encode(x=x, y=y)
    return theme.themed(alt.layer(agree, points, names, data=theme.data(rows)).properties(**_sized(width, HEIGHT, 52, 52, 78)))


def _by_side(right, left):
    """One of two words of a drawing for a point in the right or the left part of it."""
    return alt.ExprRef(f"datum.x * datum.x > domain('x')[0] * domain('x')[1] ? {right} : {left}")


def _pair(record, first, marked):
    """What joins the two values of a line, and how the line is drawn."""
    short = record.get("line_label") or record["label"]
    side = "x" if record["base"] == first else "y"
    return {"side": side, "line": record["line"], "group": record["role"], "shape": record["phase"], "short": short, "marked": record["line"] in marked}


def frontier(records, words, width):
    """Return the chart of speed for all against speed for one user: a line for each chip, named at its end, on a logarithmic upright axis.

    Records come in two kinds, told apart by "base": the first has the user's speed for each step, the second the speed of a
    chip at that step, its line ending in the id of the step.
    """
    first = records[0]["base"] if records else ""
    rows = [_step(record, first) for record in records]
    groups = list(dict.fromkeys(row["group"] for row in rows if "group" in row))
    for group in groups:
        drawn = [row for row in rows if row.get("group") == group and row["value"]]
        for row in drawn[-1:]:
            row["end"] = True
    across, _, upright = words["axis"].partition("|")
    x = alt.X("x:Q", scale=alt.Scale(zero=False, nice=True, range=[0, alt.ExprRef(f"width - {END_ROOM}")]), axis=_axis(words, across, 6))
    y = alt.Y("y:Q", scale=alt.Scale(type="log", nice=True), axis=_axis(words, upright, _decades("y"), **UPRIGHT))
    colour = alt.Color("group:N", sort=groups, scale=alt.Scale(domain=groups, range=PALETTE[: len(groups)]), legend=None)
    base = alt.Chart().transform_filter("isValid(datum.step)").transform_lookup("step", alt.LookupData(alt.Data(name="records"), "key", ["value"]), as_=["x"])
    base = base.transform_calculate(y="datum.value").transform_filter(BOTH)
    line = base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=40, opacity=1)).encode(x=x, y=y, color=colour)
    names = base.transform_filter("datum.end").mark_text(align="left", dx=9, fontWeight=600).encode(x=x, y=y, color=colour, text="group:N")
    return theme.themed(alt.layer(line, names, data=theme.data(rows)).properties(**_sized(width, HEIGHT, 52, 52, 14 + theme.AXIS_LINE * len(_lines(upright)))))


def _step(record, first):
    """The row of a step, or of a chip at a step, which says where the step's own row is found."""
    chip, _, step = record["line"].rpartition(".")
    label = record["line_label"].rpartition(",")[0] or chip
    return _row(record) | ({"key": record["line"]} if record["base"] == first else {"step": step, "group": label})


def _row(record):
    return {"name": record["name"], "label": record["label"], "value": theme.drawable(record["value"]), "text": str(record["text"])}


def _lines(title):
    return theme.broken(title, theme.NARROW, theme.AXIS_SIZE).split("\n")


def _decades(scale):
    """One tick for each power of ten, whatever the values are."""
    return alt.ExprRef(f"max(1, round(log(domain('{scale}')[1] / domain('{scale}')[0]) / log(10)))")


def _axis(words, title, count, **place):
    """An axis; where a legend stands above the drawing, the title of the upright one stands above the legend."""
    return alt.Axis(title=_lines(title) if title else None, labelExpr=theme.amount_labels(words["lang"]), tickCount=count, labelFlush=bool(title) and not place, **place)


def _sized(width, height, left, bottom, top=0):
    """Width, height, padding and the way to fit; a drawing made here has a fixed size, the live one fits its column."""
    live = width == "container"
    padding = {"left": 0 if live else left, "right": 12 if left else 0, "top": 0 if live else top, "bottom": 0 if live else bottom}
    fit = alt.AutoSizeParams(type="fit-x", contains="padding") if live else alt.AutoSizeParams(type="none")
    inner = width if live else width - left - padding["right"]
    return {"width": inner, "height": height, "padding": padding, "autosize": fit}
