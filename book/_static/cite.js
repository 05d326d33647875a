/* Citations: a button to copy each form at the end of a page, and the same forms for every figure, made when somebody asks.

   `ledgerCite.forms(target)` gives the forms of something else, such as a number: {title, page, place, key, custom}, where
   page and place are its address and custom is what CSL-JSON says beside. `ledgerCite.details(words, target)` is the
   element that shows them. The templates stand in the page; a test compares with what the build makes of the same things.
   The day of access is the reader's, and is said where the site has an address. Writes by textContent only; uses no network. */
(function () {
  "use strict";
  const source = document.querySelector("script.ledger-cite-data");
  if (!source) return; // a reader's own edition
  const given = JSON.parse(source.textContent);
  const [TITLE, PLACE, KEY, DAY] = given.marks;
  const marks = new RegExp(`[${given.marks.join("")}]`, "g");

  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  }

  const tex = (text) => [...text].map((one) => given.tex[one] ?? one).join("").replace(new RegExp(given.ligature, "g"), "{}");

  function fill(text, style, said) {
    const whole = /[?!.]$/.test(said[TITLE]) ? text.replaceAll(`${TITLE}.`, TITLE) : text; // one mark ends a sentence
    const bibtex = style === "bibtex" ? { [TITLE]: tex(said[TITLE]), [PLACE]: given.base ? said[PLACE] : tex(said[PLACE]) } : {};
    return whole.replace(marks, (mark) => ({ ...said, ...bibtex })[mark]);
  }

  function csl(key, target, name) {
    const at = given.base ? "URL" : "archive_location";
    const record = { ...given.record, id: key, title: target.title, [at]: (given.base || given.path) + name };
    record.custom = { ...record.custom, path: given.path + name, ...target.custom };
    const lines = Object.entries(record).map(([field, value]) => `  ${JSON.stringify(field)}: ${JSON.stringify(value)}`);
    return `[{\n${lines.join(",\n")}\n}]`;
  }

  /* Style -> text, in the order in which they are shown. */
  function forms(target, day = today()) {
    const name = `${target.page}.html${target.place ? `#${target.place}` : ""}`;
    const edition = ["compute_ledger", given.record.custom.edition, given.record.language];
    const key = [...edition, ...(target.key ? [target.key] : [target.page, target.place])].join("_").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "");
    const said = { [TITLE]: target.title, [PLACE]: (given.base || given.path) + name, [KEY]: key, [DAY]: day };
    return Object.fromEntries(Object.keys(given.names).map((style) => [style, style === "csl-json" ? csl(key, target, name) : fill(given.templates[style], style, said)]));
  }

  function made(tag, text, attributes) {
    const one = document.createElement(tag);
    if (text) one.textContent = text;
    Object.entries(attributes || {}).forEach(([name, value]) => one.setAttribute(name, value));
    return one;
  }

  /* A page from a file may not write to the clipboard: then the text is selected, for the reader's own keys at worst. */
  async function copy(shown) {
    try {
      await navigator.clipboard.writeText(shown.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(shown);
      return document.execCommand("copy");
    }
  }

  function addButton(head, shown) {
    const [name, button] = [head.textContent, made("button", "", { type: "button", "aria-live": "polite" })];
    const say = (words) => (button.setAttribute("aria-label", `${words}: ${name}`), (button.textContent = words));
    button.addEventListener("click", async function () {
      say((await copy(shown)) ? given.words.copied : given.words.failed);
      setTimeout(() => say(given.words.copy), 2500);
    });
    say(given.words.copy);
    head.append(" ", button);
  }

  function list(found) {
    const all = made("dl");
    for (const [style, text] of Object.entries(found)) {
      const [head, body] = [made("dt", given.names[style], { translate: "no" }), made("dd", "", { "data-style": style, translate: "no" })];
      body.append(made(/^(bibtex|csl-json)$/.test(style) ? "pre" : "cite", text));
      all.append(head, body);
      addButton(head, body.firstChild);
    }
    return all;
  }

  /* Unfolds the forms of a target, made when it is first opened. */
  function details(words, target) {
    const one = made("details", "", { class: "ledger-cite-forms" });
    one.append(made("summary", words));
    one.addEventListener("toggle", () => one.querySelector("dl") || one.append(list(forms(target))));
    return one;
  }

  /* What the build wrote, with buttons, and in the Korean form with the reader's day. Where sliders are, cite.css shows in its
     place, while they are moved, that what stands there is the reader's own. */
  function page() {
    if (document.querySelector(".ledger-live")) document.querySelector(".ledger-cite").append(made("p", given.words.own, { class: "ledger-cite-own" }));
    const block = document.querySelector(".ledger-cite .ledger-cite-forms");
    const korean = block.querySelector("[data-style=korean] cite");
    const access = /\([^()]*\u{e003}\)/u.exec(given.templates.korean)?.[0].replace(DAY, today());
    if (access) block.addEventListener("toggle", () => (korean.textContent = korean.textContent.replace(/\.$/, ` ${access}.`)), { once: true });
    block.querySelectorAll("dt").forEach((head) => addButton(head, head.nextElementSibling.firstElementChild));
  }

  for (const [id, title] of Object.entries(given.figures)) {
    document.getElementById(id)?.append(details(given.words.figure, { title, page: given.page, place: id }));
  }
  page();
  window.ledgerCite = { forms, details };
})();
