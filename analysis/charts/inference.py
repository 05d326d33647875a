"""Drawings of the chapter on inference; every word and number comes in with the call."""

import altair as alt

from analysis.charts import theme

HEIGHT = 330
LINE_HEIGHT, TO_MIDDLE, BELOW_MIDDLE, AXIS_ROOM = 18, 10, 26, 20
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
    `role` groups them by colour and shape.
    """
    rows = [_row(record) | {"side": "x" if record["base"] == records[0]["base"] else "y", "line": record["line"], "group": record["role"]} for record in records]
    groups = list(dict.fromkeys(row["group"] for row in rows if row["value"] is not None))
    paired = [row["line"] for row in rows if row["value"]]
    values = [row["value"] for row in rows if paired.count(row["line"]) > 1]
    ends = [min(values) / 1.3, max(values) * 1.3] if values else [1, 10]
    x = alt.X("x:Q", scale=alt.Scale(type="log", domain=ends, nice=False), axis=_axis(words, words["axis"].partition("|")[0], _decades("x")))
    y = alt.Y("y:Q", scale=alt.Scale(type="log", domain=ends, nice=False), axis=_axis(words, "", _decades("y")))
    legend = alt.Legend(title=_lines(words["axis"].partition("|")[2]), labelLimit=0)
    colour = alt.Color("group:N", scale=alt.Scale(domain=groups, range=PALETTE[: len(groups)]), legend=legend)
    shape = alt.Shape("group:N", scale=alt.Scale(domain=groups, range=SHAPES[: len(groups)]), legend=legend)
    points = alt.Chart().mark_point(filled=True, size=90, opacity=0.85).encode(x=x, y=y, color=colour, shape=shape)
    points = points.transform_pivot("side", value="value", groupby=["line", "group"]).transform_filter(BOTH)
    same = alt.Data(values=[{"x": end, "y": end} for end in ends])
    agree = alt.Chart(same).mark_line(color=theme.QUIET, strokeDash=[5, 4], strokeWidth=1.5).encode(x=x, y=y)
    return theme.themed(alt.layer(agree, points, data=theme.data(rows)).properties(**_sized(width, HEIGHT, 52, 52, 62)))


def frontier(records, words, width):
    """Return the chart of speed for all against speed for one user: a line for each chip, on a logarithmic upright axis.

    Records come in two kinds, told apart by "base": the first has the user's speed for each step, the second the speed of a
    chip at that step, its line ending in the id of the step.
    """
    first = records[0]["base"] if records else ""
    rows = [_step(record, first) for record in records]
    groups = list(dict.fromkeys(row["group"] for row in rows if "group" in row))
    x = alt.X("x:Q", scale=alt.Scale(zero=False, nice=True), axis=_axis(words, words["axis"].partition("|")[0], 6))
    y = alt.Y("y:Q", scale=alt.Scale(type="log", nice=True), axis=_axis(words, "", _decades("y")))
    colour = alt.Color("group:N", sort=groups, scale=alt.Scale(domain=groups, range=PALETTE[: len(groups)]), legend=alt.Legend(title=_lines(words["axis"].partition("|")[2]), columns=3, symbolType="stroke", symbolStrokeWidth=3, labelLimit=0))
    line = alt.Chart().mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=40, opacity=1)).encode(x=x, y=y, color=colour)
    line = line.transform_filter("isValid(datum.step)").transform_lookup("step", alt.LookupData(alt.Data(name="records"), "key", ["value"]), as_=["x"])
    line = line.transform_calculate(y="datum.value").transform_filter(BOTH)
    return theme.themed(alt.layer(line, data=theme.data(rows)).properties(**_sized(width, HEIGHT, 52, 52, 78)))


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


def _axis(words, title, count):
    """An axis; the upright one has no title, since it stands above the legend."""
    return alt.Axis(title=_lines(title) if title else None, labelExpr=theme.amount_labels(words["lang"]), tickCount=count, labelFlush=bool(title))


def _sized(width, height, left, bottom, top=0):
    """Width, height, padding and the way to fit; a drawing made here has a fixed size, the live one fits its column."""
    live = width == "container"
    padding = {"left": 0 if live else left, "right": 12 if left else 0, "top": 0 if live else top, "bottom": 0 if live else bottom}
    fit = alt.AutoSizeParams(type="fit-x", contains="padding") if live else alt.AutoSizeParams(type="none")
    inner = width if live else width - left - padding["right"]
    return {"width": inner, "height": height, "padding": padding, "autosize": fit}
