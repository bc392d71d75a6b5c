// What is done with an answer: pass on its link, save the conversation as a note, print, say how good it was.
(() => {
  "use strict";
  const { say, clip, content, inChat } = window.asmk;
  const here = () => location.href.split("#")[0];
  let linked = ""; // the link of the last answer, which the address bar shows

  // The address bar follows the conversation; a new conversation has none.
  function follow() {
    if (!inChat()) return;
    const turns = document.querySelectorAll("#verlauf .runde[data-link]");
    const link = turns.length ? turns[turns.length - 1].dataset.link : "";
    if (link === linked) return;
    linked = link;
    history.replaceState(null, "", link ? "#" + link : location.pathname + location.search);
  }

  // A link to a question that is pasted into an open page asks anew; one on the way back through the history does not.
  addEventListener("hashchange", () => {
    const hash = location.hash.slice(1);
    if (!hash.startsWith("frage=")) return;
    const known = [...document.querySelectorAll("#verlauf .runde[data-link]")].some((turn) => turn.dataset.link === hash);
    if (!known) location.reload();
  });

  // What is printed (or saved as PDF by the browser) is the note, with its footnotes; should that fail, the page itself.
  async function printNote(links) {
    document.getElementById("vermerk-druck")?.remove();
    try {
      const answer = await fetch("vermerk/html", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ links }) });
      if (answer.ok) {
        const note = document.createElement("section");
        note.id = "vermerk-druck";
        note.innerHTML = await answer.text();
        document.body.append(note);
      }
    } catch (error) { /* the page is printed */ }
    print();
  }
  addEventListener("afterprint", () => document.getElementById("vermerk-druck")?.remove());

  async function save(kind, links) {
    say("Der Vermerk wird geschrieben.");
    const failed = (text) => { say(text); alertBox(text); };
    try {
      const answer = await fetch("vermerk/" + kind, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ links }) });
      if (!answer.ok) { failed(answer.status === 422 ? "Der Vermerk ließ sich nicht schreiben: zu viele oder zu lange Fragen." : "Der Vermerk ließ sich nicht speichern."); return; }
      const anchor = document.createElement("a");
      anchor.href = URL.createObjectURL(await answer.blob());
      anchor.download = "asmk-vermerk." + kind;
      document.body.append(anchor);
      anchor.click();
      anchor.remove();
      setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
      say("Der Vermerk ist gespeichert.");
    } catch (error) {
      failed("Der Vermerk ließ sich nicht speichern. Bitte prüfen Sie, ob der ASMK-Assistent noch läuft.");
    }
  }

  function alertBox(text) {
    const box = document.createElement("p");
    box.className = "fehler";
    box.textContent = text;
    document.querySelector(inChat() ? "#verlauf .sichern" : "#bereich .sichern")?.after(box);
    setTimeout(() => box.remove(), 8000);
  }

  async function rate(button, comment) {
    const turn = button.closest(".runde");
    const body = JSON.stringify({ link: turn.dataset.link, rating: button.dataset.urteil, comment: comment || "" });
    let said = "Die Rückmeldung ließ sich nicht speichern.";
    try {
      const answer = await fetch("rueckmeldung", { method: "POST", headers: { "Content-Type": "application/json" }, body });
      if (answer.ok) said = "Danke für die Rückmeldung.";
    } catch (error) { /* the sentence above is said */ }
    const foot = turn.querySelector(".runde-fuss");
    foot.querySelector(".urteile").textContent = said;
    turn.querySelector(".anmerkung")?.remove();
    say(said);
  }

  // First the comment, which may stay empty; then the rating is sent.
  function askComment(button) {
    const turn = button.closest(".runde");
    turn.querySelector(".anmerkung")?.remove();
    turn.querySelectorAll("[data-urteil]").forEach((other) => other.setAttribute("aria-pressed", other === button ? "true" : "false"));
    const form = document.createElement("form");
    form.className = "anmerkung";
    form.innerHTML = '<label class="feld"><span>Anmerkung (freiwillig, bitte keine persönlichen Angaben)</span><textarea name="text" rows="2" maxlength="1000"></textarea></label>' +
      '<div class="auswahl-fuss"><button class="knopf">Absenden</button><button type="button" class="knopf" data-anmerkung-weg>Abbrechen</button></div>';
    turn.querySelector(".runde-fuss").after(form);
    form.querySelector("textarea").focus();
    form.addEventListener("submit", (event) => { event.preventDefault(); rate(button, form.elements.text.value); });
    form.querySelector("[data-anmerkung-weg]").addEventListener("click", () => { form.remove(); button.setAttribute("aria-pressed", "false"); button.focus(); });
  }

  document.addEventListener("click", (event) => {
    const share = event.target.closest("[data-teilen]");
    if (share) { clip(here() + "#" + share.closest(".runde").dataset.link, "Link zu dieser Frage kopiert.", share); return; }
    const note = event.target.closest("[data-vermerk], [data-drucken]");
    if (note) {
      const room = inChat() ? document.getElementById("verlauf") : content;
      const links = [...room.querySelectorAll("[data-link]")].map((part) => part.dataset.link).filter(Boolean);
      if (note.dataset.vermerk) save(note.dataset.vermerk, links); else printNote(links);
      return;
    }
    const rating = event.target.closest("[data-urteil]");
    if (rating) askComment(rating);
  });

  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });
})();
