// What the pages that change something say about how it went. Nothing here asks the server.

import { make, withCode } from "./elements.js";
import { count } from "./words.js";

const TITLES = {
  0: "The server cannot be reached",
  401: "The key is needed",
  403: "Not from here",
  404: "It is not there any more",
  409: "This cannot be done now",
  412: "Somebody changed it meanwhile",
  413: "Too large",
  422: "This cannot be taken",
  429: "Too often",
  500: "Something went wrong in the server",
  503: "Not ready",
  507: "The disk is full",
};

// What went wrong, as [title, detail], for whatever was thrown.
export function describeTrouble({ status, problem, message }) {
  const title = TITLES[status] ?? "Something went wrong";
  return [title, problem?.detail ?? (status ? `The server answered ${status}.` : message)];
}

// What went wrong as a box that is read out; `ways` are buttons that lead on.
export function troubleBox(trouble, ...ways) {
  const [title, detail] = describeTrouble(trouble);
  return make("section", { class: "problem", role: "alert" },
    make("h3", { text: title }), make("p", { dir: "auto" }, withCode(detail)),
    ways.length > 0 && make("p", { class: "actions" }, ways));
}

const STAGES = {
  read: "Reading the files",
  embed: "Reading for meaning",
  index: "Writing the index",
  export: "Preparing the model, once",
};

// How a build stands, in words: what it does now, or what it did.
export function describeJob({ state, stage, error, outcome }) {
  if (state === "waiting") return "A build waits its turn";
  if (state === "retrying") return `The build failed and is tried again: ${error}`;
  if (state === "running") return STAGES[stage] ?? "Building";
  if (!outcome.published) return "Nothing is left to build: the index says what the articles say";
  const parts = ["added", "changed", "removed"].filter((part) => outcome[part]);
  const what = parts.map((part) => `${outcome[part]} ${part}`).join(", ") || "nothing new";
  return `Generation ${outcome.generation} is built: ${what}, in ${outcome.seconds} s`;
}

export function describeSize(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return `${(bytes / 1e6).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}

// What became of an article of a file that was sent.
export function describeTaken({ status, error, inferred }) {
  if (error) return error;
  const guessed = Object.entries(inferred).map(([field, from]) => `${field} from ${from}`);
  const what = status === 201 ? "added" : "is there";
  return guessed.length ? `${what}; ${guessed.join(", ")}` : what;
}

// A line that says how many there are, and which of them are shown.
export function describePart({ total, offset, articles }, narrowed) {
  if (!total) return narrowed ? "No article is like that." : "There are no articles yet.";
  const all = count(total, "article");
  if (articles.length === total) return narrowed ? `${all} found` : all;
  return `${offset + 1}–${offset + articles.length} of ${all}${narrowed ? " found" : ""}`;
}
