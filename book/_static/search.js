/* Finds sections by the words of a query, and shows them. `search-index.js` has the text: see analysis/book/search.py.
   A word is looked for as it is typed, anywhere, inside longer words too; a Korean particle at its end, a space more or
   less, a plural or a British spelling do not hide it. An amount is found in any wording: 5576000, $5.576 million or
   557만 6000달러. Words that mean the same, and for a word that stands nowhere the one nearest in spelling, only help to
   rank. Uses no network; everything found is put into the page as text. */
(function () {
  "use strict";
  const index = window.ledgerSearch;
  if (!Array.isArray(index?.sections)) return; // missing or broken: the page goes on saying what works without it
  const HANGUL = /[가-힣]/;
  const LATIN = /[A-Za-z]/;
  const PARTICLES = "에서는|으로는|에게서|에서|에게|으로|까지|부터|처럼|보다|이나|이란|은|는|이|가|을|를|의|에|와|과|도|로|만|나|란".split("|");
  const QUESTIONS = new Set("a an and are as at be by can did do does for from get gets had has have how in is it its much many of on or really so than that the there this to vs was were what when which who why will with 왜 얼마 얼마나 몇 어떻게 무엇 누가 어디 언제 그 및".split(" "));
  const ASKING = /^(?:왜|얼마나?|몇|어떻게|무엇|뭐|누구|누가|어디|언제)(?:인가요?|인지|일까요?|입니까|이야|예요|이에요|나요?|야)$/;
  const ENDINGS = /(?:[iy][sz]ations?|ations?|ions?|ings?|ity|ed|er|es|s|e)$/;
  const WEIGHT = { whole: 1, start: 0.8, inside: 0.3, stem: 0.4, other: 0.02, same: 0.6 };

  const LONGEST = 100; // letters of a query
  const WELDED = 24; // letters of a word that is taken apart where it stands nowhere
  const TIMES = { k: 1e3, thousand: 1e3, m: 1e6, mn: 1e6, million: 1e6, b: 1e9, bn: 1e9, billion: 1e9, t: 1e12, trillion: 1e12, 십만: 1e5, 백만: 1e6, 천만: 1e7, 십억: 1e9, 백억: 1e10, 천억: 1e11, 만: 1e4, 억: 1e8, 조: 1e12 };
  const AMOUNTS = [
    /(?<![\p{L}\d.,])(?:US)?\$?\d[\d,]*(?:\.\d+)?(?:[\s-]?(?:thousand|million|billion|trillion)|mn|bn|[kmbt])(?:\s(?:US )?dollars?)?(?![\p{L}\d])/giu,
    /(?<![\p{L}\d.,])\$?(?:\d[\d,]*(?:\.\d+)?[십백천]?[만억조]\s?)+(?:\d[\d,]*(?![\d,]*[.\p{Script=Latin}]))?(?:\s?(?:달러|원|위안))?/gu,
  ];

  const sections = index.sections.map(([page, id, heading, text]) => ({ page, id, heading, text, title: index.pages[page][1] }));
  const lengths = index.pages.map((_, page) => sections.filter((one) => one.page === page).length);
  const average = sections.reduce((sum, one) => sum + one.text.length, 0) / sections.length;

  /* How a word may stand in the text. */

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  function spelled(word) {
    const loose = word.replace(/[^가-힣]/g, "").length > 3;
    const letters = [...word.replace(/(\d),(?=\d)/g, "$1")];
    const kind = (letter) => (HANGUL.test(letter) ? "hangul" : LATIN.test(letter) ? "latin" : /\d/.test(letter) ? "digit" : "");
    const between = (one, next) => {
      if (kind(one) === "digit" && kind(next) === "digit") return ",?";
      return HANGUL.test(one + next) && (loose || kind(one) !== kind(next)) ? "\\s*" : "";
    };
    const text = letters.map((letter, n) => (/[-\s]/.test(letter) ? "[-\\s]?" : escaped(letter)) + (n + 1 < letters.length ? between(letter, letters[n + 1]) : "")).join("");
    return text.replace(/(l?i)[sz](?=[aei])/g, "$1[sz]").replace(/licen[cs]e/g, "licen[cs]e").replace(/cent(?:er|re)/g, "cent(?:er|re)");
  }

  /* A word without the particle or ending that it may have in a query. */
  function stem(word) {
    if (HANGUL.test(word.slice(-1))) {
      const particle = PARTICLES.find((one) => word.endsWith(one) && word.length - one.length > 1 && !/\d만$/.test(word));
      return particle ? word.slice(0, -particle.length) : word;
    }
    const bare = /^[a-z-]{5,}$/.test(word) ? word.replace(/ies$/, "y").replace(ENDINGS, "") : word;
    return bare.length > 3 ? bare : word;
  }

  /* What an amount comes to, in whatever wording: 2788000, $2.788 million, 2.788m, 278만 8000. NaN where it is none. */
  function amount(word) {
    const bare = word.toLowerCase().replace(/^us(?=[$\d])|(?:us )?dollars?$|[$,\s-]/g, "");
    const parts = [...bare.matchAll(/(\d+(?:\.\d+)?)([십백천]?[만억조]|[a-z]+|)([가-힣]*)/g)];
    const whole = parts.map(([part]) => part).join("") === bare && parts.slice(0, -1).every((part) => !part[3]);
    return whole && parts.length ? Math.round(parts.reduce((sum, [, count, unit]) => sum + count * (unit ? TIMES[unit] : 1), 0)) : NaN;
  }

  /* An amount as the book words it: 2788000 is 2.788 million, or 278만 8000. */
  function worded(value) {
    if (index.lang === "en") {
      const [size, name] = [[1e12, " trillion"], [1e9, " billion"], [1e6, " million"]].find(([one]) => value >= one) ?? [1, ""];
      return value / size + name;
    }
    const parts = [[1e12, "조"], [1e8, "억"], [1e4, "만"], [1, ""]].map(([size, name]) => [Math.floor(value / size) % 1e4, name]);
    return parts.filter(([count]) => count).map(([count, name]) => count + name).join(" ");
  }

  /* Other wordings of an amount, as expressions; and of the amount with the three digits that the book mostly shows. */
  function amounts(word) {
    const value = amount(word);
    if (!(value >= 1e4 && value < 1e16)) return { exact: [], short: [] };
    const said = (one) => `(?<![\\d.,])${spelled(worded(one))}(?!\\s?\\d)`;
    const short = Number(value.toPrecision(3));
    return { exact: [said(value), spelled(String(value))], short: short === value ? [] : [said(short)] };
  }

  function matcher(word, weight, same) {
    const lower = word.toLowerCase();
    const short = stem(lower);
    const forms = [spelled(lower)];
    if (short !== lower) forms.push(spelled(short));
    const { exact } = amounts(word);
    return way(word, [...forms, ...exact], exact.length ? 0 : HANGUL.test(word) ? short.length : lower.length, weight, same);
  }

  function way(word, forms, least, weight, same) {
    const capitals = /^[A-Z]{2,4}$/.test(word) ? word : null;
    const made = { find: new RegExp(forms.join("|"), "gi"), bare: least, capitals, weight, same, latin: !HANGUL.test(word) && LATIN.test(word[0]) };
    made.places = (text) => [...text.matchAll(made.find)].filter((match) => worth(made, text, match) > WEIGHT.other).map((match) => [match.index, match.index + match[0].length]);
    return made;
  }

  /* How much one occurrence counts: less inside another word, next to nothing where only small letters agree with capitals, or
     where more digits make it another thing: H20 in H200. */
  function worth(way, text, match) {
    const end = match.index + match[0].length;
    const [before, after] = [text[match.index - 1] ?? " ", text[end] ?? " "];
    const [first, last] = [match[0][0], text[end - 1]];
    if (way.capitals && !match[0].includes(way.capitals)) return WEIGHT.other * way.weight;
    if (/\d\d/.test(before + first) || /\d\d/.test(last + after)) return WEIGHT.other * way.weight;
    if (/\d/.test(first) && /\d[.,]$/.test(text.slice(0, match.index).slice(-2))) return WEIGHT.inside * way.weight;
    if (match[0].length < way.bare) return WEIGHT.stem * way.weight;
    if (/\d/.test(last) && /^[.,]\d/.test(text.slice(end, end + 2))) return WEIGHT.inside * way.weight;
    if (!way.latin) return way.weight;
    return way.weight * (LATIN.test(before) ? WEIGHT.inside : LATIN.test(after) ? WEIGHT.start : WEIGHT.whole);
  }

  /* What all occurrences count; those of other words together as one, however many there are. */
  function counted(unit, text, literal) {
    let sum = 0, other = 0;
    for (const way of unit.ways) {
      if (literal && way.same) continue;
      for (const match of text.matchAll(way.find)) {
        const weight = match[0] ? worth(way, text, match) : 0;
        if (weight > WEIGHT.other) sum += weight;
        else other = Math.max(other, weight);
      }
    }
    return sum + other;
  }

  /* What else a word may be called. */

  const plain = (text) => text.toLowerCase().replace(/[\s-]+/g, "");
  let called;

  function others(words) {
    if (!called) {
      called = new Map();
      for (const group of index.same) for (const word of group) called.set(plain(word), [...(called.get(plain(word)) ?? []), ...group]);
    }
    const key = plain(words);
    return (called.get(key) ?? called.get(plain(stem(words.toLowerCase()))) ?? []).filter((word) => plain(word) !== key);
  }

  let vocabulary;

  function nearest(word) {
    const hangul = HANGUL.test(word);
    if (word.length < (hangul ? 3 : 5) || /\d/.test(word)) return null;
    if (!vocabulary) {
      vocabulary = new Map();
      for (const { text } of sections) for (const one of text.match(/[A-Za-z][A-Za-z-]+|[가-힣]+/g) ?? []) vocabulary.set(one, (vocabulary.get(one) ?? 0) + 1);
    }
    const given = (hangul ? stem(word) : word.toLowerCase()).normalize("NFD");
    const most = word.length > (hangul ? 4 : 6) ? 2 : 1;
    const found = new Map();
    for (const [one, count] of vocabulary) {
      const cut = hangul ? one.slice(0, stem(word).length) : one;
      const other = cut.toLowerCase().normalize("NFD");
      if (other[0] !== given[0] || Math.abs(other.length - given.length) > most) continue;
      const apart = distance(given, other);
      if (apart <= most) found.set(cut, { apart, count: (found.get(cut)?.count ?? 0) + count });
    }
    return [...found].sort(([, one], [, two]) => one.apart - two.apart || two.count - one.count)[0]?.[0] ?? null;
  }

  function distance(one, two) {
    let row = [...Array(two.length + 1).keys()];
    for (let i = 1; i <= one.length; i++) {
      const next = [i];
      for (let j = 1; j <= two.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] !== two[j - 1]));
      row = next;
    }
    return row[two.length];
  }

  /* The query taken apart. */

  const asks = (word) => QUESTIONS.has(word.toLowerCase()) || ASKING.test(word);
  let everything;

  function stands(word, first) {
    everything ??= sections.map((one) => [one.title, one.heading, one.text].join("\n")).join("\n");
    return [word, stem(word)].some((one) => new RegExp(first + spelled(one.toLowerCase()), "i").test(everything));
  }

  /* A word that stands nowhere, welded of words that do, as 학습비용은얼마인가: the fewest that make it up, else the word itself. */
  function unwelded(word) {
    if (!HANGUL.test(word) || word.length < 5 || word.length > WELDED || others(word).length || stands(word, "")) return [word];
    const best = [[]];
    for (let end = 2; end <= word.length; end++)
      for (let start = 0; start <= end - 2; start++) {
        const piece = word.slice(start, end);
        if (!best[start] || best[end]?.length <= best[start].length + 1 || /[A-Za-z\d]{2}/.test(word.slice(end - 1, end + 1))) continue;
        if (asks(piece) || stands(piece, "(?<![가-힣])")) best[end] = [...best[start], piece];
      }
    return best[word.length] ?? [word];
  }

  /* The words of a query; an amount is one word, whatever spaces it has. */
  function wordsOf(query) {
    const whole = AMOUNTS.reduce((text, one) => text.replace(one, (found) => found.replace(/\s(?!$)/g, "\u2060")), query);
    const words = whole.split(/[\s"'“”‘’()[\]?!;]+/).map((word) => word.replace(/^[.,:]+|[.,:]+$/g, "").replace(/\u2060/g, " "));
    return words.filter((word) => /[\p{L}\p{N}]/u.test(word)).flatMap((word) => (amounts(word).exact.length ? [word] : unwelded(word)));
  }

  function units(query) {
    const words = wordsOf(query.normalize("NFC").slice(0, LONGEST).replace(/[ㄱ-ㅣ]+/g, ""));
    const asked = words.filter((word) => !asks(word));
    const kept = (asked.length ? asked : words).filter((word) => word.length > 1 || HANGUL.test(word) || /\d/.test(word));
    const found = kept.map((word) => ({ word, ways: [matcher(word, 1, false), ...amounts(word).short.map((form) => way(word, [form], 0, WEIGHT.same, true))] }));
    for (let size = 1; size <= kept.length; size++)
      for (let at = 0; at + size <= kept.length; at++)
        for (const other of others(kept.slice(at, at + size).join(" ")))
          for (const unit of found.slice(at, at + size)) unit.ways.push(matcher(other, WEIGHT.same, true));
    const phrase = kept.length > 1 ? new RegExp(kept.map((word) => spelled(word.toLowerCase())).join("[\\s-]*"), "gi") : null;
    return { found, phrase };
  }

  function weigh(unit) {
    unit.in = sections.map((one) => [counted(unit, one.text), counted(unit, one.heading), counted(unit, one.title)]);
    const holding = unit.in.filter(([text, heading]) => text + heading >= WEIGHT.inside / 2).length;
    unit.rare = Math.log(1 + sections.length / (holding || 1));
    return unit.in.some(([text, heading, title]) => text + heading + title > 0);
  }

  function score(one, n, found, phrase, all) {
    let sum = 0, held = 0, clear = false, own = false; // own: said in the section itself, not in the title of its page alone
    const room = 1.2 * (0.6 + (0.4 * one.text.length) / average);
    for (const unit of found) {
      const [text, heading, title] = unit.in[n];
      if (!(text + heading + title)) continue;
      held += unit.rare;
      own = own || text + heading > 0;
      clear = clear || text + heading + title >= WEIGHT.inside / 2;
      sum += unit.rare * ((text + heading) / (text + heading + room) + 0.6 * Math.min(1, heading) + 0.6 * Math.min(1, title));
    }
    const together = phrase ? (one.text.match(phrase) ?? []).length + 2 * (one.heading.match(phrase) ?? []).length : 0;
    sum += (all * together) / (together + room);
    return { section: one, score: (own ? sum : 0) * (0.6 + 0.4 * Math.min(1, (2 * one.text.length) / average)) * (held / all) ** 2, held: held / all, clear };
  }

  /* {cut: whether the query was longer than what is looked for, pages: [{name, title, score, sections}], within: pages where a word in capitals stands in small letters only, whole: how many
     sections hold the query as typed, instead: {typed: looked for}} */
  function find(query) {
    const { found, phrase } = units(query);
    const instead = {};
    for (const unit of found) {
      const other = weigh(unit) ? null : nearest(unit.word);
      if (!other) continue;
      instead[unit.word] = other;
      unit.ways = [matcher(other, 1, true), ...others(other).map((word) => matcher(word, WEIGHT.same, true))];
      weigh(unit);
    }
    const all = found.reduce((sum, unit) => sum + unit.rare, 0) || 1;
    const scored = sections.map((one, n) => score(one, n, found, phrase, all)).filter((hit) => hit.score > 0);
    for (const hit of scored) hit.least = Math.min(...found.map((unit) => counted(unit, [hit.section.heading, hit.section.text, hit.section.title].join("\n"), true)));
    const near = scored.filter((hit) => hit.least > 0 || hit.held > 0.25);
    const pages = grouped(near.length ? near : scored);
    const clear = (page) => page.sections.some((hit) => hit.clear);
    return { cut: query.length > LONGEST, pages: pages.filter(clear), within: pages.filter((page) => !clear(page)), whole: scored.filter((hit) => hit.least && hit.clear).length, instead, units: found };
  }

  /* By page, best first. A page that lists a hundred things treats each of them in a line: others come before it. */
  function grouped(hits) {
    const pages = new Map();
    for (const hit of hits.sort((one, two) => two.clear - one.clear || two.score - one.score)) {
      const [name, title] = index.pages[hit.section.page];
      if (!pages.has(name)) pages.set(name, { name, title, sections: [] });
      pages.get(name).sections.push(hit);
    }
    const total = ({ sections: [one, two, three] }) => one.score + (two?.score ?? 0) / 3 + (three?.score ?? 0) / 6;
    const listed = (page) => Math.sqrt(Math.min(1, 20 / lengths[page.sections[0].section.page]));
    return [...pages.values()].map((page) => ({ ...page, score: total(page) * listed(page) })).sort((one, two) => two.score - one.score);
  }

  window.ledgerFind = find;
})();
