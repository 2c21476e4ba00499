// Makes the nodes of our pages. Whatever is shown is text: nothing here, and nothing that uses it,
// reads a string as markup. Attributes are written by us; an address of a stranger goes through
// `webAddress` in words.js first.

export const element = (id) => document.getElementById(id);

// make("p", { class: "small", text: "...", onclick: () => {} }, child, ...): a new element.
// What is null, undefined or false is left out, among attributes and among children.
export function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "text") node.textContent = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

// Text of a stranger: its direction is its own, whatever the page's is.
export function stranger(name, text, attributes = {}) {
  return make(name, { dir: "auto", ...attributes, text });
}

// Our own words with `code` in them; what stands between the signs is set as code, and is text too.
export function withCode(words) {
  const parts = words.split("`");
  if (parts.length % 2 === 0) return [words]; // a sign without its other
  return parts.map((part, at) => (at % 2 ? make("code", { text: part }) : part));
}

// A copy of what a <template> holds, with the text of each [data-slot] that is named.
export function instantiate(id, texts = {}) {
  const node = element(id).content.firstElementChild.cloneNode(true);
  for (const [slot, text] of Object.entries(texts)) {
    node.querySelector(`[data-slot="${slot}"]`).textContent = text;
  }
  return node;
}
