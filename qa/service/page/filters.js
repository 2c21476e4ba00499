// Which articles may answer: the fields for it, the choices that the corpus offers, and what is
// chosen, each with a way to let go of it.

import { DATES, addressWithout, describeFilter, filtersOf, nameOf } from "./asking.js";
import { element, make, stranger } from "./elements.js";
import { fetchJson } from "./fetching.js";
import { describeDate } from "./words.js";

const SHOWN = 12;
let offered = null;

// Show the filters of an address in the form; `go` is called with another address.
export function showFilters(parameters, go) {
  for (const name of DATES) element("form").elements[name].value = parameters.get(name) ?? "";
  const chosen = filtersOf(parameters);
  element("chosen").replaceChildren(...chosen.map((filter) => chip(filter, parameters, go)));
  for (const [id, name] of [["sources", "source"], ["tags", "tag"]]) showChosen(id, name, chosen);
  if (element("filters").open) offer();
}

function chip(filter, parameters, go) {
  const button = stranger("button", `${describeFilter(filter)} ✕`, { type: "button", class: "quiet",
    "aria-label": `Remove the filter ${nameOf(filter)}` });
  button.addEventListener("click", () => {
    go(addressWithout(parameters, filter));
    element("q").focus();
  });
  return make("li", {}, button);
}

// What is chosen is in the form even before, or without, the choices that the corpus offers.
function showChosen(id, name, chosen) {
  const values = chosen.filter(([key]) => key === name).map(([, value]) => value);
  const place = element(id).querySelector(".choices");
  for (const box of place.querySelectorAll("input[type=checkbox]")) box.checked = values.includes(box.value);
  const there = [...place.querySelectorAll("input[type=checkbox]")].map((box) => box.value);
  place.append(...values.filter((value) => !there.includes(value)).map((value) => choice(name, value, true)));
}

function choice(name, value, checked = false, articles = null) {
  const box = make("input", { type: "checkbox", name, value });
  box.checked = checked;
  const number = articles && make("span", { class: "number small", text: ` ${articles}` });
  return make("label", { class: "choice" }, box, stranger("span", value), number);
}

// Ask once what there is to choose from, when somebody wants to choose.
async function offer() {
  if (offered) return;
  offered = fetchJson("/v1/facets").catch(() => null);
  const facets = await offered;
  if (!facets) {
    offered = null;
    return;
  }
  if (facets.first) {
    element("dates").textContent =
      `The articles date from ${describeDate(facets.first)} to ${describeDate(facets.last)}.`;
  }
  for (const [id, name] of [["sources", "source"], ["tags", "tag"]]) fill(id, name, facets[id]);
}

function fill(id, name, choices) {
  const fieldset = element(id);
  const place = fieldset.querySelector(".choices");
  const checked = new Set([...place.querySelectorAll(":checked")].map((box) => box.value));
  const known = new Set(choices.map((each) => each.name));
  const boxes = [
    ...[...checked].filter((value) => !known.has(value)).map((value) => choice(name, value, true)),
    ...choices.map((each) => choice(name, each.name, checked.has(each.name), each.articles)),
  ];
  place.replaceChildren(...boxes);
  fieldset.hidden = !boxes.length;
  if (boxes.length > SHOWN && !fieldset.querySelector("input[type=search]")) {
    fieldset.querySelector("legend").after(finder(id, place));
  }
}

// Narrows long lists to what holds the letters typed; what is chosen stays in sight.
function finder(id, place) {
  const label = `Find in ${id}`;
  const field = make("input", { type: "search", class: "finder", placeholder: label, "aria-label": label });
  field.addEventListener("input", () => {
    const sought = field.value.trim().toLocaleLowerCase();
    for (const each of place.children) {
      const box = each.querySelector("input");
      each.hidden = !box.checked && !box.value.toLocaleLowerCase().includes(sought);
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  return field;
}

element("filters").addEventListener("toggle", () => {
  if (element("filters").open) offer();
});
