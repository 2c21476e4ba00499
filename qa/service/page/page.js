// The page: a question goes to POST /v1/ask, and the answer is shown with its proof.
// Whatever comes back is text of strangers: it enters the document as text only.

import { element, instantiate } from "./elements.js";
import { fetchJson } from "./fetching.js";
import {
  articleAddress, count, describeAge, describeConfidence, describeDate, describeProblem,
  describeReason, findQuote, linkToQuote, quoteInPassage, shorten,
} from "./words.js";

const FILTERS = ["as_of", "since", "until"];
const [form, result, status] = ["form", "result", "status"].map(element);
let asking = new AbortController();
let shown = "";

function appendMarked(node, [before, quote, after]) {
  const mark = document.createElement("mark");
  mark.textContent = quote;
  node.append(before, ...(quote ? [mark] : []), after);
  return mark;
}

function headed(level, title, ...children) {
  const section = document.createElement("section");
  const heading = document.createElement(level);
  heading.textContent = title;
  section.append(heading, ...children);
  return section;
}

function list(kind, children) {
  const node = document.createElement(kind);
  node.append(...children);
  return node;
}

// A number in brackets that leads to the card of its citation.
function references(ids) {
  return ids.flatMap((id) => {
    const link = document.createElement("a");
    link.href = `#citation-${id}`;
    link.textContent = `[${id}]`;
    link.setAttribute("aria-label", `source ${id}`);
    return [" ", link];
  });
}

function card(found, { number = "", parts, quote }) {
  const node = instantiate("card", {
    number,
    title: found.title,
    source: shorten(found.source ?? "", 80),
    date: describeDate(found.published),
    age: found.published ? `(${describeAge(found.published, new Date())})` : "",
  });
  if (found.published) node.querySelector("time").dateTime = found.published;
  appendMarked(node.querySelector("blockquote"), parts);
  node.querySelector("button").addEventListener("click", () => readArticle(found, quote));
  const address = linkToQuote(found.url, quote.quote);
  if (address) {
    const link = node.querySelector("a");
    link.href = address;
    link.hidden = false;
  }
  return node;
}

function citationCard(citation, passages) {
  const parts = quoteInPassage(citation, passages);
  const node = card(citation, { number: `[${citation.id}]`, parts, quote: citation });
  node.id = `citation-${citation.id}`;
  return node;
}

function passageCard(passage) {
  const quote = { quote: passage.text, start: passage.start, end: passage.end };
  return card(passage, { parts: [passage.text, "", ""], quote });
}

async function readArticle({ article_id }, quote) {
  try {
    const article = await fetchJson(articleAddress(article_id));
    element("reader-title").textContent = article.title;
    const facts = [article.author, article.source, describeDate(article.published), article.id];
    element("reader-facts").textContent = facts.filter(Boolean).join(" · ");
    element("reader-text").replaceChildren();
    const mark = appendMarked(element("reader-text"), findQuote(article.text, quote));
    element("reader-sources").replaceChildren(...article.sources.map(sourceItem));
    element("reader").showModal();
    mark.scrollIntoView({ block: "center" });
  } catch (error) {
    showProblem(error, () => readArticle({ article_id }, quote));
  }
}

