"""Drawings of the fleet and of rents; every word and number comes in with the call.

Labels and keys stand at places counted in pixels, since a layout made by the drawing library would measure text with the
fonts of the machine. In `axis` the words of the axis across stand first, those of the upright one after a bar (|).
"""

import datetime

import altair as alt

from analysis.charts import theme
from analysis.charts.theme import FINITE, POSITIVE

LEFT = 48  # room of the labels beside an upright axis
BELOW = 24  # and of those below the axis across
KEY = 20  # height of a line of the key
PLOT = 250
COLOURS = [theme.MARK, theme.SECOND, theme.PLAIN, theme.THIRD]
DASHES = [[1, 0], [7, 3], [2, 3], [9, 3, 2, 3]]
WIDTHS = [3.5, 2, 2, 2]
SHAPES = ["square", "triangle-up", "circle", "diamond"]
TOLD = "datum.lead + '\\n' + datum.text"
YEAR = {"en": "", "ko": "년"}
# Every line of a logarithmic axis would have its word; these keep 1, 2 and 5 of each power of ten.
FEW = "indexof([1, 2, 5], round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))) >= 0"


def cost_by_use(records, words, width):
    """Return the chart of a cost per hour against the share of hours at work: a line for each kind, a level, an upright.

    Records: `base.KIND.STEP` (the lines), `utilisation_step.STEP` (where they stand), one with a line (an upright: where
    a kind breaks even) and one without (a level: the rent). Of a missing, infinite or zero value nothing is drawn.
    `width` is in pixels or "container".
    """
    steps = {record["line"]: record["value"] for record in records if record["base"] == "utilisation_step"}
    rows = [_use(record, steps) for record in records]
    order = list(dict.fromkeys(row["series"] for row in rows if row["part"] == "line"))
    across, up = _across(words), _up(words, 22)
    curves = alt.Chart().mark_line().encode(across("place"), up, *_styles(order, [alt.Color, alt.StrokeDash, alt.StrokeWidth]))
    # Words of an upright near the right end stand on its left.
    late = "datum.value > 0.8"
    beside = _words(align=alt.ExprRef(f"{late} ? 'right' : 'left'"), dx=alt.ExprRef(f"{late} ? -6 : 6")).encode(across("value"), y=alt.value(9), text="text:N")
    layers = [_only("line", curves), _only("upright", _rule().encode(across("value"))), _only("upright", beside), *_level(up, "4")]
    return _upright([*layers, *_key(order, _dash)], rows, words, width, len(order))


def _use(record, steps):
    parts = record["line"].split(".") if record.get("line") else []
    part = "line" if len(parts) == 2 else "step" if record["base"] == "utilisation_step" else "upright" if parts else "level"
    series = record["line_label"].rpartition(", ")[0] if part == "line" else ""
    return _row(record) | {"part": part, "series": series, "place": theme.drawable(steps.get(parts[-1])) if part == "line" else None}


def rents_by_date(records, words, width):
    """Return the chart of dated prices on a logarithmic axis in dollars, a shape and a colour for each kind.

    Records have the cell `rent_date`; those of the first base are levels, drawn from their date on with their words before
    it. A record without that cell is a date itself, an upright with its label. Of a missing, infinite or zero value nothing is drawn.
    """
    rows = [_dated(record, records[0]["base"]) for record in records]
    order = list(dict.fromkeys(row["series"] for row in rows if row["part"] == "point"))
    years = alt.Axis(title=_titles(words)[0], tickCount="year", labelExpr=f"utcyear(datum.value) + '{YEAR[words['lang']]}'")
    x = alt.X("day:T", scale=alt.Scale(type="utc", range=[6, alt.ExprRef("width - 6")]), axis=years)
    points, up = alt.Chart().mark_point(filled=True, size=75, opacity=0.8), _up(words, 40)
    dots = points.encode(x, up, *_styles(order, [alt.Color, alt.Shape]))
    held = [_rule().encode(x, up, x2=alt.value(alt.ExprRef("width"))), _before(middle=True).encode(x, up, text="told:N")]
    levels = [_only("level", one.transform_calculate(told=TOLD)) for one in held]
    moment = alt.Chart().mark_rule(color=theme.QUIET, strokeWidth=1).encode(x)
    marks = [moment, _before(middle=False).encode(x, y=alt.value(0), text="lead:N")]
    uprights = [one.transform_filter("datum.part == 'upright' && isValid(datum.day)") for one in marks]
    return _upright([*uprights, *levels, _only("point", dots), *_key(order, _symbol)], rows, words, width, len(order))


def _before(middle):
    """Words that end where a line begins, at its height or below the top of the plot."""
    return _words(align="right", dx=-6, lineBreak="\n", **({} if middle else {"baseline": "top", "color": theme.QUIET}))


