// Matches while a question is typed: a listbox over the field. The focus stays in the field; arrow keys choose, Enter asks.
(() => {
  "use strict";
  const { say, ask, field } = window.asmk;
  const box = document.createElement("ul");
  box.id = "treffer";
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "Passende Beschlüsse");
  box.hidden = true;
  let found = [];
  let active = -1;
  let waiting = 0;
  let ticket = 0;
  let said = "";

  const mine = (element) => element === field();

  function close() {
    ticket++;
    clearTimeout(waiting);
    box.hidden = true;
    active = -1;
    field()?.removeAttribute("aria-activedescendant");
    field()?.removeAttribute("aria-controls");
  }

  function choose(place) {
    const question = found[place].frage;
    close();
    ask(question);
  }

  function select(place) {
    active = place;
    box.querySelectorAll("[role=option]").forEach((option, i) => option.setAttribute("aria-selected", i === place ? "true" : "false"));
    if (place < 0) field().removeAttribute("aria-activedescendant");
    else { field().setAttribute("aria-activedescendant", "treffer-" + place); showOption(box.children[place]); }
  }

  function showOption(option) {
    if (option.offsetTop < box.scrollTop) box.scrollTop = option.offsetTop;
    else if (option.offsetTop + option.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = option.offsetTop + option.offsetHeight - box.clientHeight;
  }

  function draw(entries) {
    found = entries;
    active = -1;
    box.replaceChildren(...entries.map((entry, place) => {
      const option = document.createElement("li");
      option.id = "treffer-" + place;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const title = document.createElement("span");
      title.textContent = entry.titel;
      const source = document.createElement("span");
      source.className = "fakten";
      source.textContent = entry.quelle;
      option.append(title, source);
      return option;
    }));
    const row = document.getElementById("frage-zeile");
    if (box.parentElement !== row) row.append(box);
    box.hidden = entries.length === 0;
    if (box.hidden) { close(); return; }
    field().setAttribute("aria-controls", "treffer");
    const text = entries.length === 1 ? "1 passender Beschluss, mit Pfeil ab wählen" : `${entries.length} passende Beschlüsse, mit Pfeil ab wählen`;
    if (text !== said) say(text);
    said = text;
  }

  async function look() {
    const text = field().value.trim();
    const own = ++ticket;
    if (text.length < 3 || text.length > 80 || text.includes("\n")) { close(); return; }
    try {
      const answer = await fetch("treffer", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ q: text }) });
      const entries = answer.ok ? await answer.json() : [];
      if (own === ticket && mine(document.activeElement)) draw(entries);
    } catch (error) { close(); }
  }

  document.addEventListener("input", (event) => {
    if (!mine(event.target) || !event.isTrusted) return;
    event.target.setAttribute("aria-autocomplete", "list");
    event.target.setAttribute("aria-haspopup", "listbox");
    event.target.setAttribute("autocomplete", "off");
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  });

  // Before Gradio sees the key: with a match chosen, Enter asks for it and nothing else.
  document.addEventListener("keydown", (event) => {
    if (!mine(event.target)) return;
    if (event.key === "Enter" && !event.shiftKey && active < 0) { close(); return; }
    if (box.hidden || event.isComposing) return;
    const last = found.length - 1;
    if (event.key === "ArrowDown") select(active >= last ? -1 : active + 1);
    else if (event.key === "ArrowUp") select(active < 0 ? last : active - 1);
    else if (event.key === "Escape" || event.key === "Tab") { close(); if (event.key === "Tab") return; }
    else if (event.key === "Enter" && active >= 0) choose(active);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  box.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
  box.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose([...box.children].indexOf(option));
  });
  document.addEventListener("focusout", (event) => { if (mine(event.target)) setTimeout(() => { if (!mine(document.activeElement)) close(); }, 150); });
  window.asmk.closeMatches = close;
})();
