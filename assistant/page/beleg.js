// The evidence pane: one beside the chat, one beside the other sections. Everything else uses window.asmk.
(() => {
  "use strict";
  const EMPTY = "<h2>Beleg</h2><p>Zu jedem Zitat erscheint hier die Seite des Berichts, auf der es steht; die Stelle ist hervorgehoben.</p>";
  const places = { chat: { links: [], at: -1 }, bereich: { links: [], at: -1 } };
  const inChat = () => (document.body.dataset.bereich || "fragen") === "fragen";
  const place = () => (inChat() ? places.chat : places.bereich);
  const pane = () => document.querySelector(inChat() ? "#beleg .beleg" : "#bereich-beleg .beleg");
  const quiet = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function scrollTo(element, block) {
    element.scrollIntoView({ behavior: quiet() ? "auto" : "smooth", block });
  }

  function say(text) {
    const region = document.getElementById("ansage");
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 30);
  }

  function markSelected(link) {
    const room = link.closest("#bereich-inhalt, #verlauf") || document;
    room.querySelectorAll(".gewaehlt").forEach((old) => old.classList.remove("gewaehlt"));
    room.querySelectorAll("[data-beleg][aria-current]").forEach((old) => old.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    (link.closest(".zitat, .schnitt") || link.closest("tr") || link).classList.add("gewaehlt");
  }

  async function show(link, move) {
    const turn = link.closest(".runde, [data-belege]");
    const row = Boolean(link.closest(".liste"));
    const here = place();
    here.links = [...turn.querySelectorAll(turn.dataset.belege ? "[data-beleg]" : row ? ".liste [data-beleg]" : ".zitat [data-beleg]")];
    const own = row || turn.dataset.belege ? link : here.links.find((other) => other.dataset.n === link.dataset.n);
    here.at = here.links.indexOf(own);
    markSelected(own);
    const target = pane();
    const side = target.closest("#bereich-beleg");
    if (side) { side.hidden = false; document.getElementById("bereich").classList.add("mit-beleg"); }
    target.setAttribute("aria-busy", "true");
    let html = '<p class="leise">Der Beleg ließ sich nicht laden. Bitte versuchen Sie es noch einmal.</p>';
    try {
      const answer = await fetch(link.href + "?teil=1");
      html = answer.ok ? await answer.text() : '<p class="leise">Dieser Bericht ist nicht mehr im Bestand.</p>';
    } catch (error) { /* the sentence above is shown */ }
    if (here !== place() || here.links[here.at] !== own) return; // another one was chosen meanwhile
    const name = `${turn.dataset.belege || (row ? "Beschluss" : "Beleg")} ${here.at + 1} von ${here.links.length}`;
    target.classList.remove("leer");
    target.removeAttribute("aria-busy");
    target.innerHTML =
      `<div class="beleg-leiste"><h2 tabindex="-1">${name}</h2><div class="blaettern">` +
      `<button type="button" data-schritt="-1" aria-label="Vorheriger Beleg"${here.at > 0 ? "" : " disabled"}>‹</button>` +
      `<button type="button" data-schritt="1" aria-label="Nächster Beleg"${here.at < here.links.length - 1 ? "" : " disabled"}>›</button>` +
      `${side ? '<button type="button" data-beleg-zu aria-label="Beleg schließen">×</button>' : ""}</div></div>` +
      html + `<p class="zurueck"><a href="#" data-zurueck>${side ? "Zurück zur Stelle" : "Zurück zum Gespräch"}</a></p>`;
    if (move === "follow") {
      target.querySelector("h2").focus({ preventScroll: true });
      const box = target.getBoundingClientRect();
      if (box.top < 0 || box.top > innerHeight * 0.6) scrollTo(target, "start");
    }
  }

  function step(by) {
    const next = place().links[place().at + by];
    if (!next) return;
    const inPane = pane().contains(document.activeElement);
    show(next).then(() => {
      if (inPane) pane().querySelector(`[data-schritt="${by}"]:not(:disabled), [data-schritt]:not(:disabled)`)?.focus();
      else focusLink(next);
    });
  }

  function focusLink(link) {
    link.focus({ preventScroll: true });
    const box = (link.closest(".zitat, tr, .schnitt") || link).getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight - 160) scrollTo(link.closest(".zitat, tr, .schnitt") || link, "center");
  }

  async function clip(text, said, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) { // without https there is no clipboard; the old way still works
      const before = document.activeElement;
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      before?.focus?.();
    }
    say(said);
    if (!button) return;
    const label = button.dataset.name || (button.dataset.name = button.textContent);
    button.textContent = "Kopiert";
    setTimeout(() => { button.textContent = label; }, 1800);
  }

  const copy = (button) => clip(button.dataset.kopie, "Zitat mit Fundstelle kopiert.", button);

  // From the evidence back to the quote it belongs to.
  function back() {
    const link = place().links[place().at];
    if (!link) return;
    link.focus({ preventScroll: true });
    scrollTo(link.closest(".zitat, tr, .schnitt") || link, "center");
  }

  function close() {
    back();
    const side = document.getElementById("bereich-beleg");
    side.hidden = true;
    document.getElementById("bereich").classList.remove("mit-beleg");
  }

  function clear() {
    Object.assign(place(), { links: [], at: -1 });
    const target = pane();
    if (!target) return;
    const side = target.closest("#bereich-beleg");
    if (side) { side.hidden = true; document.getElementById("bereich").classList.remove("mit-beleg"); }
    if (target.classList.contains("leer")) return;
    target.classList.add("leer");
    target.innerHTML = EMPTY;
  }

  document.addEventListener("click", (event) => {
    const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
    const link = event.target.closest("a[data-beleg]");
    if (link && plain) { event.preventDefault(); show(link, "follow"); return; }
    const stepper = event.target.closest("[data-schritt]");
    if (stepper) { step(Number(stepper.dataset.schritt)); return; }
    const whole = event.target.closest("[data-ganz]");
    if (whole) { whole.setAttribute("aria-pressed", whole.closest(".beleg").classList.toggle("ganz") ? "true" : "false"); return; }
    const copied = event.target.closest("[data-kopie]");
    if (copied) { copy(copied); return; }
    if (event.target.closest("[data-beleg-zu]")) { close(); return; }
    if (event.target.closest("[data-zurueck]")) { event.preventDefault(); back(); }
  });

  window.asmk = { inChat, pane, place, quiet, scrollTo, say, show, step, focusLink, clip, copy, back, close, clear };
})();
