"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const table = find("compare"), choices = [find("first"), find("second")];
  const rows = [...table.tHead.rows, ...table.tBodies[0].rows];
  const codes = rows[0].querySelectorAll("[data-region]");
  const nation = codes[0].dataset.region;
  const known = new Set([...codes].map((cell) => cell.dataset.region));

  // --- the chosen two stand first, the nation behind them; the others stay in the page, unseen ---
  const show = () => {
    const wanted = [...choices.map((choice) => choice.value).filter(Boolean), nation];
    for (const row of rows) {
      const cells = new Map([...row.querySelectorAll("[data-region]")].map((cell) => [cell.dataset.region, cell]));
      for (const [code, cell] of cells) cell.hidden = !wanted.includes(code);
      for (const code of [...wanted].reverse()) row.cells[0].after(cells.get(code));
    }
    table.classList.add("cp-chosen");
  };

  // --- the address keeps the choice: #64,63, or #64:id as a report says it, whose language is kept too ---
  const read = () => {
    const [asked, lang] = decodeURIComponent(location.hash.slice(1)).split(":");
    const other = lang && lang !== document.documentElement.lang && document.querySelector(`.ix-langs a[hreflang="${CSS.escape(lang)}"]`);
    if (other) { location.replace(`${other.href}#${asked}`); return; }
    const found = asked.split(",").filter((code) => known.has(code) && code !== nation);
    choices.forEach((choice, place) => { choice.value = found[place] || ""; });
    show();
  };
  for (const choice of choices) {
    choice.addEventListener("change", () => {
      show();
      const two = choices.map((one) => one.value).filter(Boolean).join(",");
      location.replace(`#${two}`);
    });
  }
  addEventListener("hashchange", read);
  find("tools").hidden = false;
  read();
})();
