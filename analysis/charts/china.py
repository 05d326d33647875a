"""Drawings of China's compute: the same chips on two axes; every word and number comes in with the call."""

import altair as alt

from analysis.charts import theme
from analysis.charts.theme import FINITE

KEY_LINE, KEY_GAP, LABEL, BAR, BETWEEN, AFTER, BELOW = 20, 8, 22, 13, 5, 16, 20
ROOM = 64  # beside the longest bar, for its value
COLOURS = [theme.MARK, theme.SECOND]
INTERVAL = "isValid(datum.low) && isValid(datum.high) && datum.value === datum.at"  # of the published value: a changed one has none here


def pairs(records, words, width):
    """Return the chart of some amounts per line as bars from zero, each with a line over its interval, a colour for each base.

    Records: `base.LINE`, in the order of lines; bases take colours in the order in which they come. The axis text names the
    unit. Of a missing or infinite value its words stand alone. `width` is in pixels or "container".
    """
    bases = list(dict.fromkeys(record["base"] for record in records))
    lines = list(dict.fromkeys(record["line"] for record in records))
    step = LABEL + len(bases) * (BAR + BETWEEN) + AFTER
    start = len(bases) * KEY_LINE + KEY_GAP
    rows = [_row(record, bases.index(record["base"]), start + lines.index(record["line"]) * step) for record in records]
    names = {record["base"]: record["base_label"] for record in records}
    axis = alt.Axis(title=_titles(words), labelExpr=theme.amount_labels(words["lang"]), tickCount=4, labelFlush=True)
    x = alt.X("value:Q", scale=alt.Scale(zero=True, nice=True, range=[0, alt.ExprRef(f"width - {ROOM}")]), axis=axis, stack=None)
    told = theme.amount_labels(words["lang"]).replace(".4~g", ".3~g")
    layers = [*_bars(x, told), *_labels()]
    for index, base in enumerate(bases):
        layers += _key(names[base], index)
    height = start + len(lines) * step
    return theme.themed(alt.layer(*layers, data=theme.data(rows)).properties(**_size(width, height, len(_titles(words)))))


def _row(record, index, top):
    value = theme.drawable(record["value"])
    middle = top + LABEL + index * (BAR + BETWEEN) + BAR / 2
    place = {"top": top, "middle": middle, "first": index == 0, "colour": index}
    ends = {end: theme.drawable(record.get(end)) for end in ("low", "high")}
    return {"name": record["name"], "value": value, "at": value, **ends, "text": str(record["text"]), "label": record["line_label"], **place}


def _y(field):
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _bars(x, told):
    """Bars, the interval of each, the amount after both, and words where there is no amount."""
    colour = alt.Color("colour:O", scale=alt.Scale(domain=[0, 1], range=COLOURS), legend=None)
    bar = alt.Chart().mark_bar(orient="horizontal", height=BAR, cornerRadiusEnd=1).encode(x=x, x2=alt.value(0), y=_y("middle"), color=colour)
    whisker = alt.Chart().mark_rule(color=theme.INK, strokeWidth=1.5).encode(x=alt.X("low:Q"), x2="high:Q", y=_y("middle")).transform_filter(INTERVAL)
    amount = alt.Chart().mark_text(align="left", baseline="middle", dx=6, fontSize=theme.AXIS_SIZE).encode(x=alt.X("end:Q"), y=_y("middle"), text="told:N")
    end = f"{INTERVAL} ? max(datum.high, datum.value) : datum.value"
    gone = alt.Chart().mark_text(align="left", baseline="middle", color=theme.QUIET, fontSize=theme.AXIS_SIZE).encode(x=alt.value(0), y=_y("middle"), text="text:N")
    return [bar.transform_filter(FINITE), whisker, amount.transform_filter(FINITE).transform_calculate(told=told, end=end), gone.transform_filter(f"!({FINITE})")]


def _labels():
    label = alt.Chart().mark_text(align="left", baseline="top", fontWeight=600).encode(x=alt.value(0), y=_y("top"), text="label:N")
    return [label.transform_filter("datum.first")]


def _key(name, index):
    """A square of a colour and what it stands for."""
    one = alt.Data(values=[{"name": name}])
    middle = alt.value(index * KEY_LINE + 7)
    square = alt.Chart(one).mark_point(shape="square", filled=True, size=110, opacity=1, color=COLOURS[index]).encode(x=alt.value(6), y=middle)
    text = alt.Chart(one).mark_text(align="left", baseline="middle", fontSize=theme.AXIS_SIZE, color=theme.QUIET).encode(x=alt.value(18), y=middle, text="name:N")
    return [square, text]


def _titles(words):
    return theme.broken(words["axis"], theme.NARROW, theme.AXIS_SIZE).split("\n")


def _size(width, height, titles):
    """Width, height, padding and the way to fit; a drawing made here has a fixed size, the live one fits its column."""
    live = width == "container"
    padding = {"left": 0, "right": 0, "top": 0, "bottom": 0 if live else BELOW + theme.AXIS_LINE * titles}
    fit = alt.AutoSizeParams(type="fit-x", contains="padding") if live else alt.AutoSizeParams(type="none")
    return {"width": width, "height": height, "padding": padding, "autosize": fit}
