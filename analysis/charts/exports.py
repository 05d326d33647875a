"""Drawings of the chapter on export rules; every word and number comes in with the call."""

import datetime

import altair as alt

from analysis.charts import theme
from analysis.charts.training_cost import LINE_HEIGHT

BAR = 13
STEP = LINE_HEIGHT + BAR + 13
KEY_BOX, KEY_GAP = 14, 16
YEARS = 22  # room of the axis
# From free to barred; each group has a colour and a strength, and stands in this order in the key.
GROUPS = {"free": (theme.THIRD, 0.85), "exception": (theme.MARK, 0.75), "review": (theme.SECOND, 0.42), "licence": (theme.SECOND, 1), "undecided": (theme.PLAIN, 0.55)}
MEMBERS = {"class_free": "free", "class_undecided": "undecided", "class_b": "exception", "class_a_other_market": "exception", "shade_review": "review"}


def strips(records, words, width):
    """Return the chart of one strip per part over time, in one colour for each group of classes.

    Records have "value" (a class), "line_labels" (part and era), "era_start", "era_rule" (the name of the rule that begins the
    era, where it is to be drawn) and "launch_date"; one record without a line is the last day. The axis text names the groups
    in the order of `GROUPS`, joined by " | ". A part is drawn from its launch on.
    """
    used = {row["group"] for row in _segments(records, 0)}
    key = _key(words["axis"].split(" | "), used)
    marks = [{"begin": day, "mark": name} for day, name in sorted({(record["era_start"], record["era_rule"]) for record in records if record.get("era_rule")})]
    names = key[-1]["y"] + LINE_HEIGHT + 6  # the row of names of rules
    top = names + (LINE_HEIGHT + 4 if marks else 0)
    rows = _segments(records, top)
    axis = alt.Axis(format="%Y", tickCount={"interval": "year", "step": 1}, title=None, orient="bottom", offset=4 - YEARS, labelFlush=True, grid=False)
    x = alt.X("begin:T", axis=axis, scale=alt.Scale(type="utc", nice=False, range=[0, alt.ExprRef("width")]))
    bars = alt.Chart().mark_bar(height=BAR, color=alt.ExprRef("datum.colour"), opacity=alt.ExprRef("datum.strength"), stroke=theme.PAPER, strokeWidth=1)
    bars = bars.encode(x=x, x2="end:T", y=theme.place("middle"))
    heads = alt.Chart().mark_text(align="left", baseline="top").encode(text="head:N", x=alt.value(0), y=theme.place("top")).transform_filter("datum.head")
    height = max([top, *(row["middle"] for row in rows)]) + BAR  # of the strips; the years stand below
    chart = alt.layer(*_mark_layers(marks, names, height), bars, heads, *_key_layers(key), data=theme.data(rows))
    live = width == "container"
    fit = alt.AutoSizeParams(type="fit-x", contains="padding") if live else alt.AutoSizeParams(type="none")
    return theme.themed(chart.properties(width=width, height=height + YEARS, padding={"left": 0, "right": 0, "top": 2, "bottom": 2}, autosize=fit))


def _mark_layers(marks, y, height):
    """A line down the drawing for each rule, with its name to the right of its upper end."""
    if marks:
        drawn = alt.Chart(alt.Data(values=marks)).encode(x="begin:T")
        yield drawn.mark_rule(color=theme.INK, opacity=0.45, strokeWidth=1).encode(y=alt.value(y), y2=alt.value(height))
        words = drawn.mark_text(align="left", baseline="middle", dx=4, fontSize=theme.AXIS_SIZE, color=theme.INK)
        yield words.encode(text="mark:N", y=alt.value(y + LINE_HEIGHT / 2))


def _segments(records, top):
    """Stretches of one group for each part, with its name on the first; neighbours of one group are one."""
    last = next((_day(record["value"]) for record in records if not record.get("line")), "")
    parts = {}
    for record in (record for record in records if record.get("line")):
        parts.setdefault(record["line"].partition(".")[0], []).append(record)
    rows = []
    for place, (part, eras) in enumerate(parts.items()):
        eras = sorted(eras, key=lambda record: record["era_start"])
        ends = [record["era_start"] for record in eras[1:]] + [last]
        own = []
        for record, end in zip(eras, ends, strict=True):
            begin, group = max(record["era_start"], _full(record.get("launch_date") or "")), MEMBERS.get(record["value"], "licence")
            if begin < end and own and own[-1]["group"] == group:
                own[-1]["end"] = end
            elif begin < end:
                own.append({"name": record["name"], "part": part, "begin": begin, "end": end, "group": group, "text": record["text"]})
        head = theme.broken(eras[0]["line_labels"][0])
        for number, row in enumerate(own):
            colour, strength = GROUPS[row["group"]]
            rows.append({**row, "head": "" if number else head, "colour": colour, "strength": strength, "top": top + place * STEP, "middle": top + place * STEP + LINE_HEIGHT + BAR / 2 + 2})
    return rows


def _day(value):
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _full(text):
    """A date of the table as a day: a month or a year begins on its first."""
    return (text + "-01-01")[:10] if text else ""


def _key(names, used):
    """The key: a box and its words for each group that occurs, in rows that fit the narrow drawing."""
    entries, x, y = [], 0, 0
    for name, (colour, strength) in [(name, look) for name, (group, look) in zip(names, GROUPS.items()) if group in used]:
        wide = KEY_BOX + 6 + theme.text_width(name, theme.AXIS_SIZE) + KEY_GAP
        x, y = (0, y + LINE_HEIGHT) if x and x + wide - KEY_GAP > theme.NARROW else (x, y)
        entries.append({"label": name, "x": round(x), "y": y, "colour": colour, "strength": strength})
        x += wide
    return entries or [{"label": "", "x": 0, "y": 0, "colour": theme.PLAIN, "strength": 0}]


def _key_layers(key):
    for entry in key:
        one = alt.Chart(alt.Data(values=[{"label": entry["label"]}]))
        box = one.mark_square(filled=True, color=entry["colour"], opacity=entry["strength"], size=130)
        yield box.encode(x=alt.value(entry["x"] + KEY_BOX / 2), y=alt.value(entry["y"] + LINE_HEIGHT / 2))
        words = one.mark_text(align="left", baseline="middle", fontSize=theme.AXIS_SIZE, color=theme.INK)
        yield words.encode(text="label:N", x=alt.value(entry["x"] + KEY_BOX + 6), y=alt.value(entry["y"] + LINE_HEIGHT / 2))
