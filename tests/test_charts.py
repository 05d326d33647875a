"""Charts: what they show, in both languages, as a drawing without JavaScript and live."""
# Over 300 lines: the two drawings are measured, rendered and driven live with the same records.

import doctest
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import altair as alt
import pytest

from analysis.charts import block, theme, training_cost

STATIC = Path(__file__).parents[1] / "book" / "_static"
INFINITE = float("inf")


def record(name, label, value, text, mark=False):
    return {"name": name, "label": label, "value": value, "text": text, "mark": mark}


def records_of(names, values, marks, labels, texts):
    return [record(*line) for line in zip(names, labels, values, texts, marks, strict=True)]


RUNGS = ["owner_run_cost", "v3_final_run_cost", "listed_run_cost", "cluster_cost", "fleet_cost"]
RUNGS = RUNGS, [3.87e6, 5.576e6, 9.53e6, 64.98e6, 2.573e9], [False, True, False, False, True]
STEPS = ["pretraining_cost", "context_cost", "posttraining_cost"], [5.328e6, 0.238e6, 0.010e6], [False] * 3
LADDER = {
    "en": records_of(
        *RUNGS,
        "V3 run at the fleet owner’s cost|V3 run at DeepSeek’s assumed rent|V3 run at a listed rent"
        "|Buying the 2,048-GPU cluster|The whole fleet over four years".split("|"),
        "$3.87 million|$5.58 million|$9.53 million|$65 million|$2.57 billion".split("|"),
    ),
    "ko": records_of(
        *RUNGS,
        "V3 학습, 보유자 원가로|V3 학습, 딥시크가 가정한 임대료로|V3 학습, 공시 임대료로"
        "|GPU 2,048장 클러스터 구매|보유 장비 전체를 4년간 운영".split("|"),
        "387만 달러|558만 달러|953만 달러|6500만 달러|25억 7000만 달러".split("|"),
    ),
}
PHASES = {
    "en": records_of(
        *STEPS, ["Pre-training", "Context extension", "Post-training"], ["$5.33 million", "$238,000", "$10,000"]
    ),
    "ko": records_of(*STEPS, ["사전 학습", "문맥 확장", "사후 학습"], ["533만 달러", "23만 8000달러", "1만 달러"]),
}
WORDS = {
    "en": {"lang": "en", "title": "About $6 million & $2.6 billion", "axis": "US dollars", "note": "Note: medians."},
    "ko": {"lang": "ko", "title": "약 600만 달러와 26억 달러", "axis": "비용(달러)", "note": "주: 값은 중앙값."},
}
CHARTS = [
    (draw, records[lang], WORDS[lang])
    for draw, records in ((training_cost.scope_ladder, LADDER), (training_cost.phase_cost, PHASES))
    for lang in ("en", "ko")
]


@pytest.fixture(scope="module", params=CHARTS, ids=lambda chart: f"{chart[0].__name__}-{chart[2]['lang']}")
def chart(request):
    """One chart in one language: its function, records and words, its block and the drawings in it by width."""
    draw, records, words = request.param
    html = figure(draw, records, words)
    wide, narrow = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    return SimpleNamespace(draw=draw, records=records, words=words, html=html, drawings={680: wide, 340: narrow})


def texts(svg):
    """All texts of a drawing as (text, x, anchor, size)."""
    found = re.findall(
        r'<text text-anchor="(\w+)" transform="translate\(([-\d.]+),[^>]*font-size="(\d+)px"[^>]*>(.*?)</text>', svg
    )
    return [(re.sub("<[^>]+>", "", text), float(x), anchor, int(size)) for anchor, x, size, text in found]


def shown(draw, records, words, width=680):
    return [text for text, *_ in texts(block.drawing(draw(records, words, width)))]


def figure(draw, records, words, description="the data in words"):
    return block.block(draw, records, words, description)


def specification(html):
    return json.loads(re.search(r'class="ledger-chart-spec">(.*?)</script>', html)[1])


def test_examples_in_docstrings():
    for module in (theme, block, training_cost):
        assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("width", [340, 680])
