/* The link to the other language leads to the section that is being read, with whatever values the address holds.
   Sections have the same labels in both languages. Without this script the link leads to the top of the page. */
(function () {
  "use strict";
  const links = [...document.querySelectorAll("a.ledger-language")].map((link) => [link, link.getAttribute("href")]);
  const sections = [...document.querySelectorAll("article section[id]")];

  /* The label of a section: an id of its own that was not made of its title ("id3" was made of nothing). */
  function label(section) {
    const ids = [...section.querySelectorAll(":scope > span[id]"), section].map((one) => one.id);
    return ids.find((id) => !/^id\d+$/.test(id)) ?? "";
  }

  function named() {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null;
    }
  }

  /* What the address names while it is on the screen, else the section whose heading was passed last. */
  function place() {
    const top = (one) => one.getBoundingClientRect().top;
    const target = named();
    if (target && top(target) > -1 && top(target) < innerHeight) return target.matches("section") ? label(target) : target.id;
    const read = scrollY < 100 ? null : sections.filter((one) => top(one) < innerHeight / 3).at(-1);
    return read ? label(read) : "";
  }

  function aim() {
    const id = place();
    for (const [link, href] of links) link.setAttribute("href", href + location.search + (id && `#${encodeURIComponent(id)}`));
  }

  for (const [link] of links) for (const event of ["pointerdown", "focus", "click", "contextmenu"]) link.addEventListener(event, aim);
})();
