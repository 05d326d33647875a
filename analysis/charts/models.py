"""Drawings of the chapters on models: a saving in steps, and lines or points against context, batch, position or date."""

import altair as alt

from analysis.charts import theme

LINE_HEIGHT, BAR, BELOW_BAR = 18, 14, 16
AXIS_ROOM = 24
HEIGHT = 330
COLOURS = (theme.MARK, theme.SECOND, theme.THIRD, theme.PLAIN)

# Words of ticks: SI prefixes of bytes, powers of two of tokens (K is 1,024), shares.
BYTES = "format(datum.value, '~s') + 'B'"
TOKENS = "datum.value >= 1048576 ? datum.value / 1048576 + 'M' : datum.value >= 1024 ? datum.value / 1024 + 'K' : format(datum.value, 'd')"
SHARE = "format(datum.value * 100, '~g') + '%'"
PER_MILLION = "format(datum.value * 1000000, '~g')"
FEW = "test(/^[125]/, format(datum.value, '.1e')) ? {} : ''"  # of a logarithmic axis


def saving_steps(records, words, width):
    """Return the chart of a quantity that shrinks from step to step: what is left as a full bar, what the step took as a pale one.

    Records are {"name", "label", "value", "text"} in order, the baseline first; then, marked, the share that each step took.
    """
    rows = _stacked([record for record in records if not record.get("mark")])
    shares = [_row(record) | {"top": row["top"]} for record, row in zip([one for one in records if one.get("mark")], rows[1:])]
    reserved = max([84] + [theme.text_width(row["text"]) + 16 for row in rows])
    scale = alt.Scale(zero=True, nice=False, range=[0, alt.ExprRef(f"width - {round(reserved)}")])
    x = alt.X("value:Q", scale=scale, axis=None)
    left = alt.Chart().mark_bar(orient="horizontal", height=BAR, color=theme.MARK).encode(x=x, x2=alt.value(0), y=theme.place("middle"))
    taken = alt.Chart().mark_bar(orient="horizontal", height=BAR, color=theme.LINE).encode(x=x, x2="before:Q", y=theme.place("middle"))
    text = _text("text", "middle", dx=11, fontWeight=600).encode(x=alt.X("before:Q", scale=scale, axis=None), y=theme.place("middle"))
    label = _text("short", "top").encode(x=alt.value(0), y=theme.place("top"))
    # What stood before is read from the data, so that the page script can put in other values.
    steps = alt.layer(taken, left, text, label).transform_filter("!datum.mark").transform_window(earlier="lag(value)", sort=[{"field": "order"}])
    steps = steps.transform_calculate(before="isValid(datum.earlier) ? max(datum.earlier, datum.value) : datum.value")
    share = _text("text", "top", align="right", fontWeight=600).transform_filter("datum.mark").transform_calculate(text="'\u2212' + datum.text").encode(x=alt.value("width"), y=theme.place("top"))
    chart = alt.layer(steps, *([share] if shares else []), data=theme.data([*rows, *shares]))
    return theme.themed(chart.properties(**_size(rows[-1]["middle"] + BAR if rows else 0, words, width, 0)))


def request_memory(records, words, width):
    """Return the chart of the cache of a request against its context, one line a model, both axes logarithmic.

    Records are those of a pair of a model and a context, with the cells "context_tokens" and "trained_context" beside them: what
    lies beyond the second is drawn dashed.
    """
    scale = {"x": alt.Scale(type="log", base=2, nice=False), "y": alt.Scale(type="log", nice=False)}
    return _lines(records, words, width, "context_tokens", scale, (TOKENS, BYTES), lambda record: record["line_labels"][0])


def position_cost(records, words, width):
    """Return the chart of the cost of a token against its position in the context, one line a result, both axes logarithmic.

    Records are those of results by context, with the cell "context_tokens" beside them.
    """
    scale = {"x": alt.Scale(type="log", base=2, nice=False), "y": alt.Scale(type="log", nice=False, padding=12)}
    return _lines(records, words, width, "context_tokens", scale, (TOKENS, FEW.format(PER_MILLION)), lambda record: record["base_label"], under=True)


def batch_share(records, words, width):
    """Return the chart of a share against the size of a batch, one line a model or result, on a logarithmic axis of batches.

    Records are those of a model and a batch, or of a result by batch, with the cell "batch_size" beside them.
    """
    scale = {"x": alt.Scale(type="log", base=2, nice=False), "y": alt.Scale(domain=[0, 1])}
    return _lines(records, words, width, "batch_size", scale, (TOKENS, SHARE), lambda record: (record["line_labels"] if "." in record["line"] else [record["base_label"]])[0], aside=True)