def test_every_label_and_value_is_drawn_in_its_language(chart, width):
    drawn = [text for text, *_ in texts(chart.drawings[width])]
    for line in chart.records:
        assert line["label"] in drawn
        assert line["text"] in drawn
    assert chart.words["axis"] in drawn


@pytest.mark.parametrize("width", [340, 680])
def test_every_text_fits_the_drawing(chart, width):
    for text, x, anchor, size in texts(chart.drawings[width]):
        before = {"start": 0, "middle": 0.5, "end": 1}[anchor] * theme.text_width(text, size)
        assert x - before >= -1, text
        assert x - before + theme.text_width(text, size) <= width + 1, text


def test_live_values_can_be_replaced_by_name(chart):
    data = specification(chart.html)["data"]
    assert data["name"] == "records"
    kept = [(line["name"], line["value"], line["text"]) for line in data["values"]]
    assert kept == [(line["name"], line["value"], line["text"]) for line in chart.records]


def test_the_two_headlines_stand_out_not_by_colour_alone():
    svg = block.drawing(training_cost.scope_ladder(LADDER["en"], WORDS["en"], 680))
    assert len(re.findall(rf'fill="{re.escape(theme.MARK)}"', svg)) == 2  # their dots
    bold = [re.sub("<[^>]+>", "", text) for text in re.findall(r'<text[^>]*font-weight="600"[^>]*>(.*?)</text>', svg)]
    assert sorted(bold) == sorted(line[key] for line in LADDER["en"] if line["mark"] for key in ("label", "text"))


@pytest.mark.parametrize(
    "draw, lang, ticks",
    [
        (training_cost.scope_ladder, "en", ["$1M", "$10M", "$100M", "$1B", "$10B"]),
        (training_cost.scope_ladder, "ko", ["100만", "1000만", "1억", "10억", "100억"]),
        (training_cost.phase_cost, "en", ["$0", "$2M", "$4M"]),
        (training_cost.phase_cost, "ko", ["0", "200만", "400만"]),
    ],
)
def test_ticks_are_worded_in_the_language(draw, lang, ticks):
    records = LADDER if draw is training_cost.scope_ladder else PHASES
    drawn = shown(draw, records[lang], WORDS[lang])
    assert [text for text in drawn if text in ticks] == ticks


@pytest.mark.parametrize(
    "lang, words",
    [
        ("en", ["−$2.5K", "$0", "$0.25", "$20K", "$1.5M", "$999M", "$10B", "$1T"]),
        ("ko", ["−2500", "0", "0.25", "2만", "150만", "9.99억", "100억", "1조"]),
    ],
)
def test_axis_expression_words_any_amount(lang, words):
    amounts = [-2500, 0, 0.25, 2e4, 1.5e6, 999e6, 1e10, 1e12]
    axis = alt.Axis(values=amounts, labelExpr=theme.money_labels(lang), labelOverlap=False)
    scale = alt.Scale(type="symlog", domain=[-1e4, 1e13])
    chart = alt.Chart(alt.Data(values=[{"x": 1}])).mark_point().encode(alt.X("x:Q", axis=axis, scale=scale))
    drawn = [text for text, *_ in texts(block.drawing(chart))]
    assert [text for text in drawn if text in words] == words


def test_numbers_that_are_missing_leave_their_text():
    lines = [line | {"value": value} for line, value in zip(LADDER["en"], [None, INFINITE, float("nan"), 0, -5])]
    for draw in (training_cost.scope_ladder, training_cost.phase_cost):
        for some in (lines, lines[:2] + LADDER["en"][2:], []):
            html = figure(draw, some, WORDS["en"])
            assert all(html.count(f">{line['text']}<") >= 3 for line in some)  # two drawings and the table
            assert not re.search(r"NaN|Infinity|undefined", html)
    data = specification(figure(training_cost.scope_ladder, lines, WORDS["en"]))["data"]
    assert [line["value"] for line in data["values"]] == [None, None, None, 0, -5]


def test_one_value_on_a_power_of_ten():
    html = figure(training_cost.scope_ladder, [record("a_cost", "A", 1e6, "$1 million")], WORDS["en"])
    assert "$1 million" in html and "NaN" not in html


