/* Light or dark as last chosen, before anything is drawn. Storage may be forbidden: then as the device says. */
(function () {
  "use strict";
  const page = document.documentElement.dataset;
  for (const key of ["mode", "theme"]) {
    try {
      page[key] = localStorage.getItem(key) || "auto";
    } catch {
      page[key] = "auto";
    }
  }
})();