function sourceItem({ url, publisher, date }) {
  const item = document.createElement("li");
  const address = linkToQuote(url, "")?.replace(/#?:~:text=$/, "");
  const link = document.createElement(address ? "a" : "span");
  if (address) Object.assign(link, { href: address, target: "_blank", rel: "noopener noreferrer" });
  link.textContent = publisher || url;
  item.append(link, date ? ` (${date})` : "");
  return item;
}

function showAnswer(reply) {
  const confidence = describeConfidence(reply.confidence);
  const node = instantiate("answer", { text: reply.answer.text, confidence });
  node.querySelector("[data-slot=text]").append(...references(reply.answer.citations));
  node.querySelector("meter").value = reply.confidence;
  const cards = reply.citations.map((citation) => citationCard(citation, reply.passages));
  const earlier = reply.earlier.map((statement) => {
    const date = describeDate(statement.published);
    const item = instantiate("earlier", { text: statement.text, date });
    item.append(...references(statement.citations));
    return item;
  });
  result.replaceChildren(node);
  if (earlier.length) result.append(headed("h2", "Earlier, or elsewhere", list("ul", earlier)));
  result.append(headed("h2", "Where it says so", list("ol", cards)), morePassages(reply));
  const aloud = `Answer, ${confidence}: ${reply.answer.text} `;
  announce(`Answered from ${count(cards.length, "quote")} in ${reply.took_ms} ms.`, aloud);
}

function morePassages({ passages }) {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = `All that was found (${count(passages.length, "passage")})`;
  details.append(summary, list("ol", passages.map(passageCard)));
  return details;
}

function showAbstention(reply) {
  const percent = Math.round(reply.confidence * 100);
  const confidence = `The best guess would have been right with ${percent} %.`;
  const reason = describeReason(reply.reason);
  result.replaceChildren(instantiate("abstention", { reason, confidence }));
  if (reply.passages.length) {
    const cards = reply.passages.map(passageCard);
    result.append(headed("h2", "What comes closest", list("ol", cards)));
  }
  announce(`No answer, after ${reply.took_ms} ms.`, `Not in these articles. ${reason} `);
}

// Say what came, also to those who hear the page: `aloud` is read out but not seen.
function announce(text, aloud = "") {
  const heard = document.createElement("span");
  heard.className = "aloud";
  heard.textContent = aloud;
  status.replaceChildren(...(aloud ? [heard] : []), text);
}

function showProblem({ status: code = 0, problem }, retry) {
  const [title, detail] = describeProblem(code, problem);
  const node = instantiate("problem", { title, detail });
  node.querySelector("button").addEventListener("click", retry);
  result.replaceChildren(node);
  announce("");
}

async function ask(query) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  document.title = `${query.question} – qa`;
  document.body.classList.add("busy");
  announce("Reading the articles …");
  try {
    const reply = await fetchJson("/v1/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(query),
      signal,
    });
    if (reply.abstained) showAbstention(reply);
    else showAnswer(reply);
  } catch (error) {
    if (signal.aborted) return;
    showProblem(error, () => ask(query));
  }
  document.body.classList.remove("busy");
}

// What the address asks for: /?q=...&as_of=...; null without a question.
function queryOf(parameters) {
  const question = (parameters.get("q") ?? "").trim();
  const filters = FILTERS.map((name) => [name, (parameters.get(name) ?? "").trim()]);
  return question
    ? { question, ...Object.fromEntries(filters.filter(([, value]) => value)) }
    : null;
}

function followAddress() {
  shown = location.search;
  const parameters = new URLSearchParams(location.search);
  for (const name of ["q", ...FILTERS]) form.elements[name].value = parameters.get(name) ?? "";
  element("dates").open = FILTERS.some((name) => parameters.get(name));
  const query = queryOf(parameters);
  if (query) return ask(query);
  asking.abort();
  document.body.classList.remove("busy");
  document.title = "qa";
  announce("");
  result.replaceChildren();
}

async function describeIndex() {
  try {
    const index = await fetchJson("/v1/index");
    const built = describeDate(index.built_at.slice(0, 10));
    const articles = count(index.articles, "article");
    element("index").textContent = `${articles}, built ${built} (generation ${index.generation})`;
  } catch (error) {
    if (error.status === 503) showProblem(error, () => location.reload());
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = queryOf(new FormData(form));
  if (!query) return;
  const { question: q, ...filters } = query;
  history.pushState(null, "", "/?" + new URLSearchParams({ q, ...filters }));
  shown = location.search;
  if (matchMedia("(pointer: coarse)").matches) form.elements.q.blur(); // the keyboard hides a phone
  ask(query);
});

// "/" takes a reader to the question from anywhere, as on most pages that search.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, dialog")) return;
  event.preventDefault();
  form.elements.q.select();
});

// A link to a card moves within the page and changes the address, but asks nothing anew.
window.addEventListener("popstate", () => {
  if (location.search !== shown) followAddress();
});

followAddress();
describeIndex();
