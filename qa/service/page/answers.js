// What came of a question: an answer with its proof, or that the articles do not tell.

import { citationCard, dated, passageCard, references } from "./cards.js";
import { FORMATS, copy } from "./copying.js";
import { element, instantiate, make, stranger } from "./elements.js";
import { fetchJson } from "./fetching.js";
import { setLine } from "./typesetting.js";
import {
  count, describeConfidence, describeDate, describeReason, describeUnderstood, guessLanguage, pointOut,
  readingAddress, shorten,
} from "./words.js";
import { unmarked } from "./prose.js";

const OTHERS = 3;
const TITLE = 100;
const WEAK = 0.4; // where words.js begins to call it a guess

// The nodes for a reply of /v1/ask. `timeline` is the address of /v1/timeline for the same question.
// Of what was understood, only what `query` does not say itself is told.
export function showReply(reply, query, timeline) {
  const told = Object.entries(reply.understood).filter(([name, value]) => value !== query[name]);
  const understood = describeUnderstood(Object.fromEntries(told));
  return reply.abstained ? abstention(reply, understood) : answer(reply, understood, timeline);
}

// What a screen reader is told: the answer itself, or why there is none.
export function tellAloud(reply) {
  if (reply.abstained) return `Not in these articles. ${describeReason(reply.reason)}`;
  return `Answer, ${describeConfidence(reply.confidence)}: ${unmarked(reply.answer.text)}`;
}

function answer(reply, understood, timeline) {
  const cards = reply.citations.map((each) => citationCard(each, reply.passages, textOf(reply, each.id)));
  return [
    statement(reply, understood),
    ...conflicting(reply),
    ...earlier(reply, timeline),
    section("Where it says so", make("ol", { class: "cards" }, cards)),
    ...others(reply, "Other passages", OTHERS),
  ];
}

function statement(reply, understood) {
  const node = instantiate("answer");
  const { text, citations, published, sources } = reply.answer;
  const slot = (name) => node.querySelector(`.${name}`);
  slot("statement").append(...setLine(text), ...references(citations));
  slot("statement").classList.toggle("long", text.length > 90);
  node.classList.toggle("weak", reply.confidence < WEAK);
  const lang = guessLanguage(text);
  if (lang) slot("statement").lang = lang;
  const first = reply.citations.find(({ id }) => id === citations[0]);
  slot("sentence").append(...sentence(first?.quote ?? "", text));
  slot("meter").value = reply.confidence;
  slot("confidence").append(describeConfidence(reply.confidence));
  slot("told").append(...told(published, sources));
  showUnderstood(slot("understood"), understood);
  slot("copies").append(...Object.entries(FORMATS).map((each) => copyButton(reply, ...each)));
  return node;
}

// The sentence around the answer, with the answer marked; nothing where the answer is the sentence.
function sentence(quote, text) {
  const plain = unmarked(quote);
  if (!plain.includes(text) || plain.length - text.length < 3) return [];
  return pointOut(plain, text).map(([piece, is]) => (is ? make("strong", { text: piece }) : piece));
}

function told(published, sources) {
  const when = published ? ["as of ", dated(published)] : ["undated"];
  return [...when, sources ? ` · ${count(sources, "independent source")}` : ""];
}

function showUnderstood(node, words) {
  if (words) node.textContent = `Understood: ${words}.`;
  else node.remove();
}

function copyButton(reply, name, format) {
  const button = make("button", { type: "button", class: "quiet", text: name });
  button.setAttribute("aria-label", `Copy the answer with its citations as ${name}`);
  button.addEventListener("click", async () => {
    const text = format(reply);
    const done = await copy(text);
    element("said").textContent = done ? `Copied as ${name}.` : "";
    button.textContent = done ? `${name} ✓` : name;
    if (!done) showText(button.closest(".answer"), text);
  });
  return button;
}

