// What the page shows beside an answer: questions to begin with, and those of this visit.

import { describeFilter, filtersOf } from "./asking.js";
import { element, make, stranger } from "./elements.js";
import { fetchJson } from "./fetching.js";
import { forget, readVisit } from "./visit.js";
import { shorten } from "./words.js";

const EXAMPLES = 6;
const ASKED = 8;
let fetched = null;

export async function showHome(is) {
  element("home").hidden = !is;
  document.body.classList.toggle("home", is);
  if (!is || fetched) return;
  const list = element("examples");
  list.replaceChildren(...Array.from({ length: EXAMPLES }, () => make("li", { class: "waiting" })));
  fetched = fetchJson("/v1/examples").catch(() => null);
  const reply = await fetched;
  if (!reply) fetched = null;
  const questions = reply?.examples ?? [];
  list.replaceChildren(...questions.slice(0, EXAMPLES).map((question) => make("li", {}, questionLink(question))));
  if (!questions.length) element("home").hidden = true;
}

// The questions of this visit but the one that is shown.
export function showVisit(address) {
  const others = readVisit().filter((each) => each.address !== address);
  element("visit").hidden = !others.length;
  element("asked").replaceChildren(...others.slice(0, ASKED).map((each) => make("li", {},
    questionLink(each.question, each.address),
    make("span", { class: "small" }, stranger("span", shorten(each.answer ?? "Not in these articles", 80)),
      filtersIn(each.address).map((words) => [" · ", stranger("span", words)])))));
}

// The same question may have been asked with other filters.
function filtersIn(address) {
  return filtersOf(new URL(address, location.origin).searchParams).map(describeFilter);
}

function questionLink(question, address = `/?${new URLSearchParams({ q: question })}`) {
  return stranger("a", question, { href: address, "data-ask": true });
}

element("forget").addEventListener("click", () => {
  forget();
  element("visit").hidden = true;
  element("said").textContent = "The questions of this visit are forgotten.";
  element("q").focus();
});
