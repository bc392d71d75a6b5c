// The chat besides asking: examples, the first evidence of an answer, one announcement per answer.
(() => {
  "use strict";
  const { quiet, scrollTo, show, clear } = window.asmk;
  const field = () => document.querySelector("#frage-feld textarea, #frage-feld input");
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

  // A new answer (or an error): say it once, show its first evidence, bring the question to the top.
  function changed() {
    const log = document.querySelector("#verlauf .verlauf");
    if (!log || !window.asmk.inChat()) return; // an answer that comes meanwhile is dealt with on return
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
    const example = event.target.closest("[data-frage]");
    if (example) { ask(example.dataset.frage); return; }
    if (event.target.closest(".sprung")) { event.preventDefault(); goToField(); return; }
    if (event.target.closest("#fragen") && field()?.value.trim()) waiting(true);
  });

  // Into the question, from whatever section.
  function goToField() {
    window.asmk.open("fragen");
    field().focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.target.matches?.("#frage-feld textarea, #frage-feld input") && event.key === "Enter" && !event.shiftKey && event.target.value.trim()) waiting(true);
  });

  // A question being written survives a reload of this tab, which Gradio does when the server was away.
  addEventListener("pagehide", () => { if (field()?.value) sessionStorage.setItem("frage", field().value); });
  function restore() {
    const text = sessionStorage.getItem("frage");
    sessionStorage.removeItem("frage");
    if (text) write(text);
  }

  Object.assign(window.asmk, { field, ask, goToField, changed });

  // Gradio builds the page late and replaces the conversation as a whole.
  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => { planned = false; changed(); });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
