// Files that are dropped or chosen: sent one after the other, as they are, and what became of each.

import { announce, follow } from "./builds.js";
import { element, make, stranger } from "./elements.js";
import { send } from "./key.js";
import { describeTaken, describeTrouble } from "./telling.js";
import { count, readingAddress } from "./words.js";

const KINDS = /\.(md|markdown|txt|html?|jsonl?)$/i;
const LARGEST = 8 * 1024 * 1024;
const SHOWN = 20; // articles of one file
let queue = Promise.resolve();

export function takeArrivals() {
  const place = element("drop");
  let depth = 0; // dragging over a child leaves the parent: count both
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      depth = { dragenter: depth + 1, dragover: depth, dragleave: depth - 1, drop: 0 }[kind];
      place.classList.toggle("open", depth > 0);
    });
  }
  addEventListener("drop", async (event) => accept(await filesOf(event.dataTransfer)));
  element("files").addEventListener("change", ({ target }) => {
    accept([...target.files].map((file) => [file.name, file]));
    target.value = "";
  });
}

// The files that were dropped, also those in folders, as [path, file].
async function filesOf({ items, files }) {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...files].map((file) => [file.name, file]);
  return (await Promise.all(entries.map(inside))).flat();
}

async function inside(entry) {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.name.startsWith(".")) return [];
  if (entry.isFile) return [[path, await new Promise((resolve, reject) => entry.file(resolve, reject))]];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return (await Promise.all(found.map(inside))).flat();
    found.push(...some);
  }
}

function accept(files) {
  const folder = element("folder").value.trim().replace(/^\/+|\/+$/g, "");
  element("arrivals").hidden = false;
  const arrivals = files.map(([path, file]) => {
    const name = folder ? `${folder}/${path}` : path;
    const said = make("ul", {}, make("li", { class: "small", text: "waits" }));
    element("arrivals").lastElementChild.prepend(make("li", {}, stranger("strong", name), said));
    return { name, file, said };
  });
  queue = queue.then(() => sendAll(arrivals));
  return queue;
}

async function sendAll(arrivals) {
  const taken = [];
  for (const arrival of arrivals) taken.push(await sendOne(arrival));
  const added = taken.flat().filter(({ error }) => !error).length;
  announce(`${count(arrivals.length, "file")} sent, ${count(added, "article")} taken.`);
}

// Send one file; returns what became of its articles, none when the file was not taken at all.
async function sendOne({ name, file, said }, replace = false) {
  if (!KINDS.test(name)) return refuse(said, "This kind of file is not read.");
  if (file.size > LARGEST) return refuse(said, "It is larger than 8 MiB: split it.");
  said.replaceChildren(make("li", { class: "small", text: "is being sent …" }));
  try {
    const asked = new URLSearchParams({ name, ...(replace && { replace }) });
    const { body } = await send(`/v1/articles:file?${asked}`, {
      method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file,
    });
    if (body.job) follow(body.job);
    showTaken(said, body.articles, () => sendOne({ name, file, said }, true));
    return body.articles;
  } catch (trouble) {
    return refuse(said, describeTrouble(trouble).join(": "));
  }
}

function refuse(said, why) {
  said.replaceChildren(stranger("li", why, { class: "wrong" }));
  return [];
}

function showTaken(said, articles, replace) {
  const lines = articles.slice(0, SHOWN).map(takenLine);
  const more = articles.length - lines.length;
  if (more > 0) {
    const failed = articles.slice(SHOWN).filter(({ error }) => error).length;
    lines.push(make("li", { class: "small", text: `and ${more} more, ${failed} of them not taken` }));
  }
  if (articles.some(({ status }) => status === 409)) {
    lines.push(make("li", {}, make("button", {
      type: "button", class: "quiet danger", text: "Replace what is there", onclick: replace,
    })));
  }
  said.replaceChildren(...lines);
}

function takenLine(taken) {
  const { place, status, id, title, error } = taken;
  const name = error || !id
    ? title && stranger("span", title)
    : make("a", { href: readingAddress(id), dir: "auto", text: title });
  const what = status === 409 ? "another text has this name already" : describeTaken(taken);
  return make("li", { class: error ? "wrong" : "fine" },
    place && `${place}: `, name, name && ", ", stranger("span", what));
}
