// The key of the server. It is asked for when the server wants it, kept for this tab alone, and
// sent in a header: it is never part of an address.

import { make } from "./elements.js";
import { Trouble } from "./fetching.js";

const KEPT = "qa-key";
let inMemory = ""; // where a browser keeps nothing for a page
let asking = null;

function kept() {
  try {
    return sessionStorage.getItem(KEPT) ?? "";
  } catch {
    return inMemory;
  }
}

function keep(key) {
  inMemory = key;
  try {
    if (key) sessionStorage.setItem(KEPT, key);
    else sessionStorage.removeItem(KEPT);
  } catch {
    // it stays in memory
  }
  document.dispatchEvent(new Event("keychange"));
}

export const hasKey = () => kept() !== "";
export const forgetKey = () => keep("");

// Send a request that may need the key, and ask for it until the server takes it. Returns the JSON
// of the reply and the article's tag; Trouble when there is none, or when the person gives up.
export async function send(address, { headers = {}, ...options } = {}) {
  let wrong = false;
  for (;;) {
    const key = kept();
    const shown = key ? { ...headers, Authorization: `Bearer ${key}` } : headers;
    try {
      return await request(address, { ...options, headers: shown });
    } catch (trouble) {
      if (trouble.status !== 401) throw trouble;
      wrong ||= key !== "";
      if (kept() !== key) continue; // another request has asked for it meanwhile
      if (key) keep("");
      if (!(await askForKey(wrong))) throw trouble;
      wrong = true;
    }
  }
}

async function request(address, options) {
  const response = await fetch(address, options).catch(() => {
    throw new Trouble(0, { detail: "Is `qa serve` still running?" });
  });
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return { body, etag: response.headers.get("ETag") };
  throw new Trouble(response.status, body, Number(response.headers.get("Retry-After")) || 0);
}

export function sendJson(method, address, body, headers = {}) {
  const json = { "Content-Type": "application/json", ...headers };
  return send(address, { method, headers: json, body: JSON.stringify(body) });
}

// Whether a key was given; all who ask at the same time get the same answer.
function askForKey(wrong) {
  asking ??= showDialog(wrong).finally(() => (asking = null));
  return asking;
}

function showDialog(wrong) {
  const field = make("input", {
    type: "password", id: "key", required: true, pattern: "[!-~]+", autocomplete: "off",
    "aria-describedby": "key-hint",
  });
  const hint = wrong
    ? "The server does not take this key. It is the QA_API_KEY that the server was started with."
    : "Whoever changes articles, or reads what others asked, needs the QA_API_KEY that the server " +
      "was started with. It is kept until you close this tab.";
  const form = make("form", { method: "dialog" },
    make("h2", { id: "key-title", text: "The key of this server" }),
    make("p", { id: "key-hint", class: wrong ? "wrong" : "small", text: hint }),
    make("label", { class: "field", for: "key", text: "Key" }), field,
    make("div", { class: "actions" },
      make("button", { text: "Use it" }),
      make("button", { type: "button", class: "quiet", text: "Cancel", onclick: () => dialog.close() })));
  const dialog = make("dialog", { class: "asks", "aria-labelledby": "key-title" }, form);
  return new Promise((resolve) => {
    form.addEventListener("submit", () => keep(field.value.trim()));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(hasKey());
    });
    document.body.append(dialog);
    dialog.showModal();
    field.focus();
  });
}
