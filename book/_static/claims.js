/* Filters the page of claims by article, chapter and verdict; the choice stands in the address. Without this script all
   claims are shown. Uses no network. */
(function () {
  "use strict";
  const form = document.querySelector(".ledger-claim-filter");
  if (!form) return;
  const claims = [...document.querySelectorAll(".ledger-claim")];
  const fields = [...form.querySelectorAll("select")];
  const output = form.querySelector("output");

  function read() {
    const asked = new URLSearchParams(location.search);
    for (const field of fields) {
      const value = asked.get(field.name) ?? "";
      field.value = [...field.options].some((option) => option.value === value) ? value : "";
    }
  }

  function show() {
    const wanted = fields.filter((field) => field.value);
    for (const claim of claims) claim.hidden = wanted.some((field) => claim.dataset[field.name] !== field.value);
    for (const list of document.querySelectorAll(".ledger-claims"))
      list.closest("section").hidden = ![...list.children].some((claim) => !claim.hidden);
    const shown = claims.filter((claim) => !claim.hidden).length;
    output.textContent = output.dataset.words.replace("{0}", shown).replace("{1}", claims.length);
  }

  function write() {
    const address = new URL(location.href);
    for (const field of fields) field.value ? address.searchParams.set(field.name, field.value) : address.searchParams.delete(field.name);
    address.hash = "";
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // some browsers keep the address of a file as it is; the filter works all the same
    }
  }

  /* A claim that is asked for by its address is shown, whatever the filter hides. */
  function reveal() {
    const asked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!asked || !asked.closest("[hidden]")) return;
    for (const field of fields) field.value = "";
    show();
    asked.scrollIntoView();
  }

  form.addEventListener("change", () => {
    show();
    write();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", reveal);
  window.addEventListener("popstate", () => {
    read();
    show();
  });
  form.hidden = false;
  read();
  show();
  reveal();
})();
