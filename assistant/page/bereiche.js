// The sections beside the chat: fragments from the server, forms that refresh their result, the address bar.
(() => {
  "use strict";
  const { say, show, clear, pane } = window.asmk;
  const NAMES = { fragen: "Fragen", zitat: "Zitat prüfen", ueberblick: "Überblick", berichte: "Berichte", tagesordnung: "Tagesordnung", verwaltung: "Verwaltung" };
  const LOST = '<section class="bereich-text"><div class="fehler"><p>Das ließ sich nicht laden. Bitte prüfen Sie, ob der ASMK-Assistent noch läuft.</p></div></section>';
  const body = document.body;
  const room = document.getElementById("bereich");
  const content = document.getElementById("bereich-inhalt");
  const kept = {}; // section -> what was typed there, so that nothing is lost by looking elsewhere
  let current = "fragen";
  let chatScroll = 0;
  let ticket = 0;

  // "#ueberblick?thema=Pflege" -> ["ueberblick", "thema=Pflege"]; a shared question belongs to the chat.
  function wanted() {
    const hash = location.hash.slice(1);
    const at = hash.indexOf("?");
    const name = at < 0 ? hash : hash.slice(0, at);
    return name in NAMES ? [name, at < 0 ? "" : hash.slice(at + 1)] : ["fragen", ""];
  }

  async function route(first) {
    const [name, query] = wanted();
    if (current === "fragen" && name !== "fragen") chatScroll = scrollY;
    keep();
    current = name;
    body.dataset.bereich = name;
    room.hidden = name === "fragen";
    document.querySelectorAll("[data-bereich-link]").forEach((link) => {
      if (link.dataset.bereichLink === name) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    });
    document.title = name === "fragen" ? "ASMK-Assistent" : `${NAMES[name]} – ASMK-Assistent`;
    const mine = ++ticket;
    if (name === "fragen") {
      content.textContent = "";
      scroll(0, chatScroll);
      window.asmk.changed?.();
      return;
    }
    clear();
    content.setAttribute("aria-busy", "true");
    // What is typed or chosen travels in a body, not in an address that a proxy would write down.
    const html = name === "ueberblick" ? await post("bereich/ueberblick", { auswahl: query }) : await load(`bereich/${name}${query ? "?" + query : ""}`);
    if (mine !== ticket) return;
    content.innerHTML = html ?? LOST;
    content.removeAttribute("aria-busy");
    scroll(0, 0);
    content.dispatchEvent(new CustomEvent("bereich", { detail: name }));
    if (kept[name]) restore(name);
    if (!first) content.querySelector("h2")?.focus({ preventScroll: true });
  }

  function open(name, query) {
    const hash = "#" + name + (query ? "?" + query : "");
    if (name === current && !query) return;
    history.pushState(null, "", hash);
    route();
  }

  // Text that was typed and the result that was shown, kept while another section is on show.
  function keep() {
    const form = content.querySelector("form[data-senden]");
    if (form) kept[current] = { text: form.elements.text.value, html: content.querySelector("[data-ergebnis]").innerHTML };
  }
  function restore(name) {
    content.querySelector("form[data-senden]").elements.text.value = kept[name].text;
    content.querySelector("[data-ergebnis]").innerHTML = kept[name].html;
  }

  async function load(address, options) {
    try {
      const answer = await fetch(address, options);
      if (answer.status === 401) { location.reload(); return null; }
      return answer.ok ? await answer.text() : null;
    } catch (error) {
      return null;
    }
  }

  function post(address, value) {
    return load(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });
  }

  // The overview's form: the result and the address follow it; the form itself stays, and with it the focus.
  async function choose(form) {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
    const mine = ++ticket;
    history.replaceState(null, "", "#ueberblick" + (query ? "?" + query : ""));
    const html = await post("bereich/ueberblick", { auswahl: query });
    if (mine !== ticket || html === null) return;
    const made = document.createElement("template");
    made.innerHTML = html;
    clear();
    const sorted = document.activeElement?.dataset?.sort;
    content.querySelector("[data-ergebnis]").replaceChildren(...made.content.querySelector("[data-ergebnis]").childNodes);
    if (sorted) content.querySelector(`[data-sort="${sorted}"]`)?.focus();
    announce();
  }

  function announce() {
    const said = content.querySelector("[data-ergebnis] [data-ansage]");
    if (said) say(said.dataset.ansage);
  }

  async function send(form) {
    const result = content.querySelector("[data-ergebnis]");
    const button = form.querySelector("button");
    button.disabled = true;
    result.setAttribute("aria-busy", "true");
    const html = await post("bereich/" + form.dataset.senden, { text: form.elements.text.value });
    button.disabled = false;
    result.removeAttribute("aria-busy");
    if (!form.isConnected) return;
    clear();
    result.innerHTML = html ?? '<div class="fehler" data-ansage="Das hat nicht geklappt."><p>Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.</p></div>';
    announce();
    const first = result.querySelector("[data-beleg]");
    if (first && matchMedia("(min-width: 62rem)").matches) show(first);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-auswahl]")) { event.preventDefault(); choose(form); }
    if (form.matches("[data-senden]")) { event.preventDefault(); send(form); }
  });

  let typing = 0;
  content.addEventListener("input", (event) => {
    const form = event.target.closest("[data-auswahl]");
    if (!form) return;
    form.elements.alle.value = "";
    clearTimeout(typing);
    typing = setTimeout(() => choose(form), event.target.matches("select") ? 0 : 250);
  });

  content.addEventListener("click", (event) => {
    const form = content.querySelector("[data-auswahl]");
    const sorter = event.target.closest("[data-sort]");
    if (sorter && form) {
      const same = form.elements.sort.value === sorter.dataset.sort;
      form.elements.ab.value = same && !form.elements.ab.value ? "1" : "";
      form.elements.sort.value = sorter.dataset.sort;
      choose(form);
    }
    if (event.target.closest("[data-alle]") && form) { form.elements.alle.value = "1"; choose(form); }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const name = link.getAttribute("href").slice(1).split("?")[0];
    if (!(name in NAMES)) return;
    event.preventDefault();
    if (location.hash !== link.getAttribute("href")) history.pushState(null, "", link.getAttribute("href"));
    route();
  });
  addEventListener("popstate", () => { if (wanted()[0] !== "fragen" || current !== "fragen") route(); });

  // What is folded does not print; the figures as tables need not.
  addEventListener("beforeprint", () => document.querySelectorAll("details:not([open], .bildrahmen details, .beleg details)").forEach((part) => { part.open = true; part.dataset.druck = ""; }));
  addEventListener("afterprint", () => document.querySelectorAll("details[data-druck]").forEach((part) => { part.open = false; delete part.dataset.druck; }));

  Object.assign(window.asmk, { open, post, load, reload: () => route(true), section: () => current, content });
  route(true);
})();
