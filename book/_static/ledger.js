/* Draws a live copy of a chart when it nears the viewport. Without this script, and whenever anything here
   fails, the drawing that stands in the page stays. Uses no network but vega-bundle.js beside this file. */
(function () {
  "use strict";
  const bundle = new URL("vega-bundle.js", document.currentScript.src).href;
  // "ast" runs expressions without eval, so that a strict content policy does not stop a chart.
  const quiet = { actions: false, tooltip: false, defaultStyle: false, logLevel: 1 };
  const options = { mode: "vega-lite", renderer: "svg", ast: true, ...quiet };
  const data = "records";
  const drawn = new Map(); // figure -> promise of its view, or of null when it stays as it is
  let current = {}; // name -> {value, text, label} that replace what the page was built with
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

  async function refresh(figure) {
    const view = await upgrade(figure);
    if (!view) return;
    view.data(data, read(figure).data.values.map(replaced));
    await view.runAsync();
  }

  /* For the page script: ledgerCharts.show({v3_final_run_cost: {value: 8364000, text: "$8.36 million"}}) redraws
     every chart that holds the name; a value that is null or not finite leaves its text alone standing. An empty
     object brings back the numbers that the page was built with. */
  window.ledgerCharts = {
    show(values) {
      current = values;
      return Promise.all([...document.querySelectorAll("figure.ledger-chart")].map(refresh));
    },
  };

  function start() {
    if (!window.IntersectionObserver) return;
    const seen = (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      near.unobserve(entry.target);
      upgrade(entry.target);
    });
    const near = new IntersectionObserver(seen, { rootMargin: "400px 0px" });
    document.querySelectorAll("figure.ledger-chart").forEach((figure) => near.observe(figure));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
