// Administration: log in, upload with progress, take in or drop, remove, correct what was read.
(() => {
  "use strict";
  const { say, reload, content } = window.asmk;

  async function call(path, value) {
    try {
      const answer = await fetch("verwaltung/" + path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value || {}) });
      return [answer.ok, await answer.text()];
    } catch (error) {
      return [false, "Der ASMK-Assistent antwortet nicht."];
    }
  }

  function tell(text, bad) {
    const box = document.createElement("p");
    box.className = bad ? "fehler" : "erfolg";
    box.textContent = text;
    content.querySelector("[data-ergebnis]")?.replaceChildren(box);
    say(text);
  }

  // Changes the index; then the section is drawn anew and what happened is said there.
  async function change(button, path, value) {
    const label = button.innerHTML;
    button.disabled = true;
    button.textContent = "Bitte warten …";
    const [ok, text] = await call(path, value);
    if (ok) await reload();
    else { button.disabled = false; button.innerHTML = label; }
    tell(text, !ok);
    if (ok) content.querySelector("h2")?.focus({ preventScroll: true });
  }

  function upload(file) {
    const line = document.createElement("div");
    line.className = "laedt";
    const name = document.createElement("span");
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `${file.name} wird hochgeladen`);
    line.append(name, bar);
    document.getElementById("wartende").append(line);
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const failed = (text) => {
        const box = document.createElement("p");
        box.className = "fehler";
        box.textContent = text;
        line.replaceWith(box);
        say(text);
        done();
      };
      request.open("PUT", "verwaltung/datei");
      request.setRequestHeader("Content-Type", "application/pdf");
      request.setRequestHeader("X-Dateiname", encodeURIComponent(file.name));
      request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; });
      request.upload.addEventListener("load", () => { bar.removeAttribute("value"); bar.setAttribute("aria-label", `${file.name} wird gelesen`); });
      request.addEventListener("error", () => failed(`${file.name}: Das Hochladen ist abgebrochen.`));
      request.addEventListener("load", () => {
        if (request.status === 403) { reload(); done(); return; }
        if (request.status === 413) { failed(`${file.name}: Die Datei ist dem Server zu groß; beim Reverse-Proxy begrenzt das eine eigene Einstellung.`); return; }
        if (request.status !== 200) { failed(request.status === 422 ? request.responseText : `${file.name}: Das hat nicht geklappt.`); return; }
        const made = document.createElement("template");
        made.innerHTML = request.responseText;
        line.replaceWith(made.content);
        say(`${file.name} ist gelesen und wartet auf die Aufnahme.`);
        done();
      });
      request.send(file);
    });
  }

  async function uploadAll(files) {
    for (const file of files) {
      if (/\.pdf$/i.test(file.name) || file.type === "application/pdf") await upload(file);
      else tell(`${file.name}: Das ist keine PDF-Datei.`, true);
    }
  }

  content.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-anmelden]");
    if (!form) return;
    event.preventDefault();
    const [ok, text] = await call("anmelden", { kennwort: form.elements.kennwort.value });
    if (ok) { await reload(); content.querySelector("h2")?.focus(); } else { tell(text, true); form.elements.kennwort.select(); }
  });

  // The values of a form of corrections, by field: a text, or a list of texts.
  function values(form) {
    const found = {};
    for (const element of form.elements) {
      if (!element.name) continue;
      if (element.type === "checkbox") (found[element.name] ||= []).push(...(element.checked ? [element.value] : []));
      else found[element.name] = "zeilen" in element.dataset ? element.value.split("\n").map((line) => line.trim()).filter(Boolean) : element.value.trim();
    }
    return found;
  }

  async function openForm(button) {
    const room = button.closest(".berichtigung");
    if (room.querySelector("form")) { closeForm(room); return; }
    const [ok, html] = await call("formular", { bericht: button.dataset.bericht, beschluss: button.dataset.berichtigen });
    if (!ok) { note(room, html, true); return; }
    room.querySelector(":scope > p")?.remove();
    room.insertAdjacentHTML("beforeend", html);
    button.setAttribute("aria-expanded", "true");
    const form = room.querySelector("form");
    form.asRead = values(form);
    form.querySelector("input, textarea, select").focus();
  }

  function closeForm(room) {
    room.querySelector("form")?.remove();
    const button = room.querySelector("[data-berichtigen]");
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  function note(room, text, bad) {
    const box = document.createElement("p");
    box.className = bad ? "fehler" : "erfolg";
    box.textContent = text;
    const place = room.querySelector("[data-meldung]");
    if (place) place.replaceChildren(box); else { room.querySelector(":scope > p")?.remove(); room.append(box); }
    say(text);
  }

  // Only what was changed is sent, so that a field which nobody touched stays the report's own.
  async function correct(form, back) {
    const room = form.closest(".berichtigung");
    const { bericht, berichtigen } = room.querySelector("[data-berichtigen]").dataset;
    const changed = Object.fromEntries(Object.entries(values(form)).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(form.asRead[name])));
    if (!back && !Object.keys(changed).length) { closeForm(room); return; }
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    const [ok, text] = await call("berichtigen", { bericht, beschluss: berichtigen, felder: back ? null : changed });
    buttons.forEach((button) => { button.disabled = false; });
    if (!ok) { note(room, text, true); return; }
    const height = scrollY;
    await reload();
    scrollTo(0, height);
    const now = [...content.querySelectorAll("[data-berichtigen]")].find((button) => button.dataset.berichtigen === berichtigen);
    if (now) { note(now.closest(".berichtigung"), text); now.focus({ preventScroll: true }); }
  }

  content.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-berichtigung]");
    if (form) { event.preventDefault(); correct(form); }
  });
  content.addEventListener("keydown", (event) => {
    const form = event.key === "Escape" && event.target.closest("[data-berichtigung]");
    if (form) { event.preventDefault(); event.stopPropagation(); closeForm(form.closest(".berichtigung")); }
  });

  content.addEventListener("change", (event) => {
    if (event.target.id !== "dateien") return;
    const files = [...event.target.files];
    event.target.value = "";
    uploadAll(files);
  });

  for (const kind of ["dragover", "dragleave", "drop"]) {
    content.addEventListener(kind, (event) => {
      const zone = content.querySelector("[data-ablage]");
      if (!zone || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.toggle("bereit", kind === "dragover");
      if (kind === "drop") uploadAll([...event.dataTransfer.files]);
    });
  }

  content.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const waiting = button.closest("[data-marke]");
    if (button.matches("[data-aufnehmen]")) change(button, "aufnehmen", { marken: [waiting.dataset.marke] });
    if (button.matches("[data-verwerfen]")) {
      const [ok, text] = await call("verwerfen", { marke: waiting.dataset.marke });
      if (ok) waiting.remove();
      tell(text, !ok);
      document.getElementById("dateien").focus();
    }
    if (button.matches("[data-entfernen]")) {
      if (button.dataset.sicher) { change(button, "entfernen", { bericht: button.dataset.entfernen }); return; }
      const label = button.innerHTML;
      button.dataset.sicher = "1";
      button.textContent = "Wirklich entfernen?";
      say("Wirklich entfernen? Zum Bestätigen noch einmal drücken.");
      button.addEventListener("blur", () => { if (!button.disabled) { delete button.dataset.sicher; button.innerHTML = label; } }, { once: true });
    }
    if (button.matches("[data-berichtigen]")) openForm(button);
    if (button.matches("[data-berichtigung-zu]")) closeForm(button.closest(".berichtigung"));
    if (button.matches("[data-zuruecknehmen]")) correct(button.form, true);
    if (button.matches("[data-abmelden]")) { await call("abmelden"); reload(); }
  });
})();
