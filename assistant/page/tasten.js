// Keys, large print, dark or light. Single characters never count while someone writes, and can be switched off (WCAG 2.1.4).
(() => {
  "use strict";
  const { pane, place, say, step, back, copy, focusLink } = window.asmk;
  const list = document.getElementById("tasten");
  const store = { get: (name) => { try { return localStorage.getItem(name); } catch (error) { return null; } }, set: (name, value) => { try { localStorage.setItem(name, value); } catch (error) { /* not remembered, then */ } } };
  let lettersOn = store.get("asmk-tasten") !== "aus";

  function large(on) {
    document.documentElement.classList.toggle("gross", on);
    document.querySelector("[data-gross]").setAttribute("aria-pressed", on ? "true" : "false");
  }

  // Dark or light: as the system wants it, until the switch is pressed; pressed back, the system decides again.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => ({ hell: false, dunkel: true })[document.documentElement.dataset.farbe] ?? system.matches;
  function colours() {
    document.querySelector("[data-dunkel]").setAttribute("aria-pressed", isDark() ? "true" : "false");
    document.body.classList.toggle("dark", isDark()); // what Gradio goes by
  }
  function switchColours() {
    const dark = !isDark();
    const chosen = dark === system.matches ? "system" : dark ? "dunkel" : "hell";
    document.documentElement.dataset.farbe = chosen;
    store.set("asmk-farbe", chosen);
    colours();
    say(dark ? "Dunkle Ansicht" : "Helle Ansicht");
  }
  system.addEventListener("change", colours);

  function showKeys() {
    list.querySelector("[data-tasten-ein]").checked = lettersOn;
    list.showModal();
    list.querySelector("h2").focus();
  }

  const writes = (element) => Boolean(element.closest?.("input, textarea, select, [contenteditable], [role=textbox], [role=combobox], [role=listbox]"));
  const reads = (element) => Boolean(element.closest?.(".runde, [data-belege], #beleg, #bereich-beleg"));

  // Up and down: from quote to quote where the focus is on one; elsewhere the page scrolls as ever.
  function walk(event, by) {
    const link = event.target.closest("[data-beleg]");
    const group = link?.closest(".runde, [data-belege]");
    if (!group) return;
    const all = [...group.querySelectorAll(".zitat [data-beleg], .liste [data-beleg], .tafel [data-beleg], .schnitt [data-beleg]")];
    const next = all[all.indexOf(link) + by];
    if (all.indexOf(link) < 0 || !next) return;
    event.preventDefault();
    focusLink(next);
    window.asmk.show(next);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || list.open) return;
    if (writes(event.target)) return;
    const letters = lettersOn && !event.repeat;
    if (event.key === "/" && letters) { event.preventDefault(); window.asmk.goToField(); return; }
    if (event.key === "?" && letters) { event.preventDefault(); showKeys(); return; }
    if (event.key === "c" && letters) {
      const button = pane()?.querySelector("[data-kopie]");
      if (button && !String(getSelection())) copy(button);
      return;
    }
    if (event.key === "Escape" && pane()?.contains(event.target)) {
      event.preventDefault();
      if (pane().querySelector("[data-beleg-zu]")) window.asmk.close(); else back();
      return;
    }
    if (event.key === "Escape" && pane()?.querySelector("[data-beleg-zu]")) { window.asmk.close(); return; }
    if (!reads(event.target) || event.target.matches("summary")) return;
    if (event.key === "ArrowLeft" && place().at >= 0) { event.preventDefault(); step(-1); }
    if (event.key === "ArrowRight" && place().at >= 0) { event.preventDefault(); step(1); }
    if (event.key === "ArrowUp") walk(event, -1);
    if (event.key === "ArrowDown") walk(event, 1);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-tasten]")) showKeys();
    if (event.target.closest("[data-dunkel]")) switchColours();
    if (event.target.closest("[data-gross]")) {
      const on = !document.documentElement.classList.contains("gross");
      large(on);
      store.set("asmk-gross", on ? "ein" : "aus");
      say(on ? "Großschrift ein" : "Großschrift aus");
    }
  });
  list.addEventListener("change", (event) => {
    if (!event.target.matches("[data-tasten-ein]")) return;
    lettersOn = event.target.checked;
    store.set("asmk-tasten", lettersOn ? "ein" : "aus");
  });
  large(store.get("asmk-gross") === "ein");
  colours();
})();
