"""Drawings of the chapters on markets: a path and what happened, forecasts by the day of issue, a fan among outlooks."""

import math
import re

import altair as alt

from analysis.charts import theme
from analysis.charts.models import HALO, HEIGHT, TITLE, _across, _row, _size, _title, _year
from analysis.charts.theme import POSITIVE

SMALL, SMALL_LINE = theme.AXIS_SIZE, 15
BESIDE = 112  # room right of the drawing for the names of outlooks
YEAR = re.compile(r"(?:^|[._])(20\d\d)(?=$|\.)")
TIMES = {"en": "format(datum.value, '~g') + '×'", "ko": "format(datum.value, '~g') + '배'"}


def path(records, words, width):
    """Return the chart of a smooth path and of what was reported for the same years, both in the year of their names.

    Names end in a year; what stands before it is a series. The first series is a line without dots. The others are lines with dots,
    marked ones in the strong colour. Each of those is named at its end, the first below the year in which they end.
    """
    rows = _series(records)
    first = rows[0]["series"] if rows else ""
    rows = [row | {"drawn": row["series"] == first} for row in rows]
    x = alt.X("x:Q", scale=alt.Scale(zero=False, nice=False, padding=6), axis=_years(words))
    top = max([1, *(row["value"] for row in rows if row["value"])]) * 1.3  # room for names
    y = alt.Y("value:Q", scale=alt.Scale(zero=True, nice=False, domainMax=top), axis=_money(words, tickCount=5))
    colour = alt.ExprRef(f"datum.drawn ? '{theme.SECOND}' : datum.mark ? '{theme.MARK}' : '{theme.PLAIN}'")
    layers = [
        alt.Chart().mark_line(strokeWidth=2.5, color=shade, strokeDash=dash).transform_filter(test).encode(detail="series:N", x=x, y=y)
        for shade, dash, test in ((theme.SECOND, [6, 4], "datum.drawn"), (theme.MARK, [1, 0], "!datum.drawn && datum.mark"), (theme.PLAIN, [1, 0], "!datum.drawn && !datum.mark"))
    ]
    dots = alt.Chart().mark_circle(size=70, opacity=1, color=colour).transform_filter("!datum.drawn").encode(x=x, y=y)
    ends = "datum.last && !datum.drawn"
    named = _named(f"{ends} && !datum.mark", "left", "bottom", x, y) + _named(f"{ends} && datum.mark", "left", "top", x, y) + _named("datum.last && datum.drawn", "left", "top", x, y)
    return _figure([*layers, dots, *named], rows, words, width)


def _series(records):
    rows = []
    for record in records:
        found = YEAR.search(record["name"])
        whole = record.get("base_label") if "line" in record else record["label"]
        short = f"{theme.broken(whole, BESIDE + 20, SMALL)}\n{record['text']}"
        rows.append(_row(record) | {"x": int(found[1]), "series": record["name"][: found.start()], "short": short})
    ends = {row["series"]: max(one["x"] for one in rows if one["series"] == row["series"]) for row in rows}
    if len(ends) > 1:
        first, *others = ends
        ends[first] = min(ends[first], max(ends[name] for name in others))
    return [row | {"last": row["x"] == ends[row["series"]]} for row in rows]


def _named(test, align, baseline, x, y):
    """Names at a point, on a halo in the colour of the paper."""
    rise = alt.ExprRef(f"-8 - {SMALL_LINE} * (length(split(datum.short, '\\n')) - 1)")  # the first of several lines stands at the point
    place = {"align": align, "baseline": baseline, "dx": 8 if align == "left" else 0, "dy": rise if baseline == "bottom" else 4}
    kind = {"fontSize": SMALL, "fontWeight": 600, "lineBreak": "\n", "lineHeight": SMALL_LINE, **place}
    return [alt.Chart().mark_text(**kind, **halo).transform_filter(test).encode(x=x, y=y, text="short:N") for halo in (HALO | {"color": theme.PAPER}, {})]


def _years(words, **more):
    return alt.Axis(title=_across(words), format="d", tickMinStep=1, grid=False, labelFlush=True, **more)


