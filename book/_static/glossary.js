/* Explanations of words: shown where a pointer rests on a word or the keyboard reaches it, by Escape gone again. A first
   touch shows the explanation, a second one follows the link. Without this script the link and its title stay. */
(function () {
  "use strict";
  const words = [...document.querySelectorAll("a.ledger-word[title]")];
  if (!words.length) return;
  const tip = document.createElement("span");
  tip.id = "ledger-tip";
  tip.className = "ledger-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);
  let shown = null; // the word whose explanation is on the screen
  let touched = null; // the word that a finger has just met, where its explanation was not on the screen
  let leaving = 0;

  function hide() {
    clearTimeout(leaving);
    if (!shown) return;
    shown.title = tip.textContent;
    shown.removeAttribute("aria-describedby");
    tip.hidden = true;
    shown = null;
  }

  function show(word) {
    clearTimeout(leaving);
    if (word === shown) return;
    hide();
    shown = word;
    tip.textContent = word.title;
    word.removeAttribute("title"); // else the browser shows it too
    word.setAttribute("aria-describedby", tip.id);
    tip.hidden = false;
    const [line, box] = [word.getClientRects()[0], tip.getBoundingClientRect()];
    tip.style.left = `${Math.max(8, Math.min(line.left, document.documentElement.clientWidth - box.width - 8))}px`;
    tip.style.top = `${line.bottom + box.height + 8 < innerHeight ? line.bottom + 4 : line.top - box.height - 4}px`;
  }

  const leave = () => (leaving = setTimeout(hide, 200));

  for (const word of words) {
    word.addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch" && word !== shown ? word : null));
    word.addEventListener("click", (event) => {
      if (touched === word) event.preventDefault();
      if (touched === word) show(word);
      touched = null;
    });
    word.addEventListener("mouseenter", () => show(word));
    word.addEventListener("mouseleave", leave);
    word.addEventListener("focus", () => show(word));
    word.addEventListener("blur", hide);
  }
  tip.addEventListener("mouseenter", () => clearTimeout(leaving));
  tip.addEventListener("mouseleave", leave);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("pointerdown", (event) => shown && event.target !== tip && !event.target.closest("a.ledger-word") && hide());
  addEventListener("scroll", hide, { passive: true });
})();