def share_by_date(records, words, width):
    """Return the chart of one share a model against the date of its release, on a logarithmic axis; marked ones are named.

    Records are those of a result over models, with the cells "release_date" and "layers" beside them: a dot is hollow where no
    configuration is known, so that nothing could be counted.
    """
    rows = [_row(record) | {"x": _year(record["release_date"]), "series": record["line_label"] if record.get("mark") else "", "hollow": record["layers"] is None} for record in records]
    middle = (min((row["x"] for row in rows), default=0) + max((row["x"] for row in rows), default=0)) / 2
    rows = [row | {"late": row["x"] > middle} for row in rows]
    x = alt.X("x:Q", scale=alt.Scale(zero=False, nice=True, padding=8), axis=alt.Axis(title=None, format="d", tickMinStep=1, tickCount=4, grid=False))
    y = alt.Y("value:Q", scale=alt.Scale(type="log", nice=False, padding=22), axis=alt.Axis(title=_title(words), labelExpr=FEW.format(SHARE), tickCount=4, **TITLE))
    colour = alt.ExprRef(f"datum.mark ? '{theme.MARK}' : '{theme.PLAIN}'")
    fill = alt.ExprRef(f"datum.hollow ? '{theme.PAPER}' : datum.mark ? '{theme.MARK}' : '{theme.PLAIN}'")
    dots = alt.Chart().mark_point(shape="circle", opacity=1, strokeWidth=1.5, size=alt.ExprRef("datum.mark ? 90 : 50"), stroke=colour, fill=fill).encode(x=x, y=y)
    names = _text("series", "bottom", dy=-8, align=alt.ExprRef("datum.late ? 'right' : 'left'"), fontSize=theme.AXIS_SIZE).encode(x=x, y=y)
    chart = alt.layer(dots, names, data=theme.data(rows)).transform_filter(theme.POSITIVE)
    return theme.themed(chart.properties(**_size(HEIGHT, words, width, AXIS_ROOM)))


NAMES = {"align": "right", "baseline": "bottom", "dy": alt.ExprRef("datum.under ? 34 : -7"), "dx": 2, "fontWeight": 600, "fontSize": theme.AXIS_SIZE}
HALO = {"stroke": theme.PAPER, "strokeWidth": 4, "strokeJoin": "round"}
TITLE = {"titleAngle": 0, "titleAnchor": "end", "titleAlign": "left", "titleBaseline": "bottom", "titleX": 0, "titleY": -14}


def speed_bars(records, words, width):
    """Return the chart of one speed per record as bars from zero in the order given, each under the name of its line; marked ones in full colour.

    Records are those of one result over a table. Of a missing or infinite value the text alone is drawn.
    """
    rows = _stacked([record | {"base_label": record["line_label"]} for record in records])
    reserved = max([84] + [theme.text_width(row["text"]) + 16 for row in rows])
    axis = alt.Axis(title=_title(words), tickCount=4, labelFlush=True, labelExpr="format(datum.value, ',')")
    x = alt.X("value:Q", scale=alt.Scale(zero=True, nice=True, range=[0, alt.ExprRef(f"width - {round(reserved)}")]), axis=axis, stack=None)
    colour = alt.ExprRef(f"datum.mark ? '{theme.MARK}' : '{theme.PLAIN}'")
    bar = alt.Chart().mark_bar(orient="horizontal", height=BAR, color=colour).encode(x=x, x2=alt.value(0), y=theme.place("middle")).transform_filter(theme.FINITE)
    text = _text("text", "middle", dx=8, fontWeight=600).encode(x=x, y=theme.place("middle")).transform_filter(theme.FINITE)
    gone = _text("text", "middle", color=theme.QUIET).encode(x=alt.value(0), y=theme.place("middle")).transform_filter(f"!({theme.FINITE})")
    label = _text("label", "top").encode(x=alt.value(0), y=theme.place("top"))
    size = _size(rows[-1]["middle"] + BAR if rows else 0, words, width, 0)
    if width != "container":
        size["padding"] = {"left": 0, "right": 0, "top": 0, "bottom": AXIS_ROOM + theme.AXIS_LINE * len(_title(words))}
    return theme.themed(alt.layer(bar, text, gone, label, data=theme.data(rows)).properties(**size))


# What the drawings share


