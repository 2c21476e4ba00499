// Writing, changing and removing an article. What was read is what is changed: the server refuses
// when somebody else was faster (If-Match), and then both texts are there to choose from.

import { announce, follow } from "./builds.js";
import { confirmFirst } from "./confirming.js";
import { element, make, stranger } from "./elements.js";
import { send, sendJson } from "./key.js";
import { troubleBox } from "./telling.js";
import { articleAddress, shorten } from "./words.js";

const FIELDS = ["title", "text", "published", "source", "author", "lang", "url"];
const dialog = element("editor");
const form = element("article");
let edited = null; // { id, etag, article }: what was read; all null for a new one
let sent = { article: "", token: "" }; // so that what is sent again is not written twice
const building = new Map(); // what this page changed and no generation has yet: id to what settles
let before = ""; // what the form said when it was opened
let left = null; // what had the focus when it was about to be left

export function startEditing() {
  form.addEventListener("submit", save);
  element("cancel").addEventListener("click", leave);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  element("throw").addEventListener("click", () => dialog.close());
  element("keep").addEventListener("click", () => {
    element("discard").hidden = true;
    left?.focus(); // where the writing was
  });
  addEventListener("beforeunload", (event) => dialog.open && said() !== before && event.preventDefault());
}

export function writeArticle() {
  edited = { id: null, etag: null, article: null };
  open("Write an article", {});
}

// Open the article as it is served, once what this page changed of it is.
export async function editArticle(id) {
  await built(id);
  const { body, etag } = await send(articleAddress(id));
  edited = { id, etag, article: body };
  open("Change an article", body);
}

export function removeArticle({ id, title }) {
  confirmFirst({
    title: `Remove “${shorten(title, 200)}”?`,
    text: `${id} is deleted from the corpus. The generations that are kept for going back hold it a while longer.`,
    yes: "Remove",
    otherwise: element("list"),
    does: async () => {
      await built(id);
      const { etag } = await send(articleAddress(id));
      const { body } = await send(articleAddress(id), { method: "DELETE", headers: { "If-Match": etag } });
      announce("Removed. It is found until the next build is done.");
      remember(body);
    },
  });
}

async function built(id) {
  if (!building.has(id)) return;
  announce("Waiting until your last change of it is built …");
  await building.get(id);
}

function remember({ id, job }) {
  const settled = follow(job).then(() => building.get(id) === settled && building.delete(id));
  building.set(id, settled);
}

function open(heading, article) {
  element("editor-title").textContent = heading;
  element("editor-trouble").replaceChildren();
  element("discard").hidden = true;
  element("id-field").hidden = edited.id !== null;
  form.elements.id.value = "";
  fill(article);
  before = said();
  dialog.showModal();
  form.elements.title.focus();
}

function fill(article) {
  for (const name of FIELDS) form.elements[name].value = article[name] ?? "";
  form.elements.tags.value = (article.tags ?? []).join(", ");
}

const said = () => JSON.stringify([...new FormData(form)]);

// What the form says now, with whatever else the article has and the form does not show.
function written() {
  const own = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value.trim()]));
  const { sources = [], extra = {} } = edited.article ?? {};
  const tags = form.elements.tags.value.split(",").map((tag) => tag.trim()).filter(Boolean);
  const known = { ...own, published: own.published || null, tags, sources, extra };
  return edited.id === null ? { ...known, id: form.elements.id.value.trim() } : known;
}

function leave() {
  if (said() === before) return dialog.close();
  if (form.contains(document.activeElement)) left = document.activeElement;
  element("discard").hidden = false;
  element("keep").focus();
}

async function save(event) {
  event.preventDefault();
  if (!form.checkValidity()) {
    form.reportValidity();
    return;
  }
  const button = element("save");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    const { body } = await put(written());
    dialog.close();
    announce("Saved. It is found once the build is done.");
    remember(body);
  } catch (trouble) {
    await showTrouble(trouble);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

function put(article) {
  if (edited.id === null) {
    return sendJson("POST", "/v1/articles", article, { "Idempotency-Key": tokenOf(JSON.stringify(article)) });
  }
  const expected = edited.etag ? { "If-Match": edited.etag } : { "If-None-Match": "*" };
  return sendJson("PUT", articleAddress(edited.id), article, expected);
}

function tokenOf(article) {
  if (sent.article !== article) {
    sent = { article, token: crypto.getRandomValues(new Uint32Array(4)).join("-") };
  }
  return sent.token;
}

async function showTrouble(trouble) {
  const box = trouble.status === 412 ? await conflictBox(trouble) : troubleBox(trouble);
  element("editor-trouble").replaceChildren(box);
  box.scrollIntoView({ block: "nearest" });
}

// Somebody was faster: show what they wrote, and let the person choose.
async function conflictBox(trouble) {
  const way = (text, onclick) => make("button", { type: "button", class: "quiet", text, onclick });
  let theirs;
  try {
    theirs = await send(articleAddress(edited.id));
  } catch (other) {
    if (other.status !== 404) return troubleBox(other);
    edited = { ...edited, etag: null };
    return troubleBox(gone, way("Write mine again", () => form.requestSubmit()));
  }
  if (theirs.etag === edited.etag) { // it is on the disk, and no build has taken it up yet
    return troubleBox({ ...trouble, status: 412, problem: waiting },
      way("Look again", () => showTrouble(trouble)));
  }
  const decide = (chosen) => () => {
    edited = { ...edited, etag: theirs.etag, article: theirs.body };
    element("editor-trouble").replaceChildren();
    chosen();
  };
  const box = troubleBox({ status: 412, problem: changed },
    way("Replace theirs with mine", decide(() => form.requestSubmit())),
    way("Take theirs, and drop mine", decide(() => {
      fill(theirs.body);
      before = said();
      form.elements.title.focus();
    })));
  const shown = make("details", {}, make("summary", { text: "What it says now" }),
    stranger("p", theirs.body.title, { class: "theirs-title" }),
    stranger("p", theirs.body.text, { class: "theirs" }));
  box.lastElementChild.before(shown);
  return box;
}

const changed = { detail: "This article is not what it was when you opened it. Nothing of yours is stored yet: " +
  "what you wrote is still in the form." };
const waiting = { detail: "This article is not what it was when you opened it, and what it says now is not built " +
  "yet. What you wrote is still in the form." };
const gone = { status: 412, problem: { detail: "This article was removed meanwhile. What you wrote is still in " +
  "the form." } };
