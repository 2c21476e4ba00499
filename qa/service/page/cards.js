// Cards: a citation with its quote in its paragraph, or a passage that was found.

import { instantiate, make, stranger } from "./elements.js";
import { fetchJson } from "./fetching.js";
import { around, firstOf, takeApart, unmarked } from "./prose.js";
import { setLine, typeset } from "./typesetting.js";
import {
  articleAddress, describeAge, describeDate, guessLanguage, homeOf, languageOf, linkToQuote,
  readingAddress, shorten, someOf,
} from "./words.js";

const SOURCES = 3;
const GLIMPSE = 320;
const TITLE = 200;

// `answer` is what to look for at the article's own sources, which it retells in other words.
export function citationCard(citation, passages, answer) {
  const { text, start, end } = homeOf(citation, passages);
  const blocks = around(takeApart(text), start, end);
  const node = card(citation, citation, typeset(blocks, [{ start, end }], { level: 4 }));
  node.id = `citation-${citation.id}`;
  node.tabIndex = -1;
  node.querySelector("h3").prepend(make("span", { class: "number", text: `[${citation.id}] ` }));
  showSources(node, citation, answer);
  return node;
}

export function passageCard(passage) {
  const place = { start: passage.start, end: passage.end };
  const blocks = firstOf(takeApart(passage.text), GLIMPSE);
  const node = card(passage, place, typeset(blocks, [], { level: 4 }));
  const source = linkToQuote(passage.url, firstSentence(passage.text));
  if (source) node.querySelector(".sources").replaceChildren(outside(source, "Open the source"));
  else node.querySelector(".sources").remove();
  return node;
}

// The time and age of something dated, or that it is not.
export function dated(published) {
  if (!published) return make("span", { text: "undated" });
  const age = describeAge(published, new Date());
  const time = make("time", { datetime: published, text: describeDate(published) });
  return make("span", {}, time, age && ` · ${age}`);
}

// A link that leaves this server; only what `webAddress` lets through may come here.
export function outside(address, text) {
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer", dir: "auto" },
    `${text} ↗`, make("span", { class: "aloud", text: " (another site, new tab)" }));
}

// [1] [2]: numbers that lead to the cards of citations.
export function references(ids) {
  return ids.map((id) => make("a", { class: "reference", href: `#citation-${id}`, text: id,
    "aria-label": `source ${id}` }));
}

function card(found, place, quote) {
  const node = instantiate("card");
  const link = make("a", { href: readingAddress(found.article_id, place) }, setLine(shorten(found.title, TITLE)));
  node.querySelector("h3").append(link);
  const facts = [found.source && stranger("span", someOf(found.source)), dated(found.published)];
  node.querySelector(".facts").append(...facts.filter(Boolean));
  const block = node.querySelector("blockquote");
  const lang = guessLanguage(found.quote ?? found.text);
  if (lang) block.lang = lang;
  block.append(...quote);
  return node;
}

// Where to check a citation: at its own address, or at the pages that its article rests on.
async function showSources(node, citation, answer) {
  const place = node.querySelector(".sources");
  const own = linkToQuote(citation.url, unmarked(citation.quote));
  if (own) place.append(outside(own, "Open the source at the quote"));
  const article = await fetchJson(articleAddress(citation.article_id)).catch(() => null);
  if (!article) return;
  const lang = languageOf(article);
  if (lang) node.querySelector("blockquote").lang = lang;
  const links = article.sources.flatMap(({ url, publisher }) => {
    const address = linkToQuote(url, shorten(unmarked(answer), 80).replace(/ …$/u, ""));
    return address ? [outside(address, shorten(publisher || new URL(address).host, 40))] : [];
  });
  if (own || !links.length) return;
  const more = links.length - SOURCES;
  place.append("Rests on ", ...links.slice(0, SOURCES).flatMap((link, at) => (at ? [", ", link] : [link])));
  if (more <= 0) return;
  const all = `${readingAddress(citation.article_id)}#rests-on`;
  place.append(" and ", make("a", { href: all, text: `${more} more` }));
}

function firstSentence(text) {
  return unmarked(text).split(/(?<=[.!?。！？])\s/u)[0];
}
