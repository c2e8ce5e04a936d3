"use strict";
(() => {
  const told = JSON.parse(document.getElementById("ck-cites").textContent);
  const words = told.words;
  const make = (tag, given, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };
  const text = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");
  const report = [told.report, "Cakupan", told.edition && `${words.edition} ${told.edition}`].filter(Boolean).join(", ");

  // --- inside a frame, an address that names a chart or table shows that alone ---
  const framed = window.top !== window && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (framed && framed.matches("figure, .ck-table")) {
    const whole = make("a", { href: location.href, target: "_blank", rel: "noopener" }, `${words.whole}: ${report}`);
    for (const key of framed.querySelectorAll(".ck-source a")) {
      const [, , url] = told.sources[text(key)] || [];
      if (url) Object.assign(key, { href: url, target: "_blank", rel: "noopener external" });
    }
    const notes = told.simulated ? [make("p", { class: "ck-banner" }, told.simulated)] : [];
    document.body.replaceChildren(make("main", { class: "ck-embedded" }, ...notes, framed, make("p", {}, whole)));
    return;
  }

  // --- a small window beside what was asked about; what it offers to copy stands in it ---
  const main = document.getElementById("isi");
  const box = make("div", { class: "ck-behind", role: "dialog", hidden: "" });
  main.append(box);
  let owner = null, held = false, returning = false, timer = 0;
  const copy = async (field, status) => {
    try { await navigator.clipboard.writeText(field.value); status.textContent = words.copied; } catch {
      field.select();
      status.textContent = document.execCommand("copy") ? words.copied : words.by_hand;
    }
  };
  const hide = (back) => {
    clearTimeout(timer);
    const from = owner;
    box.hidden = true;
    owner = null, held = false;
    if (from) from.removeAttribute("aria-expanded");
    returning = true;
    if (back && from) from.focus();
    returning = false;
  };
  const place = () => {
    const at = owner.getBoundingClientRect(), page = document.documentElement, width = box.offsetWidth;
    const room = page.clientHeight - box.offsetHeight - 8, edge = page.clientWidth - width - 8;
    const below = at.bottom + 6 <= room, above = at.top - box.offsetHeight >= 14;
    const left = below || above || at.right + 6 > edge ? at.left : at.right + 6;
    box.style.left = `${Math.max(8, Math.min(left, edge)) + scrollX}px`;
    box.style.top = `${(below ? at.bottom + 6 : above ? at.top - box.offsetHeight - 6 : Math.max(8, room)) + scrollY}px`;
  };
  const show = (from, title, lines, offer, button) => {
    if (owner && owner !== from) hide();
    clearTimeout(timer);
    owner = from;
    const field = make("textarea", { readonly: "", rows: "3", "aria-label": title });
    field.value = offer;
    const status = make("span", { role: "status" });
    const doCopy = make("button", { type: "button" }, button), close = make("button", { type: "button" }, words.close);
    doCopy.addEventListener("click", () => { held = true; copy(field, status); });
    close.addEventListener("click", () => hide(true));
    box.setAttribute("aria-label", title);
    box.replaceChildren(make("strong", {}, title), ...lines, field, make("p", {}, doCopy, " ", close, " ", status));
    box.hidden = false;
    field.style.height = `${field.scrollHeight + 2}px`;
    if (from.matches("[role=button], button")) from.setAttribute("aria-expanded", "true");
    place();
  };
  const inside = () => [...box.querySelectorAll("a[href], button, textarea")];
  const enter = () => { held = true; box.querySelector("button").focus(); };
  const later = () => { clearTimeout(timer); timer = setTimeout(() => held || hide(), 300); };
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", later);
  document.addEventListener("keydown", (event) => {
    if (!owner) return;
    if (event.key === "Escape") { event.preventDefault(); hide(box.contains(document.activeElement)); }
    const all = inside(), edge = event.shiftKey ? all[0] : all[all.length - 1];
    if (event.key === "Tab" && document.activeElement === edge) { event.preventDefault(); hide(true); }
  });
  document.addEventListener("pointerdown", (event) => {
    if (owner && !box.contains(event.target) && !owner.contains(event.target)) hide();
  });
  addEventListener("resize", () => owner && place());

  // --- what can be said of a number ---
  const NUMBER = "data[data-key]:not([data-key=free], [data-key=axis]), .ck-chart svg [data-numbers]";
  const number = (target) => {
    const found = target.closest && target.closest(NUMBER);
    return found && !found.closest("a, button, summary, .ck-behind") ? found : null;
  };
  const key = (one) => (one.dataset.key || one.dataset.numbers.split(" ")[0].split("@")[1] || "").replace(/^=/, "");
  const sign = (one) => (/([≥≤]\s?)$/.exec((one.previousSibling || {}).textContent || "") || [""])[0];
  const holder = (one) => one.closest("figure, .ck-table");
  const anchor = (one) => {
    const own = [...document.querySelectorAll("data[id][data-key]")].find((other) => key(other) === key(one));
    const near = own || one.closest("[id^=gambar-], [id^=tabel-], [id^=figure-], [id^=table-]") || one.closest("section");
    return near ? near.id || near.getAttribute("aria-labelledby") : "isi";
  };
  const cell = (one) => {
    const box = one.closest("td, th"), table = box && box.closest("table");
    if (!box || !table.tHead || box.cellIndex < 1) return "";
    const called = [...box.parentNode.cells].map(text).find((said) => /\p{L}/u.test(said)) || text(box.parentNode.cells[0]);
    return `${called}, ${text(table.tHead.rows[0].cells[box.cellIndex])}: ${text(box)}`;
  };
  const sources = (one, known) => {
    const line = holder(one) && holder(one).querySelector(".ck-source");
    const keys = known ? known[4] : (text(line).match(/\bS\d{3}\b/g) || []);
    return keys.map((name) => [name, ...(told.sources[name] || ["", "", ""])]);
  };
  const named = (list) => list.map(([name, title, note]) => (title ? `${name} ${title} (${note})` : name)).join("; ");
  const ending = (list, id) =>
    `${list.length ? `${words.source}: ${named(list)}. ` : ""}${report}, ${told.file ? `${told.file}.html` : ""}#${id}.` +
    (told.simulated ? ` ${told.simulated}` : "");
  const sentence = (one, known) => {
    const printed = sign(one) + text(one), from = ending(sources(one, known), anchor(one));
    if (!known) return `${cell(one) || `“${text(one.closest("li, p, dd, figcaption, caption") || one)}”`}. ${from}`;
    const [what, unit, base, days, , note] = known;
    const about = [base && `${words.base.toLowerCase()}: ${base}`, days].filter(Boolean).join("; ");
    const doubt = note ? `${words.doubt}: ${note}. ` : "";
    return `${what}: ${printed}${unit && ` ${unit}`}${about && ` (${about})`}. ${doubt}${from}`;
  };
  const link = ([name, title, note, url]) => {
    const shown = url ? make("a", { href: url, rel: "external" }, title || name) : title || name;
    return make("dd", {}, `${name} `, shown, note ? `. ${note}` : "");
  };
  const tell = (one) => {
    const known = told.numbers[key(one)] || (one.dataset.key || "").startsWith("=") && told.numbers[key(one)] || null;
    const facts = make("dl", {});
    const add = (label, ...values) => values.some(Boolean) && facts.append(make("dt", {}, label), ...values);
    add(known && known[3] ? words.day : "", known && known[3] && make("dd", {}, known[3]));
    add(words.base, known && known[2] && make("dd", {}, known[2]));
    add(words.source, ...sources(one, known).map(link));
    const here = make("p", {}, make("a", { href: `#${anchor(one)}` }, words.here));
    const title = known ? `${known[0]}: ${sign(one)}${text(one)}` : `${words.behind}: ${sign(one)}${text(one)}`;
    show(one, title, [facts, here], sentence(one, known), words.copy);
  };

  // --- a number is asked by pointer, finger or keyboard; arrows go to its neighbours, Tab to the next block ---
  main.addEventListener("pointerover", (event) => {
    const one = number(event.target);
    if (!one || one === owner || held || event.pointerType === "touch") return;
    clearTimeout(timer);
    timer = setTimeout(() => tell(one), 200);
  });
  main.addEventListener("pointerout", (event) => number(event.target) && later());
  main.addEventListener("click", (event) => {
    const one = number(event.target);
    if (one) { tell(one); held = true; }
  });
  const groups = new Map();
  for (const one of document.querySelectorAll("main data[data-key]")) {
    if (!number(one) || one.closest(".ck-data")) continue;
    const group = one.closest(".ck-cards, .ck-points, figure, .ck-table, dl") || one.closest("p, h1, h2, h3") || main;
    groups.set(group, [...(groups.get(group) || []), one]);
    one.setAttribute("role", "button");
    one.setAttribute("aria-haspopup", "dialog");
    one.tabIndex = groups.get(group).length === 1 ? 0 : -1;
    one.addEventListener("focus", () => returning || one.matches(":focus-visible") && owner !== one && tell(one));
    one.addEventListener("blur", (event) => held || box.contains(event.relatedTarget) || hide());
  }
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  for (const numbers of groups.values()) {
    for (const [place, one] of numbers.entries()) {
      one.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); tell(one); enter(); }
        const next = numbers[place + (STEPS[event.key] || 0)];
        if (!STEPS[event.key] || !next) return;
        event.preventDefault();
        one.tabIndex = -1, next.tabIndex = 0;
        next.focus();
      });
    }
  }

  // --- a chart as a picture that stands alone: its message above, what it is and its sources below ---
  const PAD = 12;
  const lines = (said, size, weight, width) => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${weight} ${size}px "IBM Plex Sans"`;
    const found = [""];
    for (const word of said.split(" ")) {
      const longer = `${found[found.length - 1]} ${word}`.trim();
      if (pen.measureText(longer).width <= width) found[found.length - 1] = longer;
      else found.push(word);
    }
    return found.filter(Boolean);
  };
  const drawing = (figure) => {
    const svg = figure.querySelector("svg").cloneNode(true), space = "http://www.w3.org/2000/svg";
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const whole = document.createElementNS(space, "svg"), wide = width + 2 * PAD;
    let top = PAD;
    const write = (said, size, weight, colour) => {
      for (const line of lines(said, size, weight, width)) {
        top += size * 1.35;
        const shown = document.createElementNS(space, "text");
        for (const [name, value] of Object.entries({ x: PAD, y: top, "font-size": size, "font-weight": weight, fill: colour })) shown.setAttribute(name, value);
        shown.textContent = line;
        whole.append(shown);
      }
    };
    const back = document.createElementNS(space, "rect"), style = document.createElementNS(space, "style");
    style.textContent = (document.querySelector("style").textContent.match(/@font-face\{[^}]*\}/g) || []).join("");
    whole.append(style, back);
    write(text(figure.querySelector(".ck-figtitle")), 12, 600, "#1a2733");
    for (const [name, value] of Object.entries({ x: PAD, y: top + 8, width, height })) svg.setAttribute(name, value);
    whole.append(svg);
    top += height + 12;
    const caption = figure.querySelector("figcaption").cloneNode(true);
    caption.querySelectorAll(".ck-source").forEach((line) => line.remove());
    write(text(caption), 8.5, 400, "#55616c");
    write(ending(sources(figure.querySelector("svg"), null), figure.id), 8.5, 400, "#55616c");
    const tall = Math.ceil(top + PAD);
    for (const [name, value] of Object.entries({ width: wide, height: tall, fill: "#ffffff" })) back.setAttribute(name, value);
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${wide} ${tall}`, width: wide, height: tall, "font-family": '"IBM Plex Sans", "Cakupan Symbols", sans-serif' })) whole.setAttribute(name, value);
    return { source: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(whole))}`, wide, tall };
  };
  const save = (href, name) => make("a", { href, download: name }).click();
  const name = (block, ending) => `${told.file || "cakupan"}-${block.id}.${ending}`;
  const picture = async (figure) => {
    const { source, wide, tall } = drawing(figure), image = new Image(), scale = 3;
    image.src = source;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: wide * scale, height: tall * scale });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/png");
  };

  // --- what can be taken along of each chart and table ---
  const quoted = (said) => said.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  for (const block of document.querySelectorAll("figure.ck-figure[id], .ck-table[id]")) {
    const tools = make("p", { class: "ck-tools" }), carried = block.nextElementSibling;
    const called = text(block.querySelector(".ck-number")).replace(/\.$/, "");
    const button = (label, act) => {
      const made = make("button", { type: "button", "aria-label": `${label}, ${called}` }, label);
      made.addEventListener("click", () => act(made));
      tools.append(made);
    };
    const heading = text(block.querySelector(".ck-figtitle") || block.querySelector(".ck-caption"));
    if (carried && carried.matches(".ck-data")) button(words.data, () => carried.querySelector("a[download]").click());
    if (block.matches("figure")) {
      button("SVG", () => save(drawing(block).source, name(block, "svg")));
      button("PNG", (made) => picture(block).then((found) => save(found, name(block, "png")), () => { made.textContent = words.failed; }));
    }
    button(words.cite, (made) => {
      const said = block.matches("figure") ? `${heading}. ${text(block.querySelector("figcaption"))}` : heading;
      show(made, `${words.cite}: ${called}`, [], `${said} ${ending(sources(block.firstElementChild, null), block.id)}`, words.copy);
      enter();
    });
    if (told.file) button(words.embed, (made) => {
      const tall = Math.ceil(block.offsetHeight) + 110;
      const code = `<iframe src="html/${told.file}.html#${block.id}" title="${quoted(`${called}. ${heading}`)}" width="780" height="${tall}" style="border:0;max-width:100%" loading="lazy"></iframe>`;
      show(made, `${words.embed}: ${called}`, [make("p", {}, words.embed_hint)], code, words.copy_embed);
      enter();
    });
    block.after(tools);
  }
})();
