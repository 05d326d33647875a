/* Draws a live copy of a chart when it nears the viewport. Without this script, and whenever anything here
   fails, the drawing that stands in the page stays. Uses no network but vega-bundle.js beside this file. */
(function () {
  "use strict";
  const bundle = new URL("vega-bundle.js", document.currentScript.src).href;
  // "ast" runs expressions without eval, so that a strict content policy does not stop a chart.
  const quiet = { actions: false, tooltip: false, defaultStyle: false, logLevel: 1 };
  const options = { mode: "vega-lite", renderer: "svg", ast: true, ...quiet };
  const data = "records";
  const quietly = 300; // milliseconds without a new number after which charts out of sight follow
  const drawn = new Map(); // figure -> promise of its view, or of null when it stays as it is
  const records = new Map(); // figure -> what it was built with
  const near = new Set(); // figures in sight or close to it
  const stale = new Set(); // figures that do not show `current` yet
  const following = new Map(); // figure -> promise that it shows `current`
  let current = {}; // name -> {value, text, label} that replace what the page was built with
  let waiting = 0;
  let loading = null;

  function load() {
    loading ??= new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      script.src = bundle;
      script.onload = () => (window.vegaEmbed ? resolve(window.vegaEmbed) : reject(new Error("no chart library")));
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  function read(figure) {
    return JSON.parse(figure.querySelector(".ledger-chart-spec").textContent);
  }

  function replaced(record) {
    if (!Object.hasOwn(current, record.name)) return record;
    const changed = { ...record, ...current[record.name] };
    return { ...changed, value: Number.isFinite(changed.value) ? changed.value : null };
  }

  async function draw(figure) {
    const live = document.createElement("div");
    live.className = "ledger-chart-live";
    live.setAttribute("aria-hidden", "true"); // the drawing around it has its words
    try {
      const embed = await load();
      const spec = read(figure);
      spec.data.values = spec.data.values.map(replaced);
      stale.delete(figure);
      figure.querySelector(".ledger-chart-drawing").append(live);
      const view = (await embed(live, spec, options)).view;
      for (const name of ["role", "aria-label", "aria-roledescription"]) live.removeAttribute(name);
      figure.classList.add("is-live");
      return view;
    } catch {
      live.remove();
      return null;
    }
  }

  function upgrade(figure) {
    if (!drawn.has(figure)) drawn.set(figure, draw(figure));
    return drawn.get(figure);
  }

  /* One redrawing at a time: numbers that come meanwhile are drawn once, the newest. */
  function refresh(figure) {
    if (!following.has(figure)) following.set(figure, follow(figure).finally(() => following.delete(figure)));
    return following.get(figure);
  }

  async function follow(figure) {
    const view = await upgrade(figure);
    while (view && stale.delete(figure)) {
      view.data(data, recorded(figure).map((record) => replaced({ ...record }))); // Vega marks what it is given
      await view.runAsync();
    }
  }

  function recorded(figure) {
    if (!records.has(figure)) records.set(figure, read(figure).data.values);
    return records.get(figure);
  }

  async function followOutOfSight() {
    for (const figure of [...stale]) await refresh(figure);
  }

  /* For the page script: ledgerCharts.show({v3_final_run_cost: {value: 8364000, text: "$8.36 million"}}) redraws
     the charts that hold a name whose number is another now, those in sight at once and the others when it is quiet;
     a value that is null or not finite leaves its text alone standing. An empty object brings back the numbers that
     the page was built with. */
  window.ledgerCharts = {
    show(values) {
      const [before, names] = [current, new Set([...Object.keys(current), ...Object.keys(values)])];
      const moved = new Set([...names].filter((name) => !Object.is(before[name]?.value, values[name]?.value)));
      current = values;
      const figures = [...document.querySelectorAll("figure.ledger-chart")];
      figures.filter((figure) => recorded(figure).some((record) => moved.has(record.name))).forEach((figure) => stale.add(figure));
      clearTimeout(waiting);
      waiting = setTimeout(followOutOfSight, quietly);
      return Promise.all([...stale].filter((figure) => near.has(figure)).map(refresh));
    },
  };

  function start() {
    if (!window.IntersectionObserver) return;
    const seen = (entries) => entries.forEach(({ target, isIntersecting }) => {
      if (!isIntersecting) return near.delete(target);
      near.add(target);
      refresh(target);
    });
    const watch = new IntersectionObserver(seen, { rootMargin: "400px 0px" });
    document.querySelectorAll("figure.ledger-chart").forEach((figure) => watch.observe(figure));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
