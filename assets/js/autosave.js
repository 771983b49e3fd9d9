// <form data-autosave-url="…">: sends what changed within five seconds of typing, says
// "Saved at 14:32" in [data-autosave-status], and keeps every word when it cannot be saved.
//
// Sent: the changed fields by name, their names again as `changed`, csrfmiddlewaretoken,
// one_time_key and version.
// Answer: JSON {"version": 4, "saved_at": "14:32"}; or, with 409 or 400,
// {"message": "Grace Hill changed this at 14:30. Reload the page to see it."}
const DELAY = 3000;
const TRYING = "Not saved yet. Your words are still here, and we will try again.";
const SIGNED_OUT = "Not saved. Sign in again in another tab; your words are still here.";

export function initAutosave(root = document) {
  for (const form of root.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = document.querySelector("[data-autosave-status]");
    this.changed = new Set();
    this.pending = null; // what was sent and not yet answered: sent again word for word, with its key
    this.timer = null;
    this.busy = null;
    form.addEventListener("input", (event) => this.note(event.target.name));
    form.addEventListener("change", (event) => this.note(event.target.name));
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("pagehide", () => this.flush());
    window.addEventListener("beforeunload", (event) => this.unsaved && event.preventDefault());
  }

  get unsaved() {
    return !this.left && (this.changed.size || this.pending);
  }

  note(name) {
    if (!name || this.left) return;
    this.changed.add(name);
    this.timer ??= setTimeout(() => this.send(), DELAY);
  }

  // The whole form is being sent: let a save under way end first, so that versions agree.
  async leave(event) {
    this.left = true;
    clearTimeout(this.timer);
    if (!this.busy) return;
    event.preventDefault();
    await this.busy;
    this.form.requestSubmit(event.submitter);
  }

  send() {
    clearTimeout(this.timer);
    this.timer = null;
    this.busy ??= this.save().finally(() => this.after());
    return this.busy;
  }

  after() {
    this.busy = null;
    if (this.unsaved && !this.refused) this.timer ??= setTimeout(() => this.send(), DELAY);
  }

  async save() {
    this.pending ??= this.take();
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
    const all = new FormData(this.form);
    const body = new URLSearchParams({ one_time_key: key() });
    for (const name of ["csrfmiddlewaretoken", "version", ...names])
      for (const value of all.getAll(name)) body.append(name, value);
    for (const name of names) body.append("changed", name); // an emptied group sends no value
    return { names, body };
  }

  async read(response) {
    const json = response.headers.get("Content-Type")?.includes("json");
    const answer = json ? await response.json() : {};
    this.refused = response.status >= 400 && response.status < 500;
    if (this.refused) {
      this.pending.names.forEach((name) => this.changed.add(name));
      this.pending = null;
      throw new Refusal(answer.message || SIGNED_OUT);
    }
    if (!response.ok || response.redirected) throw new Refusal(TRYING);
    this.pending = null;
    if (answer.version !== undefined) this.form.elements.version.value = answer.version;
    this.say(`Saved at ${answer.saved_at ?? clock()}`);
  }

  flush() {
    if (!this.unsaved || this.busy) return;
    this.pending ??= this.take();
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

function key() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0"));
  return hex.join("");
}

function clock() {
  return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
