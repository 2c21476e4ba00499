// The page that asks: a question goes to POST /v1/ask, and what comes back is shown with its proof.
// The address says all of it: "/?q=...&as_of=...&source=...&tag=...".

import { showReply, tellAloud } from "./answers.js";
import { addressOf, queryOf } from "./asking.js";
import { element, make } from "./elements.js";
import { fetchJson, postJson } from "./fetching.js";
import { showFilters } from "./filters.js";
import { showHome, showVisit } from "./home.js";
import { setQuestion } from "./question.js";
import { recovered, showTrouble } from "./troubles.js";
import { remember } from "./visit.js";
import { count, describeDate, describeDuration } from "./words.js";

const REPLIES = 20;
const PATIENCE = 6000; // ms after which somebody who waits is told that it still goes on
const [form, result, status] = ["form", "result", "status"].map(element);
const replies = new Map(); // by address, so that going back shows what was there, at once
let asking = new AbortController();
let shown = null;

async function ask(query, address) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  element("visit").hidden = true; // or what comes would push it down
  busy(true);
  announce("Reading the articles …");
  const late = setTimeout(() => announce("Still reading: the server is slow or busy …"), PATIENCE);
  signal.addEventListener("abort", () => clearTimeout(late));
  try {
    const reply = await postJson("/v1/ask", query, { signal });
    recovered();
    keep(address, reply);
    remember(address, reply);
    show(reply, query, address);
  } catch (error) {
    if (signal.aborted) return;
    announce("");
    result.replaceChildren(showTrouble(error, () => ask(query, address), signal));
  } finally {
    clearTimeout(late);
  }
  busy(false);
  showVisit(address);
}

function show(reply, query, address) {
  const timeline = `/v1/timeline${timelineQuery(address)}`;
  result.replaceChildren(...showReply(reply, query, timeline));
  const outcome = reply.abstained ? "No answer" : `Answered from ${count(reply.citations.length, "quote")}`;
  announce(`${outcome} in ${describeDuration(reply.took_ms)}.`, `${tellAloud(reply)} `);
}

// What /v1/timeline calls what the page's address says.
function timelineQuery(address) {
  const names = { q: "question", source: "sources", tag: "tags" };
  const wanted = new URL(address, location.origin).searchParams;
  return `?${new URLSearchParams([...wanted].map(([name, value]) => [names[name] ?? name, value]))}`;
}

function keep(address, reply) {
  replies.delete(address);
  replies.set(address, reply);
  if (replies.size > REPLIES) replies.delete(replies.keys().next().value);
}

function busy(is) {
  document.body.classList.toggle("busy", is);
  result.setAttribute("aria-busy", String(is));
  if (is && !result.childElementCount) result.replaceChildren(make("div", { class: "card waiting" }));
}

// Say what came, also to those who hear the page: `aloud` is read out but not seen.
function announce(text, aloud = "") {
  status.replaceChildren(...(aloud ? [make("span", { class: "aloud", text: aloud })] : []), text);
}

// Show what the address asks for; a question that was just answered comes from memory.
function followAddress() {
  shown = location.search;
  const parameters = new URLSearchParams(location.search);
  const address = addressOf(parameters);
  const query = queryOf(parameters);
  setQuestion(parameters.get("q") ?? "");
  showFilters(parameters, (wanted) => go(wanted));
  showHome(!query);
  asking.abort();
  busy(false);
  document.title = query ? `${query.question} – qa` : "Ask the articles – qa";
  if (!query) {
    announce("");
    result.replaceChildren();
    showVisit(address);
  } else if (replies.has(address)) {
    remember(address, replies.get(address)); // what was looked at last comes first
    show(replies.get(address), query, address);
    showVisit(address);
  } else {
    if (result.querySelector(".problem")) result.replaceChildren();
    ask(query, address);
  }
}

function go(address) {
  history.pushState(null, "", address);
  followAddress();
}

// The answer is what comes next: open filters would push it out of sight. What is chosen stays in sight.
function foldFilters() {
  const filters = element("filters");
  const had = filters.contains(document.activeElement);
  filters.open = false;
  if (had) result.focus({ preventScroll: true });
}

async function describeIndex() {
  try {
    const index = await fetchJson("/v1/index");
    const built = describeDate(index.built_at.slice(0, 10));
    element("index").textContent =
      `${count(index.articles, "article")}, built ${built}, generation ${Number(index.generation)}`;
  } catch (error) {
    if (error.status === 503 && !result.childElementCount) {
      result.replaceChildren(showTrouble(error, () => location.reload(), asking.signal));
    }
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const parameters = new FormData(form);
  if (!queryOf(parameters)) return;
  const address = addressOf(parameters);
  replies.delete(address); // asked again on purpose
  if (matchMedia("(pointer: coarse)").matches) form.elements.q.blur(); // the keyboard hides a phone
  foldFilters();
  go(address);
});

// Links to questions on this page are followed in place.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-ask]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.getAttribute("href"));
  scrollTo(0, 0);
});

// A link to a card moves within the page and changes the address, but asks nothing anew.
addEventListener("popstate", () => {
  if (location.search !== shown) followAddress();
});

followAddress();
describeIndex();