def _dated(record, level):
    if "rent_date" not in record:
        at = _day(record["value"].isoformat()) if isinstance(record["value"], datetime.date) else None
        return _row(record) | {"part": "upright", "series": "", "day": at, "lead": theme.broken(record["label"], 105)}
    part = "level" if record["base"] == level else "point"
    return _row(record) | {"part": part, "series": record["base_label"], "day": _day(record["rent_date"])}


def _day(text):
    """Milliseconds of a date; a month or a year stands at its middle."""
    whole = {4: f"{text}-07-01", 7: f"{text}-15"}.get(len(text), text)
    return datetime.datetime.fromisoformat(whole).replace(tzinfo=datetime.timezone.utc).timestamp() * 1000


def before_after(records, words, width):
    """Return the chart of two prices a line on a logarithmic axis in dollars: the earlier hollow, the later full, joined.

    Records: two bases with the same lines, the earlier base first. Of a missing, infinite or zero value nothing is drawn.
    """
    order, lines = _orders(records)
    rows = [_row(record) | _place(record, lines, 44, 30) | {"later": record["base_label"] != order[0]} for record in records]
    axis = alt.Axis(title=_titles(words)[0], labelExpr=_few(words), tickCount=8)
    x = alt.X("value:Q", scale=alt.Scale(type="log", nice=True, range=[8, alt.ExprRef("width - 8")]), axis=axis)
    stroke = alt.Chart().mark_line(color=theme.QUIET, strokeWidth=2).encode(x, _at("middle"), detail="line:N")
    layers = [
        stroke.transform_filter(POSITIVE),
        _point(False).encode(x, _at("middle")).transform_filter(f"!datum.later && {POSITIVE}"),
        _point(True).encode(x, _at("middle")).transform_filter(f"datum.later && {POSITIVE}"),
        _names("!datum.later"),
    ]
    return _drawn([*layers, *_key(order, _dot)], rows, words, width, 44 * len(lines), above=KEY * 2)


def paired_bars(records, words, width):
    """Return the chart of several shares a line as bars from zero, a colour for each measure and the value beside it.

    Records: bases with the same lines. Of a missing or infinite value the text alone is drawn.
    """
    return _paired(records, words, width, "format(datum.value, '.0%')")


def money_bars(records, words, width):
    """Return the same chart of amounts in dollars; a line may lack a measure, but not the first one."""
    return _paired(records, words, width, theme.money_labels(words["lang"]))


def _paired(records, words, width, labels):
    order, lines = _orders(records)
    high = 36 + 20 * len(order)
    rows = [_row(r) | _place(r, lines, high, 30 + 20 * order.index(r["base_label"])) | {"series": r["base_label"]} for r in records]
    reserved = max([60] + [theme.text_width(row["text"]) + 14 for row in rows])
    axis = alt.Axis(title=_titles(words)[0], labelExpr=labels, tickCount=4)
    x = alt.X("value:Q", scale=alt.Scale(zero=True, nice=True, range=[0, alt.ExprRef(f"width - {round(reserved)}")]), axis=axis, stack=None)
    bars = alt.Chart().mark_bar(orient="horizontal", height=14).encode(x, _at("middle"), *_styles(order, [alt.Color]), x2=alt.value(0))
    layers = [
        bars.transform_filter(FINITE),
        _words(align="left", dx=7).encode(x, _at("middle"), text="text:N").transform_filter(FINITE),
        _words(align="left", color=theme.QUIET).encode(_at("middle"), x=alt.value(0), text="text:N").transform_filter(f"!({FINITE})"),
        _names(f"datum.series == {order[0]!r}" if order else "true"),
    ]
    return _drawn([*layers, *_key(order, _bar)], rows, words, width, high * len(lines), above=KEY * len(order))


# What the drawings share


def _row(record):
    kept = {key: record.get(key, "") for key in ("name", "label", "text", "line", "line_label")}
    return kept | {"value": theme.drawable(record["value"]), "lead": theme.broken(record["base_label"], 150)}


def _orders(records):
    """Measures and lines in the order in which they come."""
    return list(dict.fromkeys(r["base_label"] for r in records)), list(dict.fromkeys(r["line"] for r in records))


def _place(record, lines, high, below):
    start = high * lines.index(record["line"])
    return {"top": start + 4, "middle": start + below}


def _only(part, chart):
    return chart.transform_filter(f"datum.part == '{part}' && {POSITIVE}")


def _titles(words):
    """The words of both axes, each broken to fit the narrow drawing."""
    return [theme.broken(part.strip(), theme.NARROW - LEFT, theme.AXIS_SIZE).split("\n") for part in f"{words['axis']}|".split("|")]


