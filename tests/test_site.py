"""Charts of the published site in a browser: drawn without scripts, live with them, readable in light and dark, wide and narrow."""

import re

import pytest
from helpers import book_results

pytestmark = pytest.mark.slow
CHARTS = [(lang, "training_cost") for lang in ("en", "ko")]
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def results():
    return book_results()


def opened(chromium, base, lang, name, scripts=True, size=NARROW, colours="light"):
    """A page in a context of its own."""
    context = chromium.new_context(viewport=size, java_script_enabled=scripts, color_scheme=colours)
    tab = context.new_page()
    tab.goto(f"{base}latest/{lang}/{name}.html")
    return tab


def drawings(tab, part):
    """(visible, texts, width) of the drawings of a kind, one for each figure."""
    return tab.eval_on_selector_all(
        f"figure.ledger-chart {part}",
        """all => all.map(one => [one.checkVisibility() && one.getBoundingClientRect().height > 40,
           [...one.querySelectorAll("text")].map(text => text.textContent), one.getBoundingClientRect().right <= innerWidth])""",
    )


def wait_until_live(tab):
    """By a locator: a function that is asked again and again would be evaluated text, which the policy of the pages forbids."""
    from playwright.sync_api import expect

    expect(tab.locator("figure.ledger-chart.is-live")).to_have_count(2, timeout=30_000)


def texts_of(results, lang):
    """What the chart of scopes says."""
    return {results.words(name, lang) for name in ("v3_cost_at_owner_price", "v3_final_run_cost", "fleet_total_cost")}


@pytest.mark.parametrize(("lang", "name"), CHARTS)
@pytest.mark.parametrize(("size", "part", "unused"), [(NARROW, "narrow", "wide"), (WIDE, "wide", "narrow")], ids=["narrow", "wide"])
def test_charts_are_drawn_without_scripts(chromium, bases, results, lang, name, size, part, unused):
    tab = opened(chromium, bases["file"], lang, name, scripts=False, size=size)
    still = drawings(tab, f".ledger-chart-{part} svg")
    assert len(still) == 2 and all(visible and fits for visible, _, fits in still)
    assert not any(visible for visible, _, _ in drawings(tab, f".ledger-chart-{unused} svg"))
    assert texts_of(results, lang) <= set(still[1][1])
    assert all(bool(re.search("[가-힣]", "".join(texts))) is (lang == "ko") for _, texts, _ in still)
    assert tab.locator("figure.is-live").count() == 0
    assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
    tab.context.close()


def test_nothing_shines_through_the_header_without_scripts(chromium, bases):
    tab = opened(chromium, bases["file"], "en", "training_cost", scripts=False)
    ground = tab.eval_on_selector(".bd-header-article", "one => getComputedStyle(one).backgroundColor")
    tab.context.close()
    assert ground not in ("transparent", "rgba(0, 0, 0, 0)")


@pytest.mark.parametrize(("lang", "name"), CHARTS)
@pytest.mark.parametrize("scheme", ["file", "http"])
def test_charts_become_live_in_the_page(chromium, bases, results, lang, name, scheme):
    tab = opened(chromium, bases[scheme], lang, name)
    said = []
    tab.on("console", lambda message: message.type in ("error", "warning") and said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: request.url.startswith((bases[scheme], "data:", "blob:")) or said.append(request.url))
    for figure in tab.locator("figure.ledger-chart").all():
        figure.scroll_into_view_if_needed()
    wait_until_live(tab)
    live = drawings(tab, ".ledger-chart-live svg")
    assert len(live) == 2 and all(visible and fits for visible, _, fits in live)
    assert not any(visible for visible, _, _ in drawings(tab, ".ledger-chart-static svg"))
    assert texts_of(results, lang) <= set(live[1][1])
    assert bool(re.search("[가-힣]", "".join(live[1][1]))) is (lang == "ko")
    assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW["width"] and said == []
    tab.context.close()


# The text of a chart and what lies behind it, as red, green, blue.
COLOURS = """part => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const solid = (one) => { const found = channels(getComputedStyle(one).backgroundColor); return found.length < 4 || found[3] > 0 ? found : one.parentElement ? solid(one.parentElement) : [255, 255, 255]; };
  const text = [...document.querySelectorAll(part + " text")].filter((one) => one.checkVisibility());
  return text.map((one) => [channels(getComputedStyle(one).fill), solid(one)]);
}"""


def contrast(one, other):
    """How far two colours stand apart, as WCAG counts it."""

    def light(colour):
        parts = [value / 255 for value in colour[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted([light(one), light(other)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast([0, 0, 0], [255, 255, 255]) == pytest.approx(21)
    assert contrast([119, 119, 119], [255, 255, 255]) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scripts", [True, False], ids=["live", "still"])
def test_charts_are_readable_in_the_light_and_in_the_dark(chromium, bases, scripts):
    found = {}
    for colours in ("light", "dark"):
        tab = opened(chromium, bases["file"], "ko", "training_cost", scripts, WIDE, colours)
        if scripts:
            for figure in tab.locator("figure.ledger-chart").all():
                figure.scroll_into_view_if_needed()
            wait_until_live(tab)
        found[colours] = tab.evaluate(COLOURS, "figure.ledger-chart")
        assert len(found[colours]) > 20 and all(contrast(*pair) >= 4.5 for pair in found[colours]), colours
        tab.context.close()
    if scripts:  # without scripts the theme knows one mode
        assert all(light != dark for (light, _), (dark, _) in zip(found["light"], found["dark"], strict=True))
        assert found["light"][0][1] != found["dark"][0][1]


def test_charts_follow_the_switch_of_the_page(chromium, bases):
    tab = opened(chromium, bases["file"], "en", "training_cost", size=WIDE)
    before = tab.evaluate(COLOURS, "figure.ledger-chart")
    while tab.evaluate("document.documentElement.dataset.theme") != "dark":
        tab.click("button.theme-switch-button")
    after = tab.evaluate(COLOURS, "figure.ledger-chart")
    assert before[0][0] != after[0][0] and before[0][1] != after[0][1]
    tab.context.close()
