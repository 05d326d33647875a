/* The menu of the editions that have this page, a word on an old edition that a newer one is out, and the errata to what this
   page says. All it knows comes from versions.js and errata.js at the site's root, which an old edition reads as they are
   today. Without them the name of the edition stands alone. Uses no network; writes by textContent only. */
(function () {
  "use strict";

  function made(tag, text, attributes) {
    const one = document.createElement(tag);
    if (text) one.textContent = text;
    Object.entries(attributes || {}).forEach(([name, value]) => one.setAttribute(name, value));
    return one;
  }

  function list(value) {
    return Array.isArray(value) ? value.filter((one) => one && typeof one.edition === "string") : [];
  }

  function address(menu, folder) {
    return `${menu.dataset.root}${folder}/${menu.dataset.lang}/${menu.dataset.page}.html${location.hash}`;
  }

  function pages(one, lang) {
    return (one.pages && Array.isArray(one.pages[lang]) && one.pages[lang]) || [];
  }

  /* Links are written anew when the menu opens: the place on the page may have changed. */
  function fill(menu, details, editions) {
    const listed = made("ul", "", { "aria-label": menu.dataset.menu });
    for (const one of editions) {
      const link = made("a", menu.dataset.pattern.replace("{}", one.edition), { href: address(menu, one.edition) });
      if (one.edition === menu.dataset.edition) link.setAttribute("aria-current", "page");
      listed.append(made("li"));
      listed.lastChild.append(link);
    }
    details.querySelector("ul")?.remove();
    details.append(listed);
  }

  function open(menu, editions) {
    const details = made("details");
    details.append(made("summary"));
    details.firstChild.append(...menu.childNodes);
    menu.replaceChildren(details);
    fill(menu, details, editions);
    details.addEventListener("toggle", () => fill(menu, details, editions));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") details.open = false; });
    document.addEventListener("click", (event) => { if (!details.contains(event.target)) details.open = false; });
  }

  function notice(menu, kind) {
    const found = made("aside", "", { class: `ledger-notice ${kind}`, role: "note" });
    menu.after(found);
    return found;
  }

  function newer(menu, newest, here) {
    const line = made("p", `${menu.dataset.newer} `);
    const begin = pages(newest, menu.dataset.lang).includes("start");
    const front = begin ? `${newest.edition}/${menu.dataset.lang}/start.html` : "index.html"; // this page is gone there
    const page = here ? address(menu, newest.edition) : menu.dataset.root + front;
    line.append(made("a", menu.dataset.pattern.replace("{}", newest.edition), { href: page }));
    notice(menu, "ledger-newer").append(line);
  }

  function shows(number) {
    return [...document.querySelectorAll("article data[data-name]")].filter((one) => one.dataset.name === number);
  }

  function records(value) {
    return !value || typeof value !== "object" ? [] : [value, ...Object.values(value).flatMap(records)];
  }

  /* Each chart with what it draws: the records of its JSON. */
  function charts() {
    return [...document.querySelectorAll("article .ledger-chart-spec")].map((script) => {
      try { return { figure: script.closest("figure"), drawn: records(JSON.parse(script.textContent)) }; }
      catch { return { drawn: [] }; }
    });
  }

  /* A record holds a number by its name, or by its line where it is a cell beside another number. */
  function draws(chart, number) {
    const [base, ...line] = number.split(".");
    return chart.drawn.some((one) => one.name === number || (line.length && one.line === line.join(".") && Object.hasOwn(one, base)));
  }

  function errata(menu, found) {
    const drawn = found.length ? charts() : [];
    const figures = (number) => drawn.filter((chart) => draws(chart, number)).map((chart) => chart.figure);
    const here = found.filter((one) => menu.dataset.page === "changes" || shows(one.number).length || figures(one.number).length);
    if (!here.length) return;
    const box = notice(menu, "ledger-errata");
    box.append(made("p", menu.dataset.errata), made("ul"));
    for (const one of here) {
      const text = (one.text && one.text[menu.dataset.lang]) || "";
      box.lastChild.append(made("li", text));
      shows(one.number).forEach((data) => { data.classList.add("ledger-erratum"); data.title = text; });
      figures(one.number).forEach((figure) => { if (figure) figure.classList.add("ledger-erratum-chart"); });
    }
  }

  function start() {
    const menu = document.querySelector(".ledger-editions");
    if (!menu) return;
    const all = list(window.ledgerVersions);
    const having = all.filter((one) => pages(one, menu.dataset.lang).includes(menu.dataset.page));
    if (having.length) open(menu, having);
    const later = all.filter((one) => menu.dataset.edition !== "draft" && one.edition > menu.dataset.edition);
    if (later.length) newer(menu, later[0], having.includes(later[0]));
    errata(menu, list(window.ledgerErrata).filter((one) => one.edition === menu.dataset.edition));
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
