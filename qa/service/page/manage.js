// The page of the articles: found, added, changed and removed, and how the index follows.
// The address says what is looked for; whatever strangers wrote is shown as text only.

import { takeArrivals } from "./arrivals.js";
import { announce, startWatching } from "./builds.js";
import { editArticle, removeArticle, startEditing, writeArticle } from "./editing.js";
import { element, make, stranger } from "./elements.js";
import { fetchJson } from "./fetching.js";
import { describePart, describeTrouble, troubleBox } from "./telling.js";
import { describeDate, readingAddress, shorten, someOf } from "./words.js";

const LIMIT = 25;
const TITLE = 200; // letters of a title that are shown
const DEFAULTS = { q: "", since: "", until: "", order: "newest" };
const form = element("sought");
let offset = 0;
let listing = new AbortController();
let typing = 0;

function readAddress() {
  const told = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(DEFAULTS)) {
    form.elements[name].value = told.get(name) ?? value;
  }
  form.elements.order.value ||= DEFAULTS.order;
  offset = Math.max(0, Number.parseInt(told.get("offset") ?? "0", 10) || 0);
}

// What is looked for, without what goes without saying.
function sought() {
  const told = Object.entries(DEFAULTS).map(([name, value]) => [name, form.elements[name].value.trim(), value]);
  return Object.fromEntries(told.filter(([, now, usual]) => now !== usual).map(([name, now]) => [name, now]));
}

async function showArticles() {
  if (!form.checkValidity()) return;
  listing.abort();
  listing = new AbortController();
  const list = element("articles");
  list.setAttribute("aria-busy", "true");
  const asked = { order: DEFAULTS.order, ...sought(), offset, limit: LIMIT };
  try {
    const part = await fetchJson(`/v1/articles?${new URLSearchParams(asked)}`, { signal: listing.signal });
    if (offset && !part.articles.length && part.total) return move(0, "replaceState");
    showPart(part);
  } catch (trouble) {
    if (trouble.name === "AbortError") return;
    showTrouble(trouble);
  }
  list.removeAttribute("aria-busy");
}

function showPart(part) {
  const { total, articles } = part;
  const { order, ...narrowing } = sought();
  replaceRows(articles.map(row));
  element("count").textContent = describePart(part, Object.keys(narrowing).length > 0);
  element("parts").hidden = total <= LIMIT && offset === 0;
  element("part").textContent = `${Math.floor(offset / LIMIT) + 1} of ${Math.max(1, Math.ceil(total / LIMIT))}`;
  element("before").disabled = offset === 0;
  element("after").disabled = offset + LIMIT >= total;
}

// The list is drawn anew when a build is done; whoever stands on a button of it stays there, or
// comes to the list where the article is gone.
function replaceRows(rows) {
  const list = element("articles");
  const nameOf = (node) => node.getAttribute("aria-label") ?? node.getAttribute("href");
  const held = list.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  list.replaceChildren(...rows);
  if (held === null) return;
  const same = [...list.querySelectorAll("a, button")].find((node) => nameOf(node) === held);
  (same ?? element("list")).focus({ preventScroll: true });
}

function showTrouble(trouble) {
  const again = make("button", { type: "button", class: "quiet", text: "Try again", onclick: showArticles });
  element("articles").replaceChildren(make("li", {}, troubleBox(trouble, again)));
  element("count").textContent = "";
  element("parts").hidden = true;
}

function row(article) {
  const { id, title, published, source, tags, characters } = article;
  const act = (text, danger, onclick) => make("button", {
    type: "button", class: danger ? "quiet danger" : "quiet", text, "aria-label": `${text} ${title}`, onclick,
  });
  return make("li", { class: "row" },
    make("div", { class: "what" },
      make("a", { class: "title", href: readingAddress(id), dir: "auto", text: shorten(title, TITLE) }),
      make("p", { class: "small apart" },
        make("time", { datetime: published ?? null, text: describeDate(published) }),
        source && stranger("span", someOf(source, 1)),
        make("span", { class: "number", text: `${characters.toLocaleString("en")} characters` })),
      make("p", { class: "small names" }, make("code", { dir: "auto", text: id }),
        tags.slice(0, 4).map((tag) => stranger("span", shorten(tag, 30), { class: "tag" })))),
    make("div", { class: "actions" },
      act("Edit", false, () => edit(id)),
      act("Remove", true, () => removeArticle(article))));
}

async function edit(id) {
  try {
    await editArticle(id);
  } catch (trouble) {
    const [title, detail] = describeTrouble(trouble);
    announce(`${title}: ${detail}`);
    element("count").textContent = `${title}: ${detail}`;
  }
}

function move(to, how = "pushState") {
  offset = to;
  const asked = new URLSearchParams({ ...sought(), ...(offset && { offset }) });
  history[how](null, "", asked.size ? `?${asked}` : location.pathname);
  return showArticles();
}

form.addEventListener("input", ({ target }) => {
  clearTimeout(typing);
  typing = setTimeout(() => move(0, "replaceState"), target.tagName === "SELECT" ? 0 : 200);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  move(0);
});
for (const [id, step] of [["before", -LIMIT], ["after", LIMIT]]) {
  element(id).addEventListener("click", async () => {
    await move(Math.max(0, offset + step));
    element("list").focus();
    element("list").scrollIntoView();
  });
}
addEventListener("popstate", () => {
  readAddress();
  showArticles();
});
element("write").addEventListener("click", writeArticle);

takeArrivals();
startEditing();
readAddress();
startWatching(showArticles);
showArticles();
if (location.hash === "#write") writeArticle();