def _lines(records, words, width, across, scale, ticks, series, aside=False, under=False):
    """Return one line for each series, named above its end; `aside`: one below the other in the lower right corner; `under`: the lowest below its end."""
    rows = [_row(record) | {"x": record[across], "series": series(record), "known": record.get("trained_context") or record[across]} for record in records]
    ends = {row["series"]: max(one["x"] for one in rows if one["series"] == row["series"]) for row in rows}
    order = list(dict.fromkeys(row["series"] for row in rows))
    lowest = min((row for row in rows if row["x"] == ends[row["series"]] and row["value"] is not None), key=lambda row: row["value"], default={"series": ""})["series"]
    trained = {row["series"]: max([one["x"] for one in rows if one["series"] == row["series"] and one["x"] <= row["known"]] or [0]) for row in rows}
    rows = [row | {"beyond": row["x"] >= trained[row["series"]], "within": row["x"] <= trained[row["series"]], "end": row["x"] == ends[row["series"]], "under": row["series"] == lowest and under, "corner": HEIGHT - LINE_HEIGHT * (len(order) - order.index(row["series"]))} for row in rows]
    values = sorted({row["x"] for row in rows})
    x = alt.X("x:Q", scale=scale["x"], axis=alt.Axis(title=_across(words), labelExpr=ticks[0], values=values[-4:] if scale["x"].type is alt.Undefined else values[:: -1 - len(values) // 7][::-1], grid=False, labelFlush=True))
    y = alt.Y("value:Q", scale=scale["y"], axis=alt.Axis(title=_title(words), labelExpr=ticks[1], tickCount=4, **TITLE))
    colour = alt.Color("series:N", sort=order, scale=alt.Scale(domain=order, range=[*COLOURS, *COLOURS][: len(order)]), legend=None)
    base = alt.Chart().encode(x=x, y=y, color=colour)
    drawn = base.mark_line(strokeWidth=2.5).transform_filter("datum.within")
    guessed = base.mark_line(strokeWidth=2, strokeDash=[5, 4]).transform_filter("datum.beyond")
    dots = base.mark_circle(size=36, opacity=1).transform_filter("datum.within")
    named = [base.mark_text(**NAMES, **halo).encode(text="series:N", **({"y": theme.place("corner"), "x": alt.value("width")} if aside else {})) for halo in (HALO, {})]
    named[0] = named[0].encode(color=alt.value(theme.PAPER))
    chart = alt.layer(guessed, drawn, dots, *(layer.transform_filter("datum.end") for layer in named), data=theme.data(rows)).transform_filter(theme.POSITIVE)
    return theme.themed(chart.properties(**_size(HEIGHT, words, width, AXIS_ROOM)))


def _row(record):
    return {"name": record["name"], "label": record["label"], "value": theme.drawable(record["value"]), "text": str(record["text"]), "mark": bool(record.get("mark"))}


def _stacked(records):
    """Return the rows of a saving with a line-broken label and their places from the top in pixels."""
    rows, top = [], 0
    for order, record in enumerate(records):
        label = theme.broken(record.get("base_label", record["label"]))
        middle = top + LINE_HEIGHT * (label.count("\n") + 1) + BAR / 2 + 2
        rows.append(_row(record) | {"short": label, "top": top, "middle": middle, "order": order})
        top = middle + BAR / 2 + BELOW_BAR
    return rows


def _year(date):
    """Return a date such as 2026-04 as a number of years."""
    year, _, rest = date.partition("-")
    return int(year) + (int(rest[:2]) - 0.5) / 12 if rest[:2].isdigit() else int(year) + 0.5


def _title(words):
    """Return the title of the upright axis: the words before the bar."""
    return theme.broken(words["axis"].partition("|")[0], theme.NARROW, theme.AXIS_SIZE).split("\n")


def _across(words):
    return words["axis"].partition("|")[2] or None


def _text(field, baseline, **style):
    return alt.Chart().mark_text(**{"align": "left", "baseline": baseline, "lineBreak": "\n", **style}).encode(text=f"{field}:N")


def _size(height, words, width, bottom):
    """Return width, height, padding and the way to fit; a drawing made here measures no text with the fonts of the machine."""
    if width == "container":
        return {"width": width, "height": height, "padding": {"left": 0, "right": 0, "top": 0, "bottom": 0}, "autosize": alt.AutoSizeParams(type="fit-x", contains="padding")}
    if not bottom:
        return {"width": width, "height": height, "padding": 0, "autosize": alt.AutoSizeParams(type="none")}
    across = theme.AXIS_LINE * bool(_across(words))
    padding = {"left": 46, "right": 14, "top": 14 + theme.AXIS_LINE * len(_title(words)), "bottom": bottom + across}
    return {"width": width - 60, "height": height, "padding": padding, "autosize": alt.AutoSizeParams(type="none")}