def _money(words, **more):
    return alt.Axis(title=_title(words), labelExpr=theme.money_labels(words["lang"]), **TITLE, **more)


def errors(records, words, width):
    """Return the chart of outcome over forecast against the day of issue, on a logarithmic axis with a line where both are alike.

    Records are those of a result by forecasts, with the cell "forecast_date" beside them. The base named first is drawn as dots,
    any other as rings; marked ones are named.
    """
    bases = list(dict.fromkeys(record["base"] for record in records))
    rows = [
        _row(record) | {"x": _year(record["forecast_date"]), "ring": record["base"] != bases[0], "short": f"{theme.broken(record['line_label'], BESIDE + 30, SMALL)}\n{record['text']}"}
        for record in records
    ]
    middle = sum((min(values), max(values))) / 2 if (values := [row["x"] for row in rows]) else 0
    rows = [row | {"late": row["x"] > middle} for row in rows]
    x = alt.X("x:Q", scale=alt.Scale(zero=False, nice=False, padding=8), axis=_years(words, tickCount=6))
    ticks = [value for value in (0.5, 0.7, 1, 1.4, 2, 2.8, 4) if any((row["value"] or 1) >= value / 1.3 for row in rows)]
    known = [1, *(row["value"] for row in rows if row["value"] and row["value"] > 0)]
    y = alt.Y("value:Q", scale=alt.Scale(type="log", nice=False, domain=[min(known) / 1.1, max(known) * 1.5]), axis=alt.Axis(title=_title(words), labelExpr=TIMES[words["lang"]], values=ticks, labelOverlap=False, **TITLE))
    alike = alt.Chart().mark_rule(color=theme.INK, strokeWidth=1.5).encode(y=alt.datum(1))
    dots = alt.Chart().mark_circle(size=46, opacity=0.75, color=theme.MARK).transform_filter("!datum.ring").encode(x=x, y=y)
    rings = alt.Chart().mark_point(size=54, opacity=1, strokeWidth=2, color=theme.SECOND).transform_filter("datum.ring").encode(x=x, y=y)
    sides = [("datum.late", "right", "bottom"), ("!datum.late", "left", "bottom")]
    named = [layer for test, align, base in sides for layer in _named(f"datum.mark && {test}", align, base, x, y)]
    return _figure([alike, dots, rings, *named], rows, words, width)


