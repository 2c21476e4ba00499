// The article behind an answer: "/article?id=...&start=...&end=...", with the cited words marked.

import { dated, outside } from "./cards.js";
import { element, make, stranger } from "./elements.js";
import { fetchJson } from "./fetching.js";
import { takeApart } from "./prose.js";
import { showTrouble } from "./troubles.js";
import { setLine, typeset } from "./typesetting.js";
import { askedOf } from "./visit.js";
import {
  articleAddress, count, describeDate, findQuote, languageOf, linkToQuote, readingAddress, shorten, webAddress,
} from "./words.js";

const parameters = new URLSearchParams(location.search);
const id = parameters.get("id") ?? "";

async function show() {
  try {
    const article = await fetchJson(articleAddress(id));
    showHead(article);
    const marks = marksIn(article.text);
    const text = element("text");
    const lang = languageOf(article);
    if (lang) text.lang = lang;
    text.replaceChildren(...typeset(takeApart(article.text), marks));
    showSources(article, marks[0] && article.text.slice(marks[0].start, marks[0].end));
    reveal();
    goToQuote();
  } catch (error) {
    reveal();
    element("title").textContent = "This article cannot be shown";
    element("text").replaceChildren(error.status === 404 ? missing() : showTrouble(error, show));
  }
}

// Trying again finds nothing either: what helps is the list of those that are there.
function missing() {
  const node = showTrouble({ status: 404, problem: { detail: `There is no article “${id}”, or no longer.` } });
  node.querySelector(".actions").replaceChildren(
    make("a", { class: "button quiet", href: "/manage", text: "See all articles" }));
  return node;
}

// Title and text come into sight together, so that neither pushes the other.
function reveal() {
  element("head").hidden = false;
  element("waiting").hidden = true;
  element("text").removeAttribute("aria-busy");
}

// The words that the address names, then whatever else this visit cited here.
function marksIn(text) {
  const named = parameters.has("start")
    ? [{ start: Number(parameters.get("start")), end: Number(parameters.get("end")) }]
    : [];
  const visited = askedOf(id).flatMap(({ cited }) => cited);
  const known = named.map((place) => ({
    ...place,
    quote: visited.find(({ start, end }) => start === place.start && end === place.end)?.quote,
  }));
  const [first, ...rest] = [...known, ...visited].map((each) => findQuote(text, each));
  const marks = first && known.length ? [{ start: first[0], end: first[1], id: "cited" }] : [];
  return [...marks, ...(known.length ? rest : [first, ...rest]).flatMap((place) =>
    place ? [{ start: place[0], end: place[1], class: "before" }] : [])];
}

function goToQuote() {
  const mark = element("cited");
  if (location.hash === "#rests-on") element("rests-on").scrollIntoView({ behavior: "instant" });
  if (!mark) return;
  mark.scrollIntoView({ block: "center", behavior: "instant" });
  mark.focus({ preventScroll: true });
  element("status").textContent = "The cited words are highlighted and have the focus.";
}

function showHead(article) {
  document.title = `${article.title} – qa`;
  element("title").replaceChildren(...setLine(article.title));
  element("title").classList.toggle("long", article.title.length > 140);
  const facts = [article.source, article.author].filter(Boolean).map((each) => stranger("span", each));
  element("facts").replaceChildren(...facts, dated(article.published), ...restsOn(article.sources));
  element("tags").replaceChildren(...article.tags.map((tag) => make("li", {}, stranger("span", tag, { class: "tag" }))));
  element("id").textContent = article.id;
}

// What an article rests on stands at its end: this leads there.
function restsOn(sources) {
  const link = make("a", { href: "#rests-on", text: count(sources.length, "source") });
  return sources.length ? [make("span", {}, link)] : [];
}

function showSources({ url, source, sources }, quote) {
  const own = webAddress(url) ? [{ url, publisher: source || "The article itself", quote }] : [];
  const items = [...own, ...sources].map((each) => {
    const address = each.quote ? linkToQuote(each.url, each.quote) : webAddress(each.url);
    const name = shorten(each.publisher || each.url, 80);
    const date = /^\d{4}(-\d{2}){0,2}$/u.test(each.date) ? describeDate(each.date) : each.date;
    return make("li", {}, address ? outside(address, name) : stranger("span", name),
      date && stranger("span", ` ${shorten(date, 40)}`, { class: "small" }));
  });
  element("rests-on").hidden = !items.length;
  element("sources").append(...items);
}

function showAsked() {
  const asked = askedOf(id);
  if (asked.length) {
    const question = stranger("bdi", shorten(asked[0].question, 80));
    element("back").replaceChildren(
      make("a", { href: asked[0].address }, "← Back to the answer: ", question));
  }
  element("asked-here").hidden = !asked.length;
  element("asked").append(...asked.map(({ address, question, answer, cited: [place] }) => make("li", {},
    stranger("a", question, { href: address }),
    make("span", { class: "small" }, stranger("span", shorten(answer ?? "", 80)), " · ",
      make("a", { href: readingAddress(id, place), text: "show the words" })))));
}

showAsked();
show();
