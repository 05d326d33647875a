/* The button that prints a page. */
(function () {
  "use strict";
  for (const button of document.querySelectorAll(".ledger-print")) button.addEventListener("click", () => print());
})();