def test_long_labels_break_at_spaces_in_every_drawing_alike():
    label = "The cost of a very long explanation that no telephone shows on one line"
    lines = [record("long_cost", label, 1e6, "$1 million"), *LADDER["en"]]
    heights = {
        re.search(r'viewBox="0 0 \d+ (\d+)"', block.drawing(training_cost.phase_cost(lines, WORDS["en"], width)))[1]
        for width in (340, 680)
    }
    assert len(heights) == 1
    assert label not in shown(training_cost.phase_cost, lines, WORDS["en"])
    assert all(theme.text_width(part) <= theme.NARROW for part in theme.broken(label).split("\n"))


class Reader(HTMLParser):
    """Keeps the open elements and fails on one that is closed out of turn."""

    VOID = {"path", "line", "rect", "circle", "br", "meta", "link"}

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.words = [], [], []

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, words):
        if "script" not in self.open:
            self.words.append(words)


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


HOSTILE = '</script><script>alert("x")</script><b id="k" & \'q\'>'


@pytest.mark.parametrize("draw", [training_cost.scope_ladder, training_cost.phase_cost])
def test_text_is_escaped_everywhere(draw):
    words = dict.fromkeys(("title", "axis", "note", "table"), HOSTILE) | {"lang": "en", "columns": (HOSTILE, HOSTILE)}
    html = figure(draw, [record(HOSTILE, HOSTILE, 1e6, HOSTILE)], words, HOSTILE)
    reader = read(html)
    scripts = [attributes for tag, attributes in reader.seen if tag == "script"]
    assert [attributes["type"] for attributes in scripts] == ["application/json"]
    assert not any(tag == "b" for tag, _ in reader.seen)
    assert not any(key.startswith("on") for _, attributes in reader.seen for key in attributes)
    assert specification(html)["data"]["values"][0]["name"] == HOSTILE
    drawing = next(attributes for _, attributes in reader.seen if attributes.get("role") == "img")
    assert drawing["aria-label"] == HOSTILE


def test_block_is_whole_html_with_heading_note_and_table(chart):
    reader, lang = read(chart.html), chart.words["lang"]
    assert reader.seen[0] == ("figure", {"class": "ledger-chart", "data-chart": chart.draw.__name__, "lang": lang})
    assert sum(tag == "svg" for tag, _ in reader.seen) == 2
    assert chart.words["title"] in "".join(reader.words)
    assert chart.words["note"] in "".join(reader.words)
    numbers = [(line["data-name"], float(line["value"])) for tag, line in reader.seen if tag == "data"]
    assert numbers == [(line["name"], line["value"]) for line in chart.records]


def test_markup_in_a_heading_is_kept_and_a_missing_note_leaves_nothing():
    class Marked(str):
        def __html__(self):
            return str(self)

    words = {key: word for key, word in WORDS["en"].items() if key != "note"}
    html = figure(training_cost.phase_cost, PHASES["en"], words | {"title": Marked("<em>so</em>")})
    assert ">" + "<em>so</em></figcaption>" in html
    assert "ledger-chart-note" not in html


def test_ids_of_two_drawings_do_not_clash():
    def clipped(records, words, width):
        chart = alt.Chart(alt.Data(name="records", values=records)).mark_line(clip=True)
        return chart.encode(x="value:Q", y="value:Q").properties(width=width)

    html = figure(clipped, LADDER["en"], WORDS["en"])
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 2
    assert sorted(re.findall(r"url\(#([^)]+)\)", html)) == sorted(ids)


def test_nothing_is_fetched_and_nothing_varies(chart):
    assert chart.html == figure(chart.draw, chart.records, chart.words)
    addresses = re.findall(r"https?://[^\s\"'<)]+", chart.html)
    assert set(addresses) == {"http://www.w3.org/2000/svg"}
    assert "$schema" not in chart.html


def test_drawings_follow_the_theme(chart):
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', chart.drawings[680])) - {"none", "transparent"}
    assert colours and all(colour.startswith("var(--") for colour in colours)


