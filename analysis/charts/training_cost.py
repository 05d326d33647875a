"""Drawings of the training cost chapter; every word and number comes in with the call."""

import altair as alt

from analysis.charts import theme
from analysis.charts.theme import FINITE, POSITIVE

# Labels stand above their line, not beside it: the drawing is the same at 340 and at 680 pixels, no
# label is cut, and the live chart takes exactly the room of the static one.
LINE_HEIGHT = 18
TO_MIDDLE = 10
BELOW_MIDDLE = 26
AXIS_ROOM = 20

# One tick per power of ten, whatever the values are.
DECADES = "max(1, round(log(domain('x')[1] / domain('x')[0]) / log(10)))"


def scope_ladder(records, words, width):
    """Return the chart of one cost per accounting scope, in the order given, on a logarithmic axis in dollars.

    Records are {"name", "label", "value", "text"} with an optional "mark" for the ones that make headlines; of a value
    that is missing, infinite, zero or negative only the text is drawn. `width` is in pixels or "container".
    """
    rows = _rows(records)
    x = _amount(words, alt.Scale(type="log", nice=True, range=_room(rows)), alt.ExprRef(DECADES))
    # No bars: a logarithmic axis has no zero from which a length could be read.
    dots = alt.Chart().mark_circle(color=COLOUR, opacity=1, size=_marked(190, 90))
    return _figure(rows, words, width, x, [dots.encode(y=theme.place("middle"))], POSITIVE)


def phase_cost(records, words, width):
    """Return the chart of one cost per phase as bars from zero, in dollars, in the order given.

    Records are {"name", "label", "value", "text"} with an optional "mark"; of a missing or infinite value only the
    text is drawn. `width` is in pixels or "container".
    """
    rows = _rows(records)
    x = _amount(words, alt.Scale(zero=True, nice=True, range=_room(rows)), 4)
    # The outline keeps a bar visible that is thinner than a pixel.
    bars = alt.Chart().mark_bar(orient="horizontal", color=COLOUR, stroke=COLOUR, strokeWidth=1, height=14)
    return _figure(rows, words, width, x, [bars.encode(x2=alt.value(0), y=theme.place("middle"))], FINITE)


def _rows(records):
    """Return the records with a line-broken label and their place from the top in pixels."""
    rows, top = [], 0
    alike = not any(record.get("mark") for record in records)
    for record in records:
        label = theme.broken(record["label"])
        middle = top + LINE_HEIGHT * (label.count("\n") + 1) + TO_MIDDLE
        rows.append(_row(record, label, alike) | {"top": top, "middle": middle})
        top = middle + BELOW_MIDDLE
    return rows


def _row(record, label, alike):
    """Return what is drawn of a record: marked ones are heavy; where none is marked all have the strong colour."""
    return {
        "name": record["name"],
        "label": label,
        "value": theme.drawable(record["value"]),
        "text": str(record["text"]),
        "mark": bool(record.get("mark")),
        "strong": alike or bool(record.get("mark")),
    }


def _marked(yes, no):
    return alt.ExprRef(f"datum.mark ? {yes!r} : {no!r}")


COLOUR = alt.ExprRef(f"datum.strong ? '{theme.MARK}' : '{theme.PLAIN}'")


def _room(rows):
    """Return the range of the x scale: what is left beside the longest value label."""
    reserved = max([84] + [theme.text_width(row["text"]) + 16 for row in rows])
    return [0, alt.ExprRef(f"width - {round(reserved)}")]


def _amount(words, scale, ticks):
    labels = theme.money_labels(words["lang"])
    axis = alt.Axis(title=theme.axis_title(words), labelExpr=labels, tickCount=ticks, labelFlush=True)
    return alt.X("value:Q", scale=scale, axis=axis, stack=None)


def _text(field, place, baseline, **style):
    mark = alt.Chart().mark_text(align="left", lineBreak="\n", fontWeight=_marked(600, 400), baseline=baseline, **style)
    return mark.encode(text=f"{field}:N", y=theme.place(place))


def _figure(rows, words, width, x, shapes, test, head="label"):
    """Return the layers: shapes and value for what passes the test, the text alone for the rest, a label (the field `head`) for all."""
    drawn = [*shapes, _text("text", "middle", "middle", dx=11)]
    missing = _text("text", "middle", "middle", color=theme.QUIET).encode(x=alt.value(0))
    label = _text(head, "top", "top").encode(x=alt.value(0))
    layers = [layer.transform_filter(test) for layer in drawn]
    layers += [missing.transform_filter(f"!({test})"), label]
    chart = alt.layer(*layers, data=theme.data(rows)).encode(x=x)
    return theme.themed(chart.properties(**_size(rows, words, width)))


def _size(rows, words, width):
    """Return width, height, padding and the way to fit.

    A drawing made here has a fixed size, since an automatic one would measure text with the fonts of the machine; the
    live one has to fit its column, and adds the room of its axis by itself.
    """
    height = rows[-1]["middle"] + BELOW_MIDDLE if rows else 0
    live = width == "container"
    bottom = 0 if live else AXIS_ROOM + theme.AXIS_LINE * len(theme.axis_title(words))
    padding = {"left": 0, "right": 0, "top": 0, "bottom": bottom}
    fit = alt.AutoSizeParams(type="fit-x", contains="padding") if live else alt.AutoSizeParams(type="none")
    return {"width": width, "height": height, "padding": padding, "autosize": fit}
