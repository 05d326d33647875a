"""Drawings of the chapter on prices; every word and number comes in with the call."""

import math

import altair as alt

from analysis.charts import theme

HEIGHT = 320
PER_MILLION = 1_000_000  # tokens for which prices are quoted


def dated_prices(records, words, width):
    """Return the chart of prices against their dates, one stepped line per series, on a logarithmic axis in dollars.

    Records are {"name", "label", "value", "text", "series", "price_date"}; `value` is per million tokens
    as worded, so it is drawn from the canonical value times the scale of the axis. `width` is in pixels or "container".
    """
    rows = [_row(record) for record in records]
    order = list(dict.fromkeys(row["series"] for row in rows))
    colour = alt.Color(
        "series:N",
        sort=order,
        scale=alt.Scale(domain=order, range=_colours(records)),
        legend=alt.Legend(title=theme.broken(words["axis"], theme.NARROW, theme.AXIS_SIZE).split("\n"), columns=2, symbolType="stroke", symbolStrokeWidth=3, labelLimit=0),
    )
    x = alt.X("date:T", scale=alt.Scale(type="utc", nice=True), axis=alt.Axis(title=None, format="%Y", tickCount={"interval": "year", "step": 1}, labelFlush=True))
    labels = theme.money_labels(words["lang"])
    axis = alt.Axis(title=None, labelExpr=labels, values=_powers(records))  # its title stands above the legend
    y = alt.Y("shown:Q", scale=alt.Scale(type="log", nice=True), axis=axis)
    dash = alt.StrokeDash("marked:N", scale=alt.Scale(domain=["yes", "no"], range=[[5, 4], [1, 0]]), legend=None)
    line = alt.Chart().mark_line(interpolate="step-after", strokeWidth=2.5).encode(x=x, y=y, color=colour, strokeDash=dash, order=alt.Order("date:T"))
    dots = alt.Chart().mark_circle(size=45, opacity=1).encode(x=x, y=y, color=colour)
    chart = alt.layer(line, dots, data=theme.data(rows)).transform_filter(theme.POSITIVE).transform_calculate(shown=f"datum.value * {PER_MILLION}")
    return theme.themed(chart.properties(**_size(width)))


def _row(record):
    return {
        "name": record["name"],
        "label": record["label"],
        "value": theme.drawable(record["value"]),
        "text": str(record["text"]),
        "series": record["series"],
        "date": record["price_date"],
        "marked": "yes" if record.get("mark") else "no",
    }


def _powers(records):
    """Powers of ten from below the least price to above the greatest, per million tokens."""
    logs = [math.log10(record["value"] * PER_MILLION) for record in records if theme.drawable(record["value"])]
    return [10.0**power for power in range(math.floor(min(logs, default=0)), math.ceil(max(logs, default=0)) + 1)]


def _colours(records):
    """One colour for each series in the order drawn."""
    palette = theme.CONFIG["range"]["category"]
    return [palette[place % len(palette)] for place, _ in enumerate(dict.fromkeys(record["series"] for record in records))]


def _size(width):
    """Width, height, padding and the way to fit; a drawing made here has a fixed size, the live one fits its column."""
    live = width == "container"
    padding = {"left": 46, "right": 14, "top": 92, "bottom": 26} if not live else {"left": 0, "right": 8, "top": 0, "bottom": 0}
    fit = alt.AutoSizeParams(type="fit-x", contains="padding") if live else alt.AutoSizeParams(type="none")
    inner = width if live else width - 60
    return {"width": inner, "height": HEIGHT, "padding": padding, "autosize": fit}
