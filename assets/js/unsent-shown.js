// Tells a person of words they typed in this browser that were never sent, with a way to each page
// and the words themselves; and before signing out sends them, or asks.
import { autosaves } from "./autosave.js";
import { drop, here, holding, keeps, mine } from "./unsent.js";

const PATIENCE = 4000; // as long as signing out waits for words to be sent

export async function initUnsent() {
  if (!keeps) return;
  for (const form of document.querySelectorAll("form[data-sign-out]")) new SigningOut(form);
  const section = document.querySelector("[data-unsent-list]");
  const left = (await stillLeft()).filter((one) => one.path !== here());
  if (!section || !left.length) return;
  section.querySelector("ul").replaceChildren(...left.map((one) => line(section, one)));
  section.hidden = false;
}

// A form that was sent whole has brought us here from its page: its words arrived.
async function stillLeft() {
  const from = document.referrer && new URL(document.referrer);
  const came = (one) => one.sent && from && one.path === from.pathname + from.search && one.path !== here();
  const all = await mine();
  for (const one of all.filter(came)) drop(one.place);
  return all.filter((one) => !came(one));
}

function line(section, one) {
  const item = section.querySelector("template").content.cloneNode(true).firstElementChild;
  const link = item.querySelector("a");
  link.href = one.path;
  link.textContent = one.title;
  item.querySelector("[data-unsent-title]").textContent = ` ${one.title}`;
  const words = item.querySelector("[data-unsent-words]");
  for (const [label, typed] of one.words) words.append(element("strong", label), element("p", typed));
  item.querySelector("button").addEventListener("click", async () => {
    await drop(one.place);
    item.remove();
    section.hidden = !section.querySelector("li");
    document.querySelector("h1")?.focus();
  });
  return item;
}

function element(kind, content) {
  const made = document.createElement(kind);
  made.textContent = content;
  made.className = kind === "p" ? "govuk-body eh-typed" : "";
  return made;
}

class SigningOut {
  constructor(form) {
    this.form = form;
    this.dialog = document.querySelector("dialog[data-leaving]");
    form.addEventListener("submit", (event) => this.leave(event));
  }

  async leave(event) {
    const nothing = !holding() && !autosaves.some((one) => one.unsaved);
    if (this.sure || nothing || !this.dialog?.showModal) return;
    event.preventDefault();
    await Promise.race([Promise.all(autosaves.map((one) => one.sendLast())), wait(PATIENCE)]);
    const left = (await Promise.race([mine(), wait(PATIENCE)])) ?? [];
    if (left.length || autosaves.some((one) => one.unsaved)) this.ask(left);
    else this.go();
  }

  ask(left) {
    const { dialog } = this;
    dialog.querySelector("ul").replaceChildren(...left.map((one) => element("li", one.title)));
    dialog.querySelector("[data-leaving-stay]").onclick = () => dialog.close();
    dialog.querySelector("[data-leaving-go]").onclick = async () => {
      await Promise.all(left.map((one) => drop(one.place)));
      this.go();
    };
    dialog.showModal();
  }

  go() {
    this.sure = true;
    for (const one of autosaves) one.left = true;
    setTimeout(() => this.form.requestSubmit()); // not while its first sending is still being asked about
  }
}

const wait = (time) => new Promise((done) => setTimeout(done, time));
