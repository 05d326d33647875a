/* The list of all names and the pages of letters: an address that names a number of another page leads on to it, by the rule of
   analysis/book/addresses.py, where a link of this page leads to that page too. */
(function () {
  "use strict";
  function leadOn() {
    const place = location.hash.slice(1);
    if (!place.startsWith("number-") || document.getElementById(place)) return;
    const [base, ...keys] = place.slice(7).split("-");
    const linked = new Set([...document.querySelectorAll(".ledger-letters a, .ledger-all a")].map((link) => link.getAttribute("href").split("#")[0]));
    const page = [keys.length > 1 ? base : "", base.charAt(0)].map((name) => `numbers_${name}.html`).find((name) => linked.has(name));
    if (page && !location.pathname.endsWith(`/${page}`)) location.replace(page + location.hash);
  }

  addEventListener("hashchange", leadOn);
  leadOn();
})();
