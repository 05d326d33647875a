/* The search page: reads the query from its field or address, shows what `search.js` finds by page and section, each with the
   words around a hit. Everything is put into the page as text. The arrow keys move between the field and the results; Escape
   leads from the results back to the field, and empties it. */
(function () {
  "use strict";
  const form = document.querySelector(".ledger-search-form");
  if (!form || !window.ledgerFind) return;
  const { words, lang } = window.ledgerSearch;
  const SYLLABLE = /[가-힣]/;
  const field = form.elements.q;
  const status = document.querySelector(".ledger-search-status");
  const results = document.querySelector(".ledger-search-results");
  const OPEN = 3; // sections of a page that are shown at once
  const [BEFORE, LONGEST] = lang === "ko" ? [40, 140] : [70, 240]; // letters of an excerpt

  const worded = (text, ...values) => text.replace(/\{(\d)\}/g, (_, n) => values[n]);

  function element(tag, name, ...content) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...content);
    return made;
  }

  function link(address, ...content) {
    const made = element("a", "", ...content);
    made.href = address;
    return made;
  }

  /* [start, end] of what is to be marked, in order and apart from each other. */
  function places(text, units) {
    const found = units.flatMap((unit) => unit.ways.flatMap((way) => way.places(text)));
    const apart = [];
    for (const [start, end] of found.sort((one, two) => one[0] - two[0])) {
      const last = apart[apart.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else apart.push([start, end]);
    }
    return apart;
  }

  function marked(text, units) {
    const parts = [];
    let at = 0;
    for (const [start, end] of places(text, units)) {
      parts.push(text.slice(at, start), element("mark", "", text.slice(start, end)));
      at = end;
    }
    return [...parts, text.slice(at)];
  }

  /* The line that holds most of the query, cut at spaces around its first hit. */
  function excerpt(text, units) {
    const holds = (line) => units.reduce((sum, { ways }) => sum + (ways[0].places(line).length ? 2 : ways.some((way) => way.places(line).length) ? 1 : 0), 0);
    const lines = text.split("\n");
    const most = Math.max(...lines.map(holds));
    const line = lines.find((one) => holds(one) === most && (most || one.length > BEFORE)) ?? lines[0];
    const first = places(line, units)[0]?.[0] ?? 0;
    const from = first > BEFORE ? line.lastIndexOf(" ", first - BEFORE) + 1 : 0;
    const cut = line.slice(from, from + LONGEST);
    const whole = from + LONGEST >= line.length;
    return (from ? "… " : "") + (whole ? cut : cut.slice(0, cut.lastIndexOf(" ")) + " …");
  }

  function sectionShown({ section }, name, title, units) {
    const item = element("li", "");
    if (section.heading !== title) item.append(link(`${name}.html#${section.id}`, ...marked(section.heading, units)));
    if (section.text) item.append(element("p", "", ...marked(excerpt(section.text, units), units)));
    return item;
  }

  function pageShown({ name, title, sections }, units) {
    const list = (some) => element("ul", "", ...some.map((hit) => sectionShown(hit, name, title, units)));
    const telling = sections.filter(({ section }) => section.heading !== title || places(section.text, units).length); // the title alone stands above them
    const open = telling.filter((hit) => hit.clear).slice(0, OPEN);
    const rest = telling.filter((hit) => !open.includes(hit));
    const shown = element("section", "", element("h2", "", link(`${name}.html`, ...marked(title, units))), list(open));
    if (rest.length) shown.append(folded(worded(words.more, rest.length), () => [list(rest)]));
    return shown;
  }

  /* What is folded is made when it is first opened. */
  function folded(words, content) {
    const details = element("details", "", element("summary", "", words));
    details.addEventListener("toggle", () => details.append(...content()), { once: true });
    return details;
  }

  function said(found) {
    return found.cut ? `${counted(found)} ${words.cut}` : counted(found);
  }

  function counted({ pages, within, whole, instead }) {
    const other = Object.entries(instead).map(([typed, found]) => worded(words.instead, typed, found));
    if (!pages.length && !within.length) return words.none;
    if (other.length) return other.join(" ");
    if (!whole) return words.near;
    const holding = pages.filter((page) => page.sections.some((hit) => hit.least && hit.clear)).length;
    const found = whole === 1 ? words.one : worded(words.found, whole, holding);
    return pages.length > holding ? `${found} ${words.others}` : found;
  }

  function show() {
    const query = field.value.trim();
    results.replaceChildren();
    if (query.length < 2 && !SYLLABLE.test(query)) {
      status.textContent = query ? words.short : words.hint;
      return;
    }
    const found = window.ledgerFind(query);
    status.textContent = said(found);
    results.append(...found.pages.map((page) => pageShown(page, found.units)));
    if (found.within.length) results.append(folded(worded(words.within, found.within.length), () => found.within.map((page) => pageShown(page, found.units))));
  }

  function remember() {
    const address = new URL(location.href);
    address.searchParams.set("q", field.value.trim());
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // some browsers keep the address of a file as it is; the search works all the same
    }
  }

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (show(), remember()), 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    show();
    remember();
  });
  function leave(event) {
    if (event.target === field && !field.value) return;
    event.preventDefault();
    if (event.target === field) field.value = "";
    clearTimeout(waiting);
    show();
    remember();
    field.focus();
    field.select();
  }

  form.parentElement.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) return leave(event);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing) return;
    const stops = [field, ...results.querySelectorAll("a, summary")].filter((one) => one.checkVisibility());
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (!next || !stops.includes(document.activeElement)) return;
    event.preventDefault();
    next.focus();
  });

  field.value = new URLSearchParams(location.search).get("q") ?? "";
  show();
  field.focus();
})();
