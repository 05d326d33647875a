/* Over 300 lines: a page loads one script, in which the wording stands beside what is worded. */
/* Sliders: computes a page's numbers anew from its own script (window.ledgerPage, traced from the Python functions) and
   words them by the rules and tables of analysis/core/wording.py. Uses no network, no eval and no markup made of text. */
(function () {
  "use strict";
  const page = window.ledgerPage;
  if (!page) return;
  const tables = page.wording;
  const patterns = Object.fromEntries(["unit", "power", "number", "ending"].map((name) => [name, new RegExp(tables[name] ?? "")]));
  const [unitPattern, textPattern] = [tables.pattern, page.pattern].map((pattern) => new RegExp(`^(?:${pattern})$`)); // of a unit, of a text that is given
  const names = Object.keys(page.parameters);

  /* Operations, as analysis/core/ops.py has them. Where Python raises, they give NaN, and the evaluation is refused. */

  const bounded = (result, ...args) => (Number.isFinite(result) || !args.every(Number.isFinite) ? result : NaN);

  /* The exact sum: the parts that rounding takes off are kept and added at the end. */
  function total(...values) {
    if (!values.every(Number.isFinite)) return values.reduce((sum, value) => sum + value, 0);
    const parts = [];
    for (let sum of values) {
      let kept = 0;
      for (let part of parts) {
        if (Math.abs(sum) < Math.abs(part)) [sum, part] = [part, sum];
        const high = sum + part;
        const low = part - (high - sum);
        if (low) parts[kept++] = low;
        sum = high;
      }
      parts.length = kept;
      parts.push(sum);
    }
    return bounded(parts.reduce((sum, part) => sum + part, 0));
  }

  const operations = {
    divide: (a, b) => (b === 0 ? NaN : a / b),
    power: (a, b) => (b === 0 || a === 1 ? 1 : bounded(a ** b, a, b)),
    ratio: (a, b, otherwise) => (b === 0 ? otherwise : a / b),
    exp: (a) => bounded(Math.exp(a), a),
    log: (a) => (a > 0 ? Math.log(a) : NaN),
    sqrt: Math.sqrt,
    floor: Math.floor,
    minimum: Math.min,
    maximum: Math.max,
    least: Math.min,
    greatest: Math.max,
    total,
    first_key: (level, ...pairs) => pairs.find((_, n) => n % 2 === 0 && pairs[n + 1] >= level) ?? Infinity,
  };

  /* Every number that moves, in canonical units; null where Python would stop. */
  function evaluate(given) {
    const values = page.evaluate(given, operations);
    return Object.values(values).some(Number.isNaN) ? null : values;
  }

  /* Exact decimals, so that a unit's factor adds no rounding of its own. */

  function decimal(number) {
    const [mantissa, power = "0"] = String(number).toLowerCase().split("e");
    const [whole, rest = ""] = mantissa.split(".");
    return { digits: BigInt(whole + rest), power: Number(power) - rest.length };
  }

  function canonical(text, factor) {
    const [a, b] = [decimal(text), decimal(factor)];
    return Number(`${a.digits * b.digits}e${a.power + b.power}`);
  }

  function shown(value, factor) {
    const [a, b] = [decimal(value), decimal(factor)];
    return Number(`${(a.digits * 10n ** 40n) / b.digits}e${a.power - b.power - 40}`);
  }

  /* Wording. A rounded number is its digits, and the power of ten of the first of them. */

  function rounded(value, digits, exact) {
    const size = Math.abs(value);
    const whole = exact && size < tables.fullBelow && Number.isInteger(size);
    const [mantissa, power] = size.toExponential(whole ? undefined : digits - 1).split("e");
    return { negative: value < 0, digits: mantissa.replace(".", ""), power: Number(power) };
  }

  function fixed(digits, power, decimals = 0) {
    const filled = power < 0 ? "0".repeat(-power) + digits : digits.padEnd(power + 1, "0");
    const point = Math.max(power, 0) + 1;
    const whole = filled.slice(0, point).replace(/\B(?=(\d{3})+$)/g, ",");
    const rest = filled.slice(point).replace(/0+$/, "").padEnd(decimals, "0");
    return rest ? `${whole}.${rest}` : whole;
  }

  function scientific({ digits, power }, times) {
    const mantissa = fixed(digits, 0);
    const ten = "10" + String(power).replace(/./g, (sign) => tables.superscripts[sign]);
    return mantissa === "1" ? ten : mantissa + times + ten;
  }

  function english(number, cents) {
    const { digits, power } = number;
    if (power >= 15 || power < tables.smallestPower) return scientific(number, " × ");
    for (const [least, word] of tables.scales) if (power >= least) return `${fixed(digits, power - least)} ${word}`;
    return fixed(digits, power, cents && /[1-9]/.test(digits) && power >= -1 && power < 2 ? 2 : 0);
  }

  function korean(number) {
    const { digits, power } = number;
    if (power >= 16 || power < tables.smallestPower) return scientific(number, "×");
    return power < 4 ? fixed(digits, power) : grouped(fixed(digits, power));
  }

  function grouped(text) {
    let [whole, rest] = text.replaceAll(",", "").split(".");
    const groups = [];
    for (const scale of tables.scales) {
      const group = Number(whole.slice(-4));
      const fraction = rest && !scale ? `.${rest}` : "";
      whole = whole.slice(0, -4);
      if (group || fraction) groups.unshift(`${group}${fraction}${scale}`);
    }
    return groups.join(" ");
  }

  function written(value, pattern, digits, exact) {
    if (pattern.includes("{year}")) return pattern.replace("{year}", BigInt(Math.floor(value)));
    const number = rounded(value, digits, exact);
    const one = number.power === 0 && /^10*$/.test(number.digits);
    const bar = pattern.indexOf("|");
    const chosen = bar < 0 ? pattern : one ? pattern.slice(0, bar) : pattern.slice(bar + 1);
    const [, head, mark, symbol, tail] = unitPattern.exec(chosen);
    const size = page.lang === "ko" ? korean(number) : english(number, head + mark === "$");
    const rest = symbol + tail;
    const spaced = page.lang === "ko" && tables.scales.includes(size.at(-1)) && /^[\p{L}\p{N}]/u.test(rest);
    return head + (number.negative ? tables.minus : "") + mark + size + (spaced ? " " : "") + rest;
  }

  function particleClass(text) {
    let word = text.normalize("NFC");
    for (let before = ""; before !== word; ) [before, word] = [word, word.replace(patterns.ending, "")];
    const unit = patterns.unit.exec(word);
    if (unit) word = tables.readings[unit[1]];
    const last = word.slice(-1);
    if (last >= "가" && last <= "힣") return { 0: "V", 8: "L" }[(last.charCodeAt(0) - 0xac00) % 28] ?? "C";
    return digitsClass(word) || { L: "L", R: "L", M: "C", N: "C" }[last.toUpperCase()] || "V";
  }

  function digitsClass(word) {
    if (patterns.power.test(word)) return "C";
    const number = patterns.number.exec(word);
    if (!number) return "";
    const whole = number[0].replaceAll(",", "");
    const zeros = /0*$/.exec(whole)[0].length;
    return number[1] || !zeros ? tables.digitClasses[whole.at(-1)] : tables.zeroClasses[Math.min(Math.floor(zeros / 4), 7)];
  }

  function particle(text, pair) {
    const [consonant, vowel] = tables.particles.includes(pair) ? pair.split("/") : pair.split("/").reverse();
    return (consonant === "으로" ? "VL" : "V").includes(particleClass(text)) ? vowel : consonant;
  }

  /* A number of this page in words; `changed` holds the parameters that differ, which are then exact. */
  function worded(name, value, changed, digits) {
    const number = page.numbers[name];
    if (!Number.isFinite(value)) return page.states[number.infinite];
    const exact = number.exact?.every((row) => changed.has(row)) ?? false;
    return written(shown(value, number.factor), number.pattern, digits || number.digits, exact);
  }

  window.ledgerLive = { operations, evaluate, worded, written, particle, canonical, shown };

  /* The page. What stands in it when the script starts is the published text: everything can be put back. */

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const section = document.querySelector(".ledger-live");
  const published = evaluate(valuesOf(startTexts()));
  if (!section || !published) return;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const say = (text, values = {}) => (section.querySelector("[role=status]").textContent = fill(text, values));
  const here = "article data.num[data-name], .bd-sidebar-secondary data.num[data-name]"; // elsewhere are titles of other pages
  const numbers = all(here).filter((element) => Object.hasOwn(page.numbers, element.dataset.name)).map(rememberNumber);
  const guards = all("[data-if]").map(rememberGuard).filter(({ conditions }) => Object.hasOwn(published, conditions[0][1]));
  const ranges = all("article :is(data.range, .ledger-interval)").map((element) => ({ element, name: element.dataset.name ?? element.parentNode.dataset.range }));
  const figures = all("figure.ledger-chart .ledger-chart-drawing").map((drawing) => ({ drawing, figure: drawing.closest("figure"), label: drawing.getAttribute("aria-label") }));
  const fields = new Map(all(".ledger-live-row", section).map((row) => [row.dataset.parameter, all("input", row)]));
  const note = makeNote();
  const inSight = new Set(); // numbers in sight or close to it
  const watch = new IntersectionObserver((seen) => seen.forEach((one) => inSight[one.isIntersecting ? "add" : "delete"](one.target)), { rootMargin: "400px 0px" });
  numbers.forEach(({ element }) => watch.observe(element));
  let resting = 0;
  const resets = all(".ledger-live-reset");
  let texts = startTexts(); // what the reader gives, in the units of the rows; always usable

  function startTexts() {
    return Object.fromEntries(names.map((name) => [name, page.parameters[name].text]));
  }

  function valuesOf(given) {
    return Object.fromEntries(names.map((name) => [name, usable(name, given[name])]));
  }

  /* The value of a text that may be used for a parameter, else null. */
  function usable(name, text) {
    const { factor, low, high } = page.parameters[name];
    if (text.length > 40 || !textPattern.test(text)) return null;
    const value = canonical(text, factor);
    return Number.isFinite(value) && value >= (low ?? -Infinity) && value <= (high ?? Infinity) ? value : null;
  }

  function rememberNumber(element) {
    const next = (element.closest("a.ledger-link") ?? element).nextElementSibling;
    const ending = next?.matches(".ledger-particle[data-particle]") ? next : null;
    const marked = Boolean(element.closest("tr.changed")); // in a custom edition
    const cell = element.closest(".ledger-numbers td.value");
    return { element, ending, marked, cell, text: element.textContent, end: ending?.textContent, value: element.value, title: element.title, differs: false };
  }

  function rememberGuard(element) {
    const conditions = element.dataset.if.split(" and ").map((text) => /^\s*(\S+?)\s*(<=|>=|<|>)\s*(\S+)\s*$/.exec(text));
    return { element, conditions, text: element.textContent };
  }

  /* First in the text, so that it is first on paper; on the screen it stays at the lower edge, and nothing moves. */
  function makeNote() {
    const note = made("aside", "ledger-banner ledger-scenario", "");
    note.hidden = true;
    note.setAttribute("role", "note");
    note.append(made("p", "", ""), made("button", "ledger-live-reset", page.words.reset));
    (section.closest("article") ?? document.body).prepend(note);
    return note;
  }

  function made(tag, name, text) {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
  }

  /* Not by the last bits alone: where a parameter cancels out, nothing has changed. */
  const differ = (a, b) => a !== b && !(Number.isFinite(b) && Math.abs(a - b) <= 1e-12 * Math.abs(b));

  /* Shows what follows from the texts; null, and nothing has changed, where it cannot be computed. While a slider moves, what
     is in sight comes first, and the rest of the page when it rests. */
  function take(given, everywhere = true) {
    const values = evaluate(valuesOf(given));
    if (!values) return null;
    texts = given;
    const changed = new Set(Object.keys(page.numbers).filter((name) => differ(values[name], published[name])));
    const words = new Map(); // each number once, however often the page says it
    const told = function (name, digits) {
      const key = `${name} ${digits || ""}`;
      if (!words.has(key)) words.set(key, worded(name, values[name], changed, digits));
      return words.get(key);
    };
    clearTimeout(resting);
    if (!everywhere) resting = setTimeout(() => take(texts), 300);
    numbers.filter(({ element }) => everywhere || inSight.has(element)).forEach((number) => showNumber(number, changed.has(number.element.dataset.name), values, told));
    guards.forEach((guard) => showGuard(guard, changed.size > 0, values));
    ranges.filter(({ element, name }) => everywhere && changed.has(name) !== element.classList.contains("stale")).forEach(function ({ element }) {
      element.title = element.classList.toggle("stale") ? page.words.range : "";
    });
    showCharts(changed, values, told);
    if (everywhere) showLabels(changed.size > 0);
    showPanel(changed, told);
    return changed;
  }

  function showNumber(number, differs, values, told) {
    const { element, ending, marked, cell, text, end, value, title } = number;
    if (!differs && !number.differs) return; // the published text stands there already
    const [marking, before] = [differs !== number.differs, fill(page.words.before, { words: text })];
    const said = differs ? told(element.dataset.name, Number(element.dataset.digits)) : text;
    number.differs = differs;
    if (element.textContent !== said) element.textContent = said; // else a unit that the head shows stays apart
    element.value = !differs ? value : Number.isFinite(values[element.dataset.name]) ? values[element.dataset.name] : "";
    if (ending) ending.textContent = differs ? particle(said, ending.dataset.particle) : end;
    if (!marking) return;
    element.title = differs ? [title, before].filter(Boolean).join(" · ") : title;
    element.classList.toggle("changed", differs);
    if (!cell) return;
    const row = element.closest("tr"); // with the published value below, on paper too
    row.classList.toggle("changed", marked || Boolean(row.querySelector("td.value data.num.changed")));
    cell.querySelector(".ledger-was")?.remove();
    if (differs) (element.closest("a.ledger-link") ?? element).after(made("small", "ledger-was", before));
  }

  function showGuard({ element, conditions, text }, any, values) {
    const side = (word) => (Object.hasOwn(values, word) ? values[word] : Number(word));
    const signs = { "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b };
    const holds = conditions.every(([, left, sign, right]) => signs[sign](side(left), side(right)));
    const said = !any ? text : holds ? element.dataset.then : element.dataset.else;
    if (element.textContent === said) return;
    element.textContent = said;
    element.classList.toggle("changed", said !== text);
  }

  /* The words are made for what a chart asks for only. */
  function showCharts(changed, values, told) {
    window.ledgerCharts?.show(Object.fromEntries([...changed].map((name) => [name, { value: values[name], get text() { return told(name); } }])));
  }

  function showLabels(any) {
    for (const { drawing, figure, label } of figures) {
      const items = all(".ledger-chart-data tbody tr", figure).map((row) => [...row.children].map((cell) => cell.textContent).join(" ")).join(", ");
      const [title, table] = ["figcaption", ".ledger-chart-data summary"].map((where) => figure.querySelector(where).textContent);
      drawing.setAttribute("aria-label", any ? `${title}: ${title.length + items.length < 400 ? items : table}` : label); // a list too long to listen to stands in the table
    }
  }

  function showPanel(changed, told) {
    const items = names.filter((name) => changed.has(name)).map(function (name) {
      const before = fill(page.words.before, { words: worded(name, published[name], new Set()) });
      return `${page.parameters[name].label}: ${told(name)} (${before})`;
    });
    note.hidden = !changed.size;
    note.firstChild.replaceChildren(made("strong", "", page.words.scenario), ` ${items.join("; ")}`);
    resets.forEach((button) => (button.disabled = !changed.size));
    for (const [name, [slider, field]] of fields) {
      slider.value = place(slider, texts[name]);
      slider.setAttribute("aria-valuetext", told(name));
      field.value = texts[name];
      field.removeAttribute("aria-invalid");
    }
  }

  function place(slider, text) {
    return slider.dataset.scale === "log" ? Math.log10(Math.max(text, Number.MIN_VALUE)) : Number(text);
  }

  /* What a slider gives: near the place of the published value, that value. */
  function slid(slider, name) {
    const start = page.parameters[name].text;
    if (Math.abs(slider.value - place(slider, start)) < slider.step * 0.49) return start;
    return slider.dataset.scale === "log" ? String(Number((10 ** slider.value).toPrecision(3))) : slider.value;
  }

  /* Says how it went and keeps the state in the address of this page and of its translation: names of this page only. */
  function settle(changed, failed = page.words.failed) {
    if (changed) say(changed.size ? page.words.shown : page.words.back, { count: changed.size });
    else take(texts), say(failed);
    all("a.ledger-language").forEach((link) => (link.href = address(link.href)));
    try {
      history.replaceState(history.state, "", address(location.href));
    } catch {} // a browser that forbids it here only loses the link
  }

  function address(url) {
    const made = new URL(url);
    names.forEach((name) => made.searchParams.delete(name));
    names.filter((name) => texts[name] !== page.parameters[name].text).forEach((name) => made.searchParams.set(name, texts[name]));
    return made.href;
  }

  function start() {
    const query = new URLSearchParams(location.search);
    const asked = names.filter((name) => query.has(name));
    const given = { ...texts };
    asked.forEach((name) => (given[name] = query.getAll(name).join(" "))); // a name given twice is no number
    const changed = asked.every((name) => usable(name, given[name]) !== null) && take(given);
    if (asked.length) settle(changed, page.words.link);
  }

  fields.forEach(function ([slider, field], name) {
    const give = (text, everywhere) => take({ ...texts, [name]: text }, everywhere);
    let [frame, waits] = [0, false];
    slider.addEventListener("input", function () {
      if (!frame) give(slid(slider, name), false);
      waits = Boolean(frame); // of the moves within a frame the first one and the last one
      frame ||= requestAnimationFrame(function () {
        frame = 0;
        if (waits) give(slid(slider, name), false);
      });
    });
    slider.addEventListener("change", function () {
      waits = false; // what waited is settled here
      settle(give(slid(slider, name)));
    });
    field.addEventListener("change", function () {
      if (usable(name, field.value.trim()) !== null) return settle(give(field.value.trim()));
      field.setAttribute("aria-invalid", "true");
      say(page.words.refused, page.parameters[name]);
    });
  });
  resets.forEach((button) => button.addEventListener("click", function () {
    settle(take(startTexts()));
    section.querySelector("input").focus({ preventScroll: true });
  }));
  section.hidden = false;
  start();
})();
