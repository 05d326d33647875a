/* Cards of numbers: shown where a pointer rests on a number, a finger touches it or the keyboard reaches it. The cards of a
   page stand in a script of their own, which is loaded when the first is asked for. What they say is put in as text only.
   Without this script a number stays a link to its entry in the ledger. */
(function () {
  "use strict";
  const page = document.querySelector('meta[name="ledger-page"]')?.content;
  const numbers = [...document.querySelectorAll("article data.num[data-name]")].filter((number) => !number.closest(".ledger-all"));
  if (!page || !numbers.length) return;
  const source = new URL(`${document.documentElement.dataset.content_root}cards/${page}.js`, location.href).href;
  const DELAY = 300; // of a pointer that rests, and of one that has left
  const box = made("div", "ledger-card");
  let shown = null; // the number whose card is open
  let wanted = null; // the one whose card is to open next
  let touched = null; // the one that a finger has just met, where its card was not open
  let returning = false; // whether the focus comes back from a card
  let timer = 0;
  let loading = null;
  box.id = "ledger-card";
  box.hidden = true;
  box.tabIndex = -1;
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-labelledby", "ledger-card-title");
  document.body.append(box);

  function made(tag, name, text = "", more = {}) {
    const element = Object.assign(document.createElement(tag), { className: name, textContent: text, ...more });
    return element;
  }

  function load() {
    loading ??= new Promise((resolve) => {
      const script = made("script", "", "", { src: source, onload: () => resolve(window.ledgerCards), onerror: () => resolve(null) });
      document.head.append(script);
    });
    return loading;
  }

  const trigger = (number) => number.closest("a.ledger-link") ?? number;
  const pageOf = (name) => (name.split(".").length > 2 ? name.split(".")[0] : name[0]);
  const address = (name) => `numbers_${pageOf(name)}.html#number-${name.replaceAll(".", "-")}`; // as analysis/book/addresses.py

  /* What a card says. */

  function fill(number, all, byKey) {
    const name = number.dataset.name;
    const [card, words] = [all.numbers[name], all.words];
    const line = (key, text) => text && box.append(made("p", `ledger-card-${key}`, text));
    box.replaceChildren(made("h2", "", card.label, { id: "ledger-card-title" }));
    box.append(made("button", "ledger-card-close", "×", { type: "button", ariaLabel: words.close, onclick: () => hide(true) }));
    const changed = number.classList.contains("changed"); // by a slider
    if (changed) line("yours", words.yours.replace("{}", number.textContent));
    const value = made("p", "ledger-card-value", changed ? `${words.published} ` : "", { id: "ledger-card-value" });
    value.append(made("strong", "", card.value));
    box.append(value);
    erratum(name, words);
    for (const key of ["range", "width", "short"]) line(key, card[key]);
    sentence(card.left, words.left);
    sentence(card.remark, words.remark);
    origin(card, all, changed);
    line("edition", all.edition);
    if (card.cite) line("cite", `${changed ? words.citePublished : words.cite}: ${card.cite}`);
    buttons(card, all, name, byKey, changed);
  }

  /* What errata.js at the root of the site says of a number of this edition; the page of changes lists all of them. */
  function corrections(name) {
    const { edition, lang } = document.querySelector(".ledger-editions")?.dataset ?? {};
    const found = Array.isArray(window.ledgerErrata) ? window.ledgerErrata : [];
    return found.filter((one) => one?.number === name && one.edition === edition).map((one) => one.text?.[lang] ?? "");
  }

  function erratum(name, words) {
    for (const text of corrections(name)) {
      const said = made("p", "ledger-card-erratum", `${text} `);
      said.append(made("a", "", words.errata, { href: "changes.html" }));
      box.append(said);
    }
  }

  /* A sentence of the data; where a Korean page has it in English only, with words that say so. */
  function sentence(text, before) {
    if (!text) return;
    const own = !before || /[가-힣]/.test(text);
    const paragraph = made("p", "ledger-card-left", own ? text : `${before} `);
    if (!own) paragraph.append(made("span", "", text, { lang: "en" }));
    box.append(paragraph);
  }

  const cited = (said, id) => (id ? made("a", "", said, { href: `sources.html#source-${id}` }) : said);

  function origin(card, all, changed) {
    const words = all.words;
    if (card.source) {
      const source = made("p", "ledger-card-source", `${words.source}: `);
      source.append(cited(card.source, card.at), card.graded ? `; ${card.graded}` : "");
      box.append(source);
    }
    if (!card.formula) return;
    const formula = made("p", "ledger-card-formula", `${words.formula}: `);
    formula.append(made("code", "", card.formula, { translate: false }));
    box.append(formula);
    if (!card.inputs) return;
    const list = made("ul", "ledger-card-inputs", "", { ariaLabel: words.inputs });
    list.append(...card.inputs.map((name) => input(name, all, changed)));
    if (card.more) list.append(others(card, words));
    if (changed) box.append(made("p", "ledger-card-inputs-published", words.inputsPublished));
    box.append(list);
  }

  /* A published input; with the reader's value where the page shows it. */
  function input(name, all, changed) {
    const [label, value, from, id] = all.inputs[name];
    const item = made("li", "");
    const small = made("small", "", "", /[가-힣]/.test(from) ? {} : { lang: "en" });
    small.append(cited(from, id));
    item.append(made("a", "", label, { href: address(name) }), " ", made("code", "", name, { translate: false }), ` ${value} `);
    const moved = changed && numbers.find((one) => one.dataset.name === name && one.classList.contains("changed"));
    if (moved) item.append(made("strong", "", all.words.moved.replace("{}", moved.textContent)), " ");
    if (corrections(name).length) item.append(made("a", "", all.words.errata, { href: "changes.html" }), " ");
    item.append(small);
    return item;
  }

  /* The inputs that the list has no room for: their names, or the way to the entry where these are too many. */
  function others(card, words) {
    const item = made("li", "", `${words.more.replace("{}", card.more)} `);
    const links = (card.rest ?? []).map((name) => made("a", "", name, { href: address(name), translate: false }));
    links.forEach((link, n) => item.append(n ? ", " : "", link));
    if (!links.length) item.append(made("a", "", words.all, { href: address(shown.dataset.name) }));
    return item;
  }

  function buttons(card, all, name, byKey, changed) {
    const [words, foot, said] = [all.words, made("p", "ledger-card-foot"), made("span", "", "", { role: "status" })];
    const link = new URL(all.site + address(name), location.href).href;
    const copies = [["value", card.value], ["link", link], ["note", card.cite]].filter(([, text]) => text);
    const say = (done) => (said.textContent = done ? words.copied : words.failed);
    foot.append(...copies.map(([key, text]) => made("button", "", (changed && words[`${key}Published`]) || words[key], { type: "button", onclick: () => copy(text).then(say) })));
    foot.append(made("a", "", words.all, { href: address(name) }), said);
    if (byKey) foot.append(made("small", "", words.keys));
    box.append(foot);
  }

  /* Where a page may not use the clipboard, which is so without https, the text is selected and copied as by hand. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = made("textarea", "", "", { value: text });
      box.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  /* When it opens, where, and when it closes. */

  async function show(number, byKey = false) {
    clearTimeout(timer);
    wanted = number;
    const all = await load();
    if (wanted !== number || number === shown || !all?.numbers[number.dataset.name]) return;
    hide();
    [shown, wanted] = [number, number];
    fill(number, all, byKey);
    number.dataset.title = number.title; // else the browser shows it too
    number.title = "";
    trigger(number).setAttribute("aria-expanded", "true");
    trigger(number).setAttribute("aria-describedby", "ledger-card-value");
    box.hidden = false;
    place(number);
  }

  function place(number) {
    const [at, width] = [number.getBoundingClientRect(), document.documentElement.clientWidth];
    const bar = document.querySelector(".ledger-scenario:not([hidden])"); // of a moved slider, at the lower edge: it stays in sight
    const edge = bar && bar.offsetHeight < innerHeight / 4 ? bar.getBoundingClientRect().top : innerHeight;
    Object.assign(box.style, { left: "", top: "", maxHeight: "", bottom: "" });
    box.scrollTop = 0;
    if (getComputedStyle(box).position === "fixed") { // a telephone: at the lower edge, and the number above it
      box.style.bottom = `${innerHeight - edge}px`;
      const covered = at.bottom + 12 - box.getBoundingClientRect().top;
      document.body.style.paddingBottom = `${box.offsetHeight}px`; // so that the last number of a page can stand above it too
      if (covered > 0) scrollBy({ top: covered, behavior: "instant" });
      return;
    }
    const [above, below] = [at.top - 16, edge - at.bottom - 16];
    const under = box.offsetHeight <= below || below >= above;
    box.style.maxHeight = `${Math.min(Math.max(under ? below : above, 240), edge - 16)}px`;
    box.style.left = `${scrollX + Math.max(8, Math.min(at.left, width - box.offsetWidth - 8))}px`;
    const top = under ? at.bottom + 6 : at.top - box.offsetHeight - 6;
    box.style.top = `${scrollY + Math.max(8, Math.min(top, edge - box.offsetHeight - 8))}px`;
  }

  function hide(back = false) {
    clearTimeout(timer);
    wanted = null;
    if (!shown) return;
    const [number, inside] = [shown, box.contains(document.activeElement)];
    shown = null;
    box.hidden = true;
    document.body.style.paddingBottom = "";
    number.title = number.dataset.title;
    delete number.dataset.title;
    trigger(number).setAttribute("aria-expanded", "false");
    trigger(number).removeAttribute("aria-describedby");
    if (!back || !inside) return;
    returning = true; // its card is not to open again
    trigger(number).focus();
    returning = false;
  }

  const later = (action) => (clearTimeout(timer), (timer = setTimeout(action, DELAY)));
  const inside = (target) => target instanceof Node && (box.contains(target) || [shown, wanted].some((number) => number && trigger(number).contains(target)));

  /* From a number with the keyboard: Enter goes into its card, in a table the arrows to the numbers beside it. */
  function press(event, number) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const opens = event.key === "Enter" || (event.key === " " && trigger(number) === number);
    if (opens && (number === shown || trigger(number) === number)) {
      event.preventDefault();
      if (number === shown) box.focus();
      else show(number, true);
    }
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: "down", ArrowUp: "up" }[event.key];
    const table = step && number.closest("table");
    const next = table && neighbour(number, table, step);
    if (!next) return;
    event.preventDefault();
    trigger(number).tabIndex = -1;
    trigger(next).tabIndex = 0;
    trigger(next).focus();
  }

  function neighbour(number, table, step) {
    const inTable = numbers.filter((one) => one.closest("table") === table);
    if (Number.isInteger(step)) return inTable[inTable.indexOf(number) + step];
    const cell = number.closest("td, th");
    const column = inTable.filter((one) => one.closest("td, th")?.cellIndex === cell?.cellIndex);
    return column[column.indexOf(number) + (step === "down" ? 1 : -1)];
  }

  /* The card stands at the end of the page, but its place in the order of the keyboard is after its number. */
  function pass(event) {
    if (event.key !== "Tab" || !shown) return;
    const inner = [...box.querySelectorAll("a, button")];
    const first = document.activeElement === box || document.activeElement === inner[0];
    if (event.shiftKey && first) event.preventDefault();
    if (event.shiftKey ? first : document.activeElement === inner.at(-1)) hide(true);
  }

  function watch(number) {
    const link = trigger(number);
    if (link === number && !number.closest("a, button")) number.tabIndex = 0; // in a heading, or in a summary, which it does not toggle
    if (link === number) number.role = "button";
    link.setAttribute("aria-haspopup", "dialog");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && later(() => show(number)));
    link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && later(hide));
    link.addEventListener("pointerdown", (event) => (touched = event.pointerType === "mouse" || number === shown ? null : number));
    link.addEventListener("click", function (event) {
      if (touched !== number) return;
      event.preventDefault();
      show(number);
      touched = null;
    });
    link.addEventListener("focus", () => link.matches(":focus-visible") && !touched && !returning && show(number, true));
    link.addEventListener("keydown", (event) => press(event, number));
  }

  numbers.filter((number) => trigger(number) !== number || !number.closest("a")).forEach(watch);
  for (const table of new Set(numbers.map((number) => number.closest("table")).filter(Boolean)))
    numbers.filter((number) => number.closest("table") === table && trigger(number) !== number).slice(1).forEach((number) => (trigger(number).tabIndex = -1));
  box.addEventListener("keydown", pass);
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && !box.contains(document.activeElement) && later(hide));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide(true));
  document.addEventListener("pointerdown", (event) => !inside(event.target) && hide());
  document.addEventListener("focusin", (event) => !inside(event.target) && hide());
  document.addEventListener("input", (event) => !inside(event.target) && hide());
})();
