"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const table = find("reports");
  const groups = [...table.tBodies].filter((body) => body.dataset.find);
  const tiles = [...document.querySelectorAll("[data-tile]")];
  const row = (code) => table.querySelector(`tr[data-region="${code}"]`);

  // --- sorting: a button in each heading; ties keep the order of the codes ---
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const key = (body, column) => {
    const cell = body.rows[0].cells[column];
    if (cell.dataset.order) return Number(cell.dataset.order);
    const data = cell.querySelector("data");
    if (data) { const [above, below] = data.value.split("/"); return Number(above) / Number(below || 1); }
    return column === 0 ? cell.textContent.trim() : null;
  };
  const compare = (one, other, turn) => {
    if (one === null || other === null) return (one === null) - (other === null);
    return turn * (typeof one === "string" ? collator.compare(one, other) : one - other);
  };
  const sort = (heading, column) => {
    const first = heading.dataset.sort;
    const next = { none: first, [first]: first === "ascending" ? "descending" : "ascending" };
    const wanted = next[heading.getAttribute("aria-sort") || "none"] || "none";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    if (wanted !== "none") heading.setAttribute("aria-sort", wanted);
    const turn = wanted === "descending" ? -1 : 1;
    const ordered = groups.map((body) => [body, key(body, column)]);
    if (wanted !== "none") ordered.sort((one, other) => compare(one[1], other[1], turn));
    table.append(...ordered.map(([body]) => body));
  };
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    if (!heading.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(heading, column));
    heading.append(button);
  });

  // --- search: by name in either language, usual name, code or abbreviation, regencies included ---
  const box = find("search");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const search = () => {
    const wanted = fold(box.value).trim().replace(/\s+/g, " ");
    const has = (text) => fold(text).includes(wanted);
    let shown = 0;
    for (const body of groups) {
      const inside = [...body.querySelectorAll("tr[data-find]")];
      const own = has(body.dataset.find), children = inside.filter((child) => has(child.dataset.find));
      // A regency without a report of its own is found in its province; two letters would be found everywhere.
      const within = wanted.length > 2 && has(body.dataset.inside || "");
      body.hidden = !(own || children.length || within);
      shown += !body.hidden;
      for (const child of inside) child.hidden = !own && !(within && !children.length) && !children.includes(child);
      const inner = body.querySelector("details");
      if (inner && wanted) inner.open = !own && children.length > 0;
    }
    const open = new Set(groups.filter((body) => !body.hidden).map((body) => body.rows[0].dataset.region));
    for (const tile of tiles) tile.classList.toggle("ix-found", wanted !== "" && open.has(tile.dataset.tile));
    find("found").textContent = wanted ? find("found").dataset.text.replace("{n}", shown) : "";
  };
  box.addEventListener("input", search);
  find("tools").hidden = false;
  search();

  // --- a report leads here by #open:63:id: on to that region's report, or the region shown, with the word that it has none ---
  const open = () => {
    const [wish, code, lang] = decodeURIComponent(location.hash.slice(1)).split(":");
    if (wish !== "open" || !/^[A-Z0-9]+$/.test(code || "")) return;
    const own = row(code);
    const links = own ? [...own.querySelectorAll("a[href^='html/']")] : [];
    const link = links.find((one) => one.hreflang === lang) || links[0];
    if (link) { location.replace(link.href); return; }
    const shown = own || row(code.slice(0, 2));
    if (!shown) return;
    shown.classList.add("ix-asked");
    find("found").textContent = find("found").dataset.none;
    shown.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", open);
  open();

  // --- the province under the pointer or the focus, in words beside the map ---
  const readout = find("readout");
  const tell = (event) => {
    const tile = event.target.closest("[data-tile]");
    const source = tile && row(tile.dataset.tile);
    if (!source) return;
    const name = document.createElement("strong");
    name.textContent = source.dataset.name;
    const heads = [...table.tHead.rows[0].cells];
    const facts = ["coverage", "gap", "rate", "rank"].map((id) => {
      const column = heads.findIndex((head) => head.classList.contains(`ix-${id}`));
      const fact = document.createElement("span");
      const label = document.createElement("small");
      label.textContent = heads[column].textContent.trim();
      fact.append(label, " ", ...[...source.cells[column].querySelector(".ix-n").childNodes].map((node) => node.cloneNode(true)));
      return fact;
    });
    readout.replaceChildren(name, ...facts);
    readout.classList.add("ix-told");
  };
  find("map").addEventListener("pointerover", tell);
  find("map").addEventListener("focusin", tell);
})();