// Where the clipboard is out of reach, the text is shown to be copied by hand.
function showText(node, text) {
  node.querySelector("textarea")?.remove();
  const area = make("textarea", { rows: "6", readonly: true, "aria-label": "Text to copy" });
  area.value = text;
  node.append(area);
  area.select();
}

function conflicting({ conflicting: found }) {
  if (!found.length) return [];
  const note = "Other articles tell it otherwise, and which is newer cannot be said.";
  const node = section("Told otherwise", make("p", { class: "small", text: note }), history(found));
  node.classList.add("conflict");
  return [node];
}

function earlier(reply, timeline) {
  if (!reply.earlier.length) return [];
  const title = reply.changed ? "How the answer changed" : "What was said earlier";
  const now = { ...reply.answer, now: true };
  const list = history([now, ...reply.earlier]);
  const button = make("button", { type: "button", class: "quiet", text: "Show the whole history" });
  button.addEventListener("click", () => showWhole(button, list, timeline));
  return [section(title, list, make("p", { class: "actions" }, button))];
}

function history(statements) {
  const items = statements.map(({ text, published, citations, now }) =>
    moment(describeDate(published), text, references(citations), now && "now"));
  return make("ol", { class: "history" }, items);
}

function moment(date, text, refs, now) {
  const words = stranger("span", "", { class: "said" });
  words.append(...setLine(text), ...refs);
  return make("li", { class: now || null }, make("span", { class: "when", text: date }), words);
}

// Put the whole timeline in place of what was told earlier; it is asked for only on demand.
async function showWhole(button, list, address) {
  button.setAttribute("aria-disabled", "true");
  button.textContent = "Reading the history …";
  const reply = await fetchJson(address).catch(() => null);
  button.removeAttribute("aria-disabled");
  if (!reply) {
    button.textContent = "The history could not be fetched: try again";
    return;
  }
  const items = reply.timeline.toReversed().map((entry) => {
    const span = [entry.first, entry.last].map(describeDate);
    const date = span[0] === span[1] ? span[0] : `${span[0]} – ${span[1]}`;
    const item = moment(date, entry.text, [` (${count(entry.sources, "source")})`]);
    item.append(make("span", { class: "small" }, entry.citations.slice(0, OTHERS).map((id) => {
      const { article_id: article, title, ...place } = reply.citations.find((each) => each.id === id);
      return stranger("a", shorten(title, TITLE), { href: readingAddress(article, place), class: "proof" });
    })));
    return item;
  });
  list.replaceChildren(...items);
  list.tabIndex = -1;
  list.focus();
  button.remove();
}

function abstention(reply, understood) {
  const node = instantiate("abstention");
  const percent = Math.round(reply.confidence * 100);
  node.querySelector(".reason").textContent = describeReason(reply.reason);
  const guess = node.querySelector(".guess");
  guess.textContent = `The best guess would have been right with a probability of ${percent} %, too little to answer.`;
  guess.hidden = percent < 2;
  showUnderstood(node.querySelector(".understood"), understood);
  return [node, ...others(reply, "The closest passages", 5)];
}

// Passages that no citation quotes, best first; what is beyond the first few is folded away.
function others(reply, title, most) {
  const quoted = ({ article_id: id, start, end }) =>
    reply.citations.some((each) => each.article_id === id && each.start < end && start < each.end);
  const cards = reply.passages.filter((passage) => !quoted(passage)).map(passageCard);
  if (!cards.length) return [];
  const list = (found) => make("ol", { class: "cards plain" }, found);
  const rest = cards.slice(most);
  const more = rest.length && make("details", {},
    make("summary", { text: `${count(rest.length, "more passage")}` }), list(rest));
  return [section(title, list(cards.slice(0, most)), more)];
}

// The statement that a citation supports.
function textOf({ answer, earlier, conflicting }, id) {
  return [answer, ...earlier, ...conflicting].find((each) => each.citations.includes(id))?.text ?? "";
}

function section(title, ...children) {
  return make("section", {}, make("h2", { text: title }), children);
}
