"""From a moved slider to the redrawn page: words and charts, on a processor as it is and on one slowed four times, side by side.

    python benchmarks/slider.py SITE/latest [DIRECTORY]...

Each DIRECTORY holds another `live.js` and `ledger.js` (an older `book/_static`, say), measured in the same run in the place of the
site's own. On each page the slider that moves most numbers is moved. A move ends with the frame in which the numbers in view stand, or
in which the charts in view do as well: with the task after that frame, when it is painted. Waiting for a frame is part of it, up to 17 ms each.
"""

import os
import re
import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

AIM = 50  # milliseconds, slowed, with a chart in view
SLOWED, MOVES, FIRST = 4, 24, 4
PAGES = ("en/attention", "en/training_cost")
FILES = ("live.js", "ledger.js")

# Picks the slider, puts a chart that it moves into view, and waits until it is live.
READY = """async (charts) => {
  const sliders = [...document.querySelectorAll(".ledger-live input[type=range]")];
  const fire = (slider, value, name) => { slider.value = value; slider.dispatchEvent(new Event(name)); };
  const count = function (slider) {
    const start = slider.value;
    fire(slider, start === slider.max ? slider.min : slider.max, "change");
    const moved = [...document.querySelectorAll("article data.num.changed")].map((one) => one.dataset.name);
    document.querySelector(".ledger-live-reset").click();
    return moved;
  };
  const moved = sliders.map(count), most = moved.reduce((best, one, n) => (one.length > moved[best].length ? n : best), 0);
  const holds = (figure) => JSON.parse(figure.querySelector(".ledger-chart-spec").textContent).data.values.some((one) => moved[most].includes(one.name));
  const figure = [...document.querySelectorAll("figure.ledger-chart")].find(holds);
  window.moved = moved[most];
  window.slider = sliders[most];
  if (!charts) window.ledgerCharts = undefined;
  figure.scrollIntoView({ block: "center" });
  while (charts && !figure.classList.contains("is-live")) await new Promise((next) => setTimeout(next, 50));
  await new Promise((next) => setTimeout(next, 1500));
  return window.slider.id.replace("live-", "") + ", " + moved[most].length + " numbers";
}"""

# Milliseconds from one input event to the painted numbers, and to the painted charts.
MOVE = """async (part) => {
  const seen = (one) => one.getBoundingClientRect().bottom > 0 && one.getBoundingClientRect().top < innerHeight;
  const shown = [...document.querySelectorAll("article data.num")].filter((one) => moved.includes(one.dataset.name) && seen(one));
  const said = () => [document.querySelector(".ledger-scenario p"), ...shown].map((one) => one.textContent).join(); // the note is always in view
  const painted = () => new Promise((next) => requestAnimationFrame(() => setTimeout(() => next(performance.now()))));
  const before = said(), show = window.ledgerCharts?.show;
  const drawn = show ? new Promise((next) => (window.ledgerCharts.show = (values) => show(values).then(next))) : null;
  slider.value = Number(slider.min) + part * (slider.max - slider.min);
  const start = performance.now();
  slider.dispatchEvent(new Event("input"));
  let words = await painted();
  for (let tries = 0; said() === before && tries < 20; tries++) words = await painted();
  if (said() === before) throw new Error("nothing moved");
  const first = words - start;
  if (!drawn) return [first, first];
  await drawn;
  window.ledgerCharts.show = show;
  return [first, Math.max(words, await painted()) - start];
}"""


def replaced(tab, directory):
    """Let a tab load the scripts of a directory in the place of the site's, whatever digest their names carry."""
    for name in FILES:
        _replaced(tab, re.compile(rf"/{name.removesuffix('.js')}(-\w+)?\.js(\?|$)"), directory / name)


def _replaced(tab, address, path):
    tab.route(address, lambda route: route.fulfill(path=path))


def measure(browser, address, directory, slowed, charts):
    """(what moves, median of words, median of all) of a page."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    if directory:
        replaced(tab, directory)
    tab.goto(address)
    what = tab.evaluate(READY, charts)
    tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    times = [tab.evaluate(MOVE, (n * 0.37) % 1) for n in range(1, FIRST + MOVES + 1)][FIRST:]
    tab.close()
    return what, *(statistics.median(one) for one in zip(*times))


def main():
    """Run and print."""
    site, *others = [Path(one).resolve() for one in sys.argv[1:]]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"])
        print(f"median of {MOVES} moves, milliseconds   aim {AIM} slowed {SLOWED} times, with a chart in view")
        for page in PAGES:
            for slowed in (1, SLOWED):
                first = {}
                for directory in (None, *others):
                    for charts in (True, False):
                        what, words, all_ = measure(browser, (site / f"{page}.html").as_uri(), directory, slowed, charts)
                        first.setdefault(charts, all_)
                        ratio = all_ / first[charts]
                        print(f"{page} ({what}) slowed {slowed}, {'chart' if charts else 'no chart'}, {directory or 'site'}: words {words:.0f}, all {all_:.0f}, {ratio:.2f} of the site's", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
