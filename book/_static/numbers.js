/* The list of all names: an address that names a line of a table leads on to the page of its first letter, where the line stands. */
(function () {
  "use strict";
  function leadOn() {
    const page = `numbers_${location.hash.charAt(8)}.html`;
    const known = [...document.querySelectorAll(".ledger-letters a")].some((link) => link.getAttribute("href") === page);
    if (location.hash.startsWith("#number-") && known) location.replace(page + location.hash);
  }

  addEventListener("hashchange", leadOn);
  leadOn();
})();
