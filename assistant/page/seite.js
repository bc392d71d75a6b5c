// What the page does besides asking: examples, evidence beside the answer, one announcement per answer.
(() => {
  "use strict";
  const field = () => document.querySelector("#frage-feld textarea, #frage-feld input");
  const pane = () => document.querySelector("#beleg .beleg");
  const quiet = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  let links = []; // the evidence links of the answer on show
  let at = -1;
  let seen = ""; // the state of the conversation that was dealt with
  let shown = 0; // its number of turns
  let patience = 0;
  let lost = false; // whether Gradio has lost the server

  function write(text) {
    const input = field();
    const proto = input.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(proto.prototype, "value").set.call(input, text);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function ask(text) {
    write(text);
    setTimeout(() => document.querySelector("#fragen").click(), 60);
  }

  function scrollTo(element, block) {
    element.scrollIntoView({ behavior: quiet() ? "auto" : "smooth", block });
  }

  function markSelected(link) {
    document.querySelectorAll(".gewaehlt").forEach((old) => old.classList.remove("gewaehlt"));
    document.querySelectorAll("[data-beleg][aria-current]").forEach((old) => old.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    (link.closest(".zitat") || link.closest("tr") || link).classList.add("gewaehlt");
  }

  async function show(link, move) {
    const turn = link.closest(".runde");
    const row = Boolean(link.closest(".liste"));
    links = [...turn.querySelectorAll(row ? ".liste [data-beleg]" : ".zitat [data-beleg]")];
    const own = row ? link : links.find((other) => other.dataset.n === link.dataset.n);
    at = links.indexOf(own);
    markSelected(own);
    const target = pane();
    target.setAttribute("aria-busy", "true");
    let html = '<p class="leise">Der Beleg ließ sich nicht laden. Bitte versuchen Sie es noch einmal.</p>';
    try {
      const answer = await fetch(link.href + "?teil=1");
      html = answer.ok ? await answer.text() : '<p class="leise">Dieser Bericht ist nicht mehr im Bestand.</p>';
    } catch (error) { /* the sentence above is shown */ }
    if (links[at] !== own) return; // another one was chosen meanwhile
    const name = `${row ? "Beschluss" : "Beleg"} ${at + 1} von ${links.length}`;
    target.classList.remove("leer");
    target.removeAttribute("aria-busy");
    target.innerHTML =
      `<div class="beleg-leiste"><h2 tabindex="-1">${name}</h2><div class="blaettern">` +
      `<button type="button" data-schritt="-1" aria-label="Vorheriger Beleg"${at > 0 ? "" : " disabled"}>‹</button>` +
      `<button type="button" data-schritt="1" aria-label="Nächster Beleg"${at < links.length - 1 ? "" : " disabled"}>›</button></div></div>` +
      html + '<p class="zurueck"><a href="#frage-feld" data-zurueck>Zurück zum Gespräch</a></p>';
    if (move === "follow") {
      target.querySelector("h2").focus({ preventScroll: true });
      const box = target.getBoundingClientRect();
      if (box.top < 0 || box.top > innerHeight * 0.6) scrollTo(target, "start");
    }
  }

  function step(by) {
    const next = links[at + by];
    if (!next) return;
    show(next).then(() => pane().querySelector(`[data-schritt="${by}"]:not(:disabled), [data-schritt]:not(:disabled)`)?.focus());
  }

  async function copy(button) {
    const text = button.dataset.kopie;
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) { // without https there is no clipboard; the old way still works
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const label = button.textContent;
    button.textContent = "Kopiert";
    document.getElementById("ansage").textContent = "Zitat mit Fundstelle kopiert.";
    setTimeout(() => { button.textContent = label; }, 1800);
  }

  // From the evidence back to the quote it belongs to.
  function back() {
    links[at].focus({ preventScroll: true });
    scrollTo(links[at].closest(".zitat, tr") || links[at], "center");
  }

  function clear() {
    links = [];
    at = -1;
    const target = pane();
    if (!target || target.classList.contains("leer")) return;
    target.classList.add("leer");
    target.innerHTML = "<h2>Beleg</h2><p>Zu jedem Zitat erscheint hier die Seite des Berichts, auf der es steht; die Stelle ist hervorgehoben.</p>";
  }

  // A new answer (or an error): say it once, show its first evidence, bring the question to the top.
  function changed() {
    const log = document.querySelector("#verlauf .verlauf");
    if (!log) return;
    const toast = document.querySelector(".toast-wrap")?.textContent || ""; // Gradio's message, in English, hidden
    if (toast && !lost) fail(!toast.includes("onnection") ? "Die Frage konnte nicht beantwortet werden. Bitte laden Sie die Seite neu und fragen Sie noch einmal." : "Die Verbindung ist unterbrochen. Sobald der ASMK-Assistent wieder läuft, wird die Seite neu geladen; Ihre Frage bleibt im Eingabefeld.");
    lost = Boolean(toast);
    if (log.dataset.stand === seen) return;
    if (!seen) restore();
    seen = log.dataset.stand;
    waiting(false);
    const error = log.querySelector(".fehler");
    const turns = log.querySelectorAll(".runde");
    const last = turns[turns.length - 1];
    const before = shown;
    shown = turns.length;
    const said = error || (turns.length > before ? last : null);
    document.getElementById("ansage").textContent = said ? said.dataset.ansage : "";
    if (error) { scrollTo(error, "center"); return; }
    if (!last) { clear(); return; }
    if (turns.length > before) {
      const first = last.querySelector(".liste [data-beleg]") || last.querySelector(".zitat [data-beleg]");
      if (first) show(first); else clear();
      if (turns.length > 1) scrollTo(last, "start");
      else scroll({ top: 0, behavior: quiet() ? "auto" : "smooth" });
    }
  }

  function fail(text) {
    waiting(false);
    const log = document.querySelector("#verlauf .verlauf");
    log.querySelector(".fehler")?.remove();
    const box = document.createElement("div");
    box.className = "fehler";
    box.textContent = text;
    log.append(box);
    document.getElementById("ansage").textContent = text;
    scrollTo(box, "center");
  }

  function waiting(on) {
    clearTimeout(patience);
    if (on) patience = setTimeout(() => fail("Es kam keine Antwort. Bitte prüfen Sie, ob der ASMK-Assistent noch läuft, und fragen Sie noch einmal."), 30000);
    document.querySelector("#gespraech")?.classList.toggle("wartet", on);
    document.querySelector("#verlauf")?.setAttribute("aria-busy", on ? "true" : "false");
  }

  document.addEventListener("click", (event) => {
    const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
    const example = event.target.closest("[data-frage]");
    if (example) { ask(example.dataset.frage); return; }
    const link = event.target.closest("a[data-beleg]");
    if (link && plain) { event.preventDefault(); show(link, "follow"); return; }
    const stepper = event.target.closest("[data-schritt]");
    if (stepper) { step(Number(stepper.dataset.schritt)); return; }
    const whole = event.target.closest("[data-ganz]");
    if (whole) {
      const on = pane() ? pane().classList.toggle("ganz") : document.querySelector(".beleg").classList.toggle("ganz");
      whole.setAttribute("aria-pressed", on ? "true" : "false");
      return;
    }
    const copied = event.target.closest("[data-kopie]");
    if (copied) { copy(copied); return; }
    if (event.target.closest("[data-zurueck]") && links[at]) { event.preventDefault(); back(); return; }
    if (event.target.closest(".sprung")) { event.preventDefault(); field().focus(); return; }
    if (event.target.closest("#fragen") && field()?.value.trim()) waiting(true);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.("#frage-feld textarea, #frage-feld input") && event.key === "Enter" && !event.shiftKey && event.target.value.trim()) waiting(true);
    if (event.target.closest?.("#beleg") && !event.target.matches("summary")) {
      if (event.key === "ArrowLeft") step(-1);
      if (event.key === "ArrowRight") step(1);
      if (event.key === "Escape" && links[at]) back();
    }
  });

  // A question being written survives a reload of this tab, which Gradio does when the server was away.
  addEventListener("pagehide", () => { if (field()?.value) sessionStorage.setItem("frage", field().value); });
  function restore() {
    const text = sessionStorage.getItem("frage");
    sessionStorage.removeItem("frage");
    if (text) write(text);
  }

  // Gradio builds the page late and replaces the conversation as a whole.
  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => { planned = false; changed(); });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
