// A question and its filters: the form, the address of the page, and the request all say the same.

import { describeDate } from "./words.js";

export const DATES = ["as_of", "since", "until"];
const LISTS = { source: "sources", tag: "tags" };
const NAMES = { as_of: "As of", since: "From", until: "To", source: "Source", tag: "Tag" };

// How many passages are asked for: as many as an answer is read from, so that nearly every quote
// stands in one of them.
const PASSAGES = 12;

// What parameters (URLSearchParams or FormData) ask for; null without a question.
export function queryOf(parameters) {
  const question = questionIn(parameters);
  if (!question) return null;
  const query = { question, top_k: PASSAGES };
  for (const [name, value] of filtersOf(parameters)) {
    if (LISTS[name]) (query[LISTS[name]] ??= []).push(value);
    else query[name] = value;
  }
  return query;
}

// A question is one line, however it was pasted.
function questionIn(parameters) {
  return (parameters.get("q") ?? "").trim().replaceAll(/\s+/gu, " ");
}

// [name, value] of every filter that is set, each once, in a fixed order.
export function filtersOf(parameters) {
  const dates = DATES.map((name) => [name, (parameters.get(name) ?? "").trim()]);
  const lists = Object.keys(LISTS).flatMap((name) =>
    [...new Set(parameters.getAll(name).map((value) => value.trim()))].map((value) => [name, value]),
  );
  return [...dates, ...lists].filter(([, value]) => value);
}

// The address of the page for a question and filters: "/?q=...&as_of=...".
export function addressOf(parameters) {
  const question = questionIn(parameters);
  const wanted = new URLSearchParams([...(question ? [["q", question]] : []), ...filtersOf(parameters)]);
  return wanted.size ? `/?${wanted}` : "/";
}

// The address without one of its filters.
export function addressWithout(parameters, [name, value]) {
  const rest = filtersOf(parameters).filter(([key, each]) => key !== name || each !== value);
  return addressOf(new URLSearchParams([["q", parameters.get("q") ?? ""], ...rest]));
}

export function nameOf([name, value]) {
  return `${NAMES[name]}: ${value}`;
}

// The same as a person would say it: "As of: December 2024".
export function describeFilter([name, value]) {
  return nameOf([name, DATES.includes(name) ? describeDate(value) : value]);
}
