// <form data-autosave-url="…">: sends what changed within five seconds of typing, says
// "Saved at 14:32" in [data-autosave-status], and keeps every word when it cannot be saved.
//
// Sent: the changed fields by name, their names again as `changed`, csrfmiddlewaretoken,
// one_time_key, version and writer.
// Answer: JSON {"version": 4, "saved_at": "14:32"}; or, with 409 or 400,
// {"message": "Grace Hill changed this at 14:30. Reload the page to see it."}
//
// What is not yet saved is also kept in this browser, sealed (unsent.js): after a closed lid or a
// killed browser it comes back into its boxes, on the marks it was typed on, and is sent.
//
// With data-autosave-parts on the form, what stands before the first hyphen of a field's name is
// its part, and parts are saved one by one: `changed` names parts, each sent with its hidden
// <part>-drawn. The answer may also have `drawn` {part: mark} of what was saved, and `conflicts`
// [{part, html, drawn, boxes}] of what somebody else changed too: see clash.js; and `own`, the
// parts that are not as they were carried over: see carried.js.
import { fit } from "./add-another.js";
import { fill, inWords, isBox, isButton, written } from "./boxes.js";
import { own } from "./carried.js";
import { Clash } from "./clash.js";
import { drop, here, keep, keeps, mine, titleHere } from "./unsent.js";

const DELAY = 3000;
const LATER = 15000;
const KEPT_AFTER = 300;
const ALWAYS = ["version", "writer"];
const TRYING = "Not saved yet. Your words are still here, and we will try again.";
const SIGNED_OUT = "Not saved. Sign in again in another tab; your words are still here.";
const GONE = "Not saved. Open this page in another tab to see why; your words are still here.";

export const autosaves = [];