def _few(words):
    return f"{FEW} ? {theme.money_labels(words['lang'])} : ''"


def _across(words):
    """An axis of shares, as a function of the field that stands on it."""
    axis = alt.Axis(title=_titles(words)[0], labelExpr="format(datum.value, '.0%')", labelFlush=True, tickCount=5)
    scale = alt.Scale(zero=False, nice=False, range=[0, alt.ExprRef("width - 4")])
    return lambda field: alt.X(f"{field}:Q", scale=scale, axis=axis)


def _up(words, spare):
    axis = alt.Axis(title=None, labelExpr=_few(words), tickCount=12)
    return alt.Y("value:Q", scale=alt.Scale(type="log", nice=False, padding=spare, range=[PLOT, 0]), axis=axis)


def _level(up, start):
    """A level across with its words below it, which follow a changed number."""
    words = _words(align="left", baseline="top", dy=5, lineBreak="\n").encode(up, x=alt.value(alt.ExprRef(start)), text="told:N")
    yield _only("level", _rule().encode(up))
    yield _only("level", words.transform_calculate(told=TOLD))


def _at(field):
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _styles(order, channels):
    """The channels that tell the series apart, without a legend of the library's own."""
    signs = {alt.Color: COLOURS, alt.StrokeDash: DASHES, alt.StrokeWidth: WIDTHS, alt.Shape: SHAPES}
    for channel in channels:
        kinds = [signs[channel][n % len(COLOURS)] for n in range(len(order))]
        kind = "O" if channel is alt.StrokeWidth else "N"  # a width is taken for an order
        yield channel(f"series:{kind}", scale=alt.Scale(domain=order, range=kinds), legend=None)


def _point(filled):
    return alt.Chart().mark_point(filled=filled, size=70 if filled else 150, strokeWidth=2, opacity=1, color=theme.MARK)


def _words(**style):
    return alt.Chart().mark_text(**{"baseline": "middle", **style})


def _names(test):
    return _words(align="left", baseline="top").encode(_at("top"), x=alt.value(0), text="line_label:N").transform_filter(test)


def _rule():
    return alt.Chart().mark_rule(color=theme.INK, strokeDash=[4, 3], strokeWidth=1.5)


def _key(order, mark):
    """A line for each series above the plot: its sign, made by `mark` for the place in the order, and its words."""
    for n, series in enumerate(order):
        middle, words = alt.value(KEY * (n - len(order)) + KEY / 2 - 6), alt.Data(values=[{"words": series}])
        yield mark(n).properties(data=words).encode(y=middle)
        yield _words(align="left", fontSize=theme.AXIS_SIZE).properties(data=words).encode(x=alt.value(32), y=middle, text="words:N")


def _dash(n):
    mark = alt.Chart().mark_rule(color=COLOURS[n % 4], strokeDash=DASHES[n % 4], strokeWidth=WIDTHS[n % 4])
    return mark.encode(x=alt.value(0), x2=alt.value(24))


def _symbol(n):
    return alt.Chart().mark_point(filled=True, size=75, opacity=1, shape=SHAPES[n % 4], color=COLOURS[n % 4]).encode(x=alt.value(12))


def _dot(n):
    return _point(bool(n)).encode(x=alt.value(12))


def _bar(n):
    return alt.Chart().mark_rect(color=COLOURS[n % 4], width=18, height=12).encode(x=alt.value(12))


def _upright(layers, rows, words, width, series):
    """A drawing with an axis up, whose words stand above the key."""
    title = alt.Data(values=[{"words": " ".join(_titles(words)[1])}])
    head = _words(align="left", fontSize=theme.AXIS_SIZE, color=theme.QUIET, dx=-LEFT).properties(data=title)
    head = head.encode(x=alt.value(0), y=alt.value(-KEY * series - KEY / 2 - 6), text="words:N")
    return _drawn([*layers, head], rows, words, width, PLOT, KEY * (series + 1), LEFT)


def _drawn(layers, rows, words, width, height, above, left=0):
    """The layers in one view of fixed size, with the room that the key above and the axes need.

    A live one fits its column and makes that room by itself.
    """
    live = width == "container"
    room = {"left": left, "right": 0, "top": above + 6, "bottom": BELOW + theme.AXIS_LINE * len(_titles(words)[0])}
    fit = alt.AutoSizeParams(type="fit-x", contains="padding") if live else alt.AutoSizeParams(type="none")
    padding = dict.fromkeys(room, 0) if live else room
    chart = alt.layer(*layers, data=theme.data(rows))
    return theme.themed(chart.properties(width=width if live else width - left, height=height, padding=padding, autosize=fit))
