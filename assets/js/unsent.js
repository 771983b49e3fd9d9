// Words that were typed and not yet sent, kept in this browser so that only who typed them can read
// them. They are sealed (AES-GCM) by a key that the server holds for each person and puts into that
// person's pages alone, which no browser keeps. What lies in the browser shows no name, no page and
// no words, and is thrown away after fourteen days.
const PREFIX = "eh:unsent:";
const DAYS = 14;

const [name, secret] = (document.body.dataset.unsent ?? "").split(" ");
let key = null;
let turn = Promise.resolve(); // one after the other, so that an older text never covers a newer one

export const keeps = Boolean(secret); // not where nobody is signed in
export const here = () => location.pathname + location.search;
export const titleHere = () =>
  document.title.replace(/^Error: /, "").split(" – ").slice(0, -2).join(" – "); // not whose site

// `content` is any object; `place` says where it belongs, and there is one content a place.
export function keep(place, content) {
  return inTurn(async () => {
    const entry = await named(place);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify({ ...content, place }));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await opened(), plain);
    localStorage.setItem(entry, [today(), text(iv), text(new Uint8Array(sealed))].join("."));
  });
}

export function drop(place) {
  return inTurn(async () => localStorage.removeItem(await named(place)));
}

export const holding = () => keeps && entriesHere().some(isMine);

// Everything of this person, of all pages.
export function mine() {
  return inTurn(async () => {
    forgetOld();
    const found = await Promise.all(entriesHere().filter(isMine).map(read));
    return found.filter(Boolean);
  }).then((found) => found ?? []);
}

async function read(entry) {
  try {
    const [, iv, sealed] = localStorage.getItem(entry).split(".");
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, await opened(), bytes(sealed));
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    localStorage.removeItem(entry); // sealed by a key the server no longer has: nobody can read it
    return null;
  }
}

// What cannot be kept (there is no room) still stands in the page: the next try may succeed.
function inTurn(work) {
  if (!keeps) return turn;
  turn = turn.then(work).catch(() => undefined);
  return turn;
}

async function opened() {
  key ??= await crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
  return key;
}

async function named(place) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${name} ${place}`));
  return `${PREFIX}${name}:${text(new Uint8Array(digest).slice(0, 12))}`;
}

const entriesHere = () => Object.keys(localStorage).filter((entry) => entry.startsWith(PREFIX));
const isMine = (entry) => entry.startsWith(`${PREFIX}${name}:`);

function forgetOld() {
  for (const entry of entriesHere())
    if (today() - Number(localStorage.getItem(entry).split(".")[0]) > DAYS) localStorage.removeItem(entry);
}

const today = () => Math.floor(Date.now() / 86_400_000);
const text = (raw) => btoa(Array.from(raw, (one) => String.fromCharCode(one)).join(""));
const bytes = (written) => Uint8Array.from(atob(written), (one) => one.charCodeAt(0));
