// <dialog data-idle="1800" data-url="…">: warns two minutes before somebody is signed out, and loses
// no word. What stands in the page's forms is kept when the time is over, sealed so that nobody else
// at this computer can read it (unsent.js), and comes back when the same person opens the page again.
import { inWords, isBox, isTick } from "./boxes.js";
import { drop, here, keep, mine, titleHere } from "./unsent.js";

const WARNING = 120; // seconds
const TOLD_EVERY = 60; // typing is use: the site is told of it so often

export function initIdle() {
  const user = document.body.dataset.user;
  if (!user) return;
  const dialog = document.querySelector("dialog[data-idle]");
  if (!dialog?.showModal) return;
  giveBack();
  new Idle(dialog, user);
}

class Idle {
  constructor(dialog, user) {
    Object.assign(this, { dialog, user, over: false, asking: false, typed: false });
    this.until = Date.now() + 1000 * Number(dialog.dataset.idle);
    this.told = Date.now();
    this.words = dialog.querySelector("[data-idle-words]");
    dialog.querySelector("[data-idle-stay]").addEventListener("click", () => this.stay());
    dialog.querySelector("[data-idle-again]").addEventListener("click", () => this.leave());
    dialog.addEventListener("cancel", (event) => (this.over ? event.preventDefault() : this.stay()));
    for (const kind of ["input", "keydown", "click"])
      document.addEventListener(kind, () => (this.typed = !dialog.open || this.typed));
    window.addEventListener("pageshow", () => this.tick());
    document.addEventListener("visibilitychange", () => this.tick());
    setInterval(() => this.tick(), 1000);
  }

  get left() {
    return Math.round((this.until - Date.now()) / 1000);
  }

  async tick() {
    if (this.over || this.asking) return;
    if (this.typed && !this.dialog.open && this.left > 0 && Date.now() - this.told > 1000 * TOLD_EVERY)
      return this.stay();
    if (this.left > WARNING) return this.dialog.open && this.dialog.close();
    if (!this.dialog.open || this.left <= 0) await this.ask("GET"); // another tab may be in use
    if (this.over) return;
    if (this.left > WARNING) return this.dialog.open && this.dialog.close();
    if (!this.dialog.open) this.dialog.showModal();
    this.say();
  }

  // Said aloud once a minute, and at the last half.
  say() {
    const minutes = Math.ceil(this.left / 60);
    const words =
      this.left <= 30
        ? "You will be signed out in less than half a minute. What you typed stays."
        : `You will be signed out in ${minutes} ${minutes === 1 ? "minute" : "minutes"}. What you typed stays.`;
    if (this.words.textContent !== words) this.words.textContent = words;
  }

  async stay() {
    this.typed = false;
    this.told = Date.now();
    await this.ask("POST");
    if (!this.over && this.left > WARNING && this.dialog.open) this.dialog.close();
  }

  async ask(method) {
    this.asking = true;
    try {
      const headers = { Accept: "application/json", "X-CSRFToken": token() };
      const response = await fetch(this.dialog.dataset.url, { method, headers });
      const { left, user } = response.ok ? await response.json() : { left: 0 };
      if (left > 0 && String(user) === this.user) this.until = Date.now() + 1000 * left;
      else this.end();
    } catch {
      if (this.left <= 0) this.end(); // no connection: the words are put by all the same
    } finally {
      this.asking = false;
    }
  }

  end() {
    this.over = true;
    putBy();
    this.dialog.querySelector("h2").textContent = "You have been signed out";
    this.words.textContent = "What you typed is kept for you. Sign in again to carry on.";
    this.dialog.querySelector("[data-idle-stay]").hidden = true;
    const again = this.dialog.querySelector("[data-idle-again]");
    again.href = `${again.href.split("?")[0]}?next=${encodeURIComponent(location.pathname + location.search)}`;
    again.hidden = false;
    document.body.classList.add("eh-signed-out");
    if (!this.dialog.open) this.dialog.showModal();
    again.focus();
  }

  leave() {
    document.dispatchEvent(new Event("eh:leaving"));
  }
}

function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : (document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
}

// A form that saves itself keeps its own words (autosave.js).
function fields() {
  const all = [...document.querySelectorAll("main form:not([data-autosave-url]) [name]")];
  return all.filter((it) => isBox(it) && it.tagName !== "BUTTON");
}

const place = () => `typed ${here()}`;
const written = (field) => (isTick(field) ? field.checked : field.value);
const first = (field) => {
  if (isTick(field)) return field.defaultChecked;
  if (field.tagName !== "SELECT") return field.defaultValue;
  return [...field.options].find((it) => it.defaultSelected)?.value ?? field.options[0]?.value;
};

function putBy() {
  const all = fields();
  const typed = all.filter((field) => written(field) !== first(field));
  if (!typed.length) return;
  keep(place(), {
    path: here(),
    title: titleHere(),
    words: inWords(typed),
    typed: typed.map((field) => ({ number: all.indexOf(field), name: field.name, value: written(field) })),
  });
}

async function giveBack() {
  const kept = (await mine()).find((one) => one.place === place());
  if (!kept) return;
  drop(place());
  const all = fields();
  for (const { number, name, value } of kept.typed) {
    const field = all[number]?.name === name ? all[number] : all.find((it) => it.name === name && !isTick(it));
    if (!field) continue;
    if (isTick(field)) field.checked = value;
    else field.value = value;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  document.querySelector("[data-restored]").hidden = false;
}