def fan(records, words, width):
    """Return the chart of outlooks by year on a logarithmic axis, with a fan where there are cases enough, and single cases elsewhere.

    Records are named by base and year: "outlook_path" draws lines named on the right, "fan_low" and "fan_high" the fan,
    "single_cases" rings, "fan_cases" the count below each year, any other base a dashed limit. A marked outlook is strong.
    """
    rows = [_row(record) | {"x": int(YEAR.search(record["name"])[1]), "kind": record["base"], "series": record["name"].rsplit(".", 1)[0], "short": _short(record)} for record in records]
    lines = [row for row in rows if row["kind"] == "outlook_path"]
    limits = {row["kind"] for row in rows} - {"outlook_path", "fan_low", "fan_high", "single_cases", "fan_cases"}
    money = [row["value"] for row in rows if row["value"] and row["kind"] != "fan_cases"] or [1, 10]
    domain, start = [min(money) / 1.25, max(money) * 1.15], min((row["x"] for row in lines), default=0)
    root = {row["series"]: row["value"] for row in lines if row["x"] == start}
    rows += [row | {"kind": "fan_low", "name": "", "x": start, "value": value} for row in rows if row["kind"] == "fan_low" for value in list(root.values())[:1]][:1]
    x = alt.X("x:Q", scale=alt.Scale(zero=False, nice=False, range=[14, alt.ExprRef(f"width - {BESIDE}")]), axis=_years(words))
    level = {"scale": alt.Scale(type="log", nice=False, domain=domain), "axis": _money(words, values=_round(domain), labelOverlap=False)}
    y = alt.Y("value:Q", **level)
    is_fan = "datum.kind === 'fan_low' || datum.kind === 'fan_high'"
    area = alt.Chart().mark_area(color=theme.MARK, opacity=0.25).transform_filter(is_fan).transform_aggregate(low="min(value)", high="max(value)", groupby=["x"])
    outlook = "datum.kind === 'outlook_path'"
    layers = [
        area.encode(x=x, y=alt.Y("low:Q", **level), y2="high:Q"),
        _stroke(f"{outlook} && !datum.strong", theme.PLAIN, x, y),
        _stroke(f"{outlook} && datum.strong", theme.MARK, x, y, strokeWidth=3),
        *(_stroke(f"datum.kind === '{kind}'", theme.SECOND, x, y, strokeDash=[6, 4]) for kind in sorted(limits)),
        alt.Chart().mark_point(size=44, strokeWidth=2, opacity=1, color=theme.MARK).transform_filter("datum.kind === 'single_cases'").encode(x=x, y=y),
    ]
    strong = {row["series"] for row in lines if row["mark"]}
    rows = [row | {"strong": row["series"] in strong} for row in _placed(rows, lines, domain, limits)]
    small = {"fontSize": SMALL, "lineBreak": "\n", "lineHeight": SMALL_LINE}
    middle = {**small, "align": "left", "baseline": "middle", "fontWeight": alt.ExprRef("datum.strong ? 600 : 400")}
    layers += [
        alt.Chart().mark_text(**middle, dx=8).transform_filter("isValid(datum.place)").encode(x=x, y=alt.Y("place:Q", scale=None, axis=None), text="short:N"),
        alt.Chart().mark_text(**small, align="left", baseline="bottom", dy=alt.ExprRef(f"-6 - {SMALL_LINE} * (length(split(datum.short, '\\n')) - 1)"), color=theme.SECOND).transform_filter("datum.limit").encode(x=alt.value(6), y=y, text="short:N"),
        alt.Chart().mark_text(fontSize=SMALL, baseline="bottom", color=theme.QUIET).transform_filter("datum.kind === 'fan_cases'").encode(x=x, y=alt.value(HEIGHT - 2), text="short:N"),
    ]
    return _figure(layers, rows, words, width)


def _round(domain):
    """Round amounts between two ends."""
    powers = range(int(math.log10(domain[0])), int(math.log10(domain[1])) + 1)
    return [one * 10.0**power for power in powers for one in (1, 2, 5) if domain[0] <= one * 10**power <= domain[1]]


def _short(record):
    if record["base"] == "fan_cases":
        return f"n={record['text']}"
    own = record["line_labels"][0] if record["base"] == "outlook_path" else record["base_label"]
    return f"{theme.broken(own, BESIDE - 4, SMALL)}\n{record['text']}" if record["base"] == "outlook_path" else theme.broken(own, 78, SMALL)


def _stroke(test, colour, x, y, **style):
    kind = {"strokeWidth": 1.5, **style}
    return alt.Chart().mark_line(color=colour, **kind).transform_filter(test).encode(x=x, y=y, detail="series:N")


def _placed(rows, lines, domain, limits):
    """Rows with the height at which an outlook is named, moved down where the name above is too near; a limit is named at its second year."""
    last, span = max((row["x"] for row in lines), default=0), math.log(domain[1] / domain[0])
    ends = sorted((row for row in lines if row["x"] == last and row["value"]), key=lambda row: -row["value"])
    places, free = {}, -math.inf
    for row in ends:
        more = SMALL_LINE * row["short"].count("\n")
        places[row["name"]] = max(HEIGHT * (1 - math.log(row["value"] / domain[0]) / span) - more / 2, free)
        free = places[row["name"]] + more + SMALL_LINE + 3
    second = {kind: sorted(row["x"] for row in rows if row["kind"] == kind)[:2][-1] for kind in limits}
    return [row | {"place": places.get(row["name"]), "limit": second.get(row["kind"]) == row["x"]} for row in rows]


def _figure(layers, rows, words, width):
    chart = alt.layer(*layers, data=theme.data(rows)).transform_filter(POSITIVE)
    return theme.themed(chart.properties(**_size(HEIGHT, words, width, 24)))