def test_published_files_are_local_and_small():
    style = (STATIC / "ledger.css").read_text("utf-8")
    for address in re.findall(r'url\("([^"]+)"\)', style):
        assert (STATIC / address).stat().st_size < 1_000_000
    for name in ("ledger.css", "ledger.js"):
        assert "://" not in (STATIC / name).read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "LICENSE.txt").read_text("utf-8")
    assert sum(path.stat().st_size for path in (STATIC / "fonts").iterdir()) < 800_000


def test_style_knows_every_class_that_a_block_uses(chart):
    style = (STATIC / "ledger.css").read_text("utf-8")
    used = {name for names in re.findall(r'class="(ledger[^"]*)"', chart.html) for name in names.split()}
    read_by_script = {"ledger-chart-spec", "ledger-chart-title"}
    assert all(f".{name}" in style for name in used - read_by_script)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page with two charts beside the published files, and its address."""
    folder = tmp_path_factory.mktemp("charts")
    shutil.copytree(STATIC, folder / "_static")
    (folder / "_static" / "vega-bundle.js").write_text(block.bundle(), "utf-8")
    head = (
        '<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>Charts</title>'
        # The strict policy proves that no chart needs eval.
        """<meta http-equiv="Content-Security-Policy" content="script-src 'self' file:">"""
        '<link rel="icon" href="_static/favicon.svg"><link rel="stylesheet" href="_static/ledger.css">'
        '<script src="_static/ledger.js"></script></head><body>'
    )
    body = figure(*CHARTS[0]) + figure(*CHARTS[2])
    (folder / "index.html").write_text(f"{head}{body}</body></html>", "utf-8")
    return (folder / "index.html").as_uri()


def opened(chromium, address, without_bundle=False):
    """The page in a telephone's width, with what it complained about and what it asked for outside its folder."""
    tab, said = chromium.new_page(viewport={"width": 390, "height": 800}), []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: request.url.startswith("file:") or said.append(request.url))
    if without_bundle:
        tab.route("**/vega-bundle.js", lambda route: route.abort())
    tab.goto(address)
    return tab, said


def test_a_chart_becomes_live_and_takes_other_numbers(chromium, page):
    tab, said = opened(chromium, page)
    tab.wait_for_selector(".is-live .ledger-chart-live svg")
    tab.evaluate(
        """() => ledgerCharts.show({v3_final_run_cost: {value: 8.364e6, text: "$8.36 million"},
                                    fleet_cost: {value: Infinity, text: "never"}})"""
    )
    drawn = tab.eval_on_selector_all(".ledger-chart-live text", "all => all.map(one => one.textContent)")
    assert {"$8.36 million", "never", "$65 million", "$5.33 million"} <= set(drawn)
    assert not {"$5.58 million", "$2.57 billion"} & set(drawn)
    tab.evaluate("() => ledgerCharts.show({})")
    drawn = tab.eval_on_selector_all(".ledger-chart-live text", "all => all.map(one => one.textContent)")
    assert {"$5.58 million", "$2.57 billion"} <= set(drawn)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert said == []
    tab.close()


def test_a_live_chart_takes_the_room_and_the_mode_of_the_still_one(chromium, page):
    tab, _ = opened(chromium, page, without_bundle=True)
    still = tab.evaluate("document.querySelector('.ledger-chart-drawing').clientHeight")
    assert tab.eval_on_selector_all(".is-live", "all => all.length") == 0
    assert tab.is_visible(".ledger-chart-narrow svg") and not tab.is_visible(".ledger-chart-wide svg")
    tab.close()
    tab, _ = opened(chromium, page)
    tab.wait_for_selector(".is-live .ledger-chart-live svg")
    assert not tab.is_visible(".ledger-chart-narrow svg")
    assert abs(tab.evaluate("document.querySelector('.ledger-chart-drawing').clientHeight") - still) <= 12
    colour = "getComputedStyle(document.querySelector('.ledger-chart-live .mark-symbol path:nth-child(2)')).fill"
    light = tab.evaluate(colour)
    tab.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert tab.evaluate(colour) != light
    tab.close()