export function initAutosave(root = document) {
  for (const form of root.querySelectorAll("form[data-autosave-url]")) autosaves.push(new Autosave(form));
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = document.querySelector("[data-autosave-status]");
    this.changed = new Set();
    this.clashes = new Map();
    this.pending = null; // what was sent and not yet answered: sent again word for word, with its key
    this.timer = null;
    this.busy = null;
    this.place = `saved ${here()}`;
    form.addEventListener("input", (event) => this.note(event.target.name));
    form.addEventListener("change", (event) => this.note(event.target.name));
    form.addEventListener("submit", (event) => this.leave(event));
    for (const back of ["online", "focus"]) window.addEventListener(back, () => this.retry());
    window.addEventListener("pagehide", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.keep());
    document.addEventListener("eh:leaving", () => (this.left = true)); // its words are kept, see idle.js
    window.addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault());
    this.bringBack();
  }

  get unsaved() {
    return !this.left && Boolean(this.changed.size || this.pending || this.clashes.size);
  }

  get sendable() {
    return !this.left && Boolean(this.changed.size || this.pending);
  }

  part(name) {
    return "autosaveParts" in this.form.dataset ? name.split("-", 1)[0] : name;
  }

  note(name) {
    if (!name || this.left || this.clashes.has(this.part(name))) return;
    this.changed.add(this.part(name));
    this.timer ??= setTimeout(() => this.send(), DELAY);
    this.keepSoon();
  }

  keepSoon() {
    this.keeping ??= setTimeout(() => this.keep(), KEPT_AFTER);
  }

  keep(details = {}) {
    clearTimeout(this.keeping);
    this.keeping = null;
    if (!keeps || (this.left && !details.sent)) return;
    const parts = new Set([...this.changed, ...(this.pending?.names ?? []), ...this.clashes.keys()]);
    if (!parts.size) return drop(this.place);
    const fields = [...this.form.elements].filter((field) => parts.has(this.part(field.name)));
    keep(this.place, {
      path: here(),
      title: titleHere(),
      words: inWords(fields.filter(isBox)),
      parts: [...parts],
      values: written(fields),
      pending: this.pending && { names: this.pending.names, body: this.pending.body.toString() },
      ...details,
    });
  }

  // What was kept is put back into its boxes, with the marks it was typed on: whatever somebody
  // else changed since is then shown beside it. An answer that was on its way is sent as it was.
  async bringBack() {
    const kept = (await mine()).find((one) => one.place === this.place);
    if (!kept) return;
    fit(this.form, kept.values);
    const ours = (field) => kept.parts.includes(this.part(field.name)) && !isButton(field);
    fill([...this.form.elements].filter(ours), kept.values);
    if (kept.pending) this.pending = { names: kept.pending.names, body: new URLSearchParams(kept.pending.body) };
    for (const part of kept.parts) this.changed.add(part);
    if (!kept.sent) document.querySelector("[data-back-again]").hidden = false;
    this.send();
  }

  // The whole form is being sent: let a save under way end first, so that versions agree.
  async leave(event) {
    this.left = true;
    clearTimeout(this.timer);
    this.keep({ sent: true });
    this.form.elements.csrfmiddlewaretoken.value = token(this.form);
    if (!this.busy) return;
    event.preventDefault();
    await this.busy;
    this.form.requestSubmit(event.submitter);
  }

  retry() {
    if (this.sendable && !this.refused) this.send();
  }

  // Before somebody signs out: what is unsent goes now, and what cannot go is kept.
  async sendLast() {
    if (this.sendable) await this.send();
    await this.keep();
  }

  send() {
    clearTimeout(this.timer);
    this.timer = null;
    this.busy ??= this.save().finally(() => this.after());
    return this.busy;
  }

  after() {
    this.busy = null;
    this.keep();
    if (this.sendable && !this.refused)
      this.timer ??= setTimeout(() => this.send(), this.signedOut ? LATER : DELAY);
  }

  async save() {
    this.pending ??= this.take();
    this.pending.body.set("csrfmiddlewaretoken", token(this.form));
    this.say("Saving…");
    try {
      const response = await fetch(this.form.dataset.autosaveUrl, request(this.pending.body));
      await this.read(response);
    } catch (problem) {
      this.say(problem instanceof Refusal ? problem.message : TRYING, true);
    }
  }

  take() {
    const names = [...this.changed];
    this.changed.clear();
    const body = new URLSearchParams({ one_time_key: key() });
    for (const [name, value] of new FormData(this.form))
      if (ALWAYS.includes(name) || names.includes(this.part(name))) body.append(name, value);
    for (const name of names) body.append("changed", name); // an emptied group sends no value
    return { names, body };
  }

  async read(response) {
    const json = response.headers.get("Content-Type")?.includes("json");
    const answer = json ? await response.json() : {};
    this.signedOut = response.redirected || [401, 403].includes(response.status);
    this.refused = !this.signedOut && response.status >= 400 && response.status < 500;
    if (!this.signedOut && response.status >= 500) throw new Refusal(TRYING);
    this.accept(answer);
    if (!response.ok || response.redirected) this.giveBack(answer);
    this.pending = null;
    if (!response.ok || response.redirected) throw new Refusal(answer.message || (this.signedOut ? SIGNED_OUT : GONE));
    this.say(`Saved at ${answer.saved_at ?? clock()}`);
  }

  // What was saved goes on from its new mark; what clashed waits for the person's choice.
  accept(answer) {
    if (answer.version !== undefined) this.form.elements.version.value = answer.version;
    for (const [part, mark] of Object.entries(answer.drawn ?? {})) this.mark(part, mark);
    own(this.form, answer.own ?? []);
    for (const conflict of answer.conflicts ?? []) {
      this.changed.delete(conflict.part);
      this.clashes.set(conflict.part, new Clash(this, conflict));
    }
  }

  giveBack(answer) {
    const done = (name) => name in (answer.drawn ?? {}) || this.clashes.has(name);
    this.pending.names.filter((name) => !done(name)).forEach((name) => this.changed.add(name));
    if (this.refused && !this.changed.size) this.refused = false;
  }

  // The person chose: their own words are sent as a change of the other's, or nothing is left.
  settle(part, mark, own) {
    this.clashes.delete(part);
    this.mark(part, mark);
    if (own) this.changed.add(part);
    this.keep();
    if (own) this.send();
    else if (!this.unsaved) this.say(`Saved at ${clock()}`);
  }

  mark(part, mark) {
    this.form.elements[`${part}-drawn`].value = mark;
  }

  flush() {
    if (!this.sendable || this.busy) return;
    this.pending ??= this.take();
    this.pending.body.set("csrfmiddlewaretoken", token(this.form));
    this.keep();
    fetch(this.form.dataset.autosaveUrl, { ...request(this.pending.body), keepalive: true }).catch(() => {});
  }

  say(words, wrong = false) {
    if (!this.status) return;
    this.status.textContent = words;
    this.status.classList.toggle("eh-save-status--wrong", wrong);
  }
}

class Refusal extends Error {}

function request(body) {
  return { method: "POST", body, headers: { Accept: "application/json" } };
}

// Signing in again in another tab gives the browser a new token; the page's own is then too old.
function token(form) {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
  return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
}

function key() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0"));
  return hex.join("");
}

function clock() {
  return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
