// What the page says and how it cuts text: values in, values out, no document.

// The same words as the command's (qa/cli/wording.py); a test compares the two.
export const CONFIDENCE = [
  [0.9, "very likely right"],
  [0.7, "probably right"],
  [0.4, "uncertain"],
  [0.0, "a weak guess"],
];

export const REASONS = {
  no_words: "The question holds no words to look for.",
  no_evidence: "Nothing in the articles has to do with it.",
  unknown_name: "The articles do not know the name that it asks about.",
  type_mismatch: "The articles touch on it, but not on what kind of thing it asks for.",
  outside_dates: "The articles answer it, but not those of the dates that were asked for.",
  low_confidence: "The articles touch on it, but none says it clearly enough.",
};

const DAY = 24 * 60 * 60 * 1000;

export function describeConfidence(probability) {
  const [, words] = CONFIDENCE.find(([least]) => probability >= least);
  return `${words} (${Math.round(probability * 100)} %)`;
}

export function describeReason(reason) {
  return REASONS[reason] ?? reason;
}

// Write 2022, 2022-02 or 2022-02-09 as a person would, exactly as precise.
export function describeDate(published) {
  if (!published) return "undated";
  const [, month, day] = published.split("-");
  const options = { year: "numeric", timeZone: "UTC" };
  if (month) options.month = "long";
  if (day) options.day = "numeric";
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(published));
}

export function describeAge(published, today) {
  if (!published) return "";
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const [year, month, day] = published.split("-").map(Number);
  const years = year - today.getUTCFullYear();
  const months = years * 12 + (month ?? 1) - 1 - today.getUTCMonth();
  if (!month || Math.abs(months) >= 18) return relative.format(years, "year");
  const midnight = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate());
  const days = (Date.UTC(year, month - 1, day ?? 1) - midnight) / DAY;
  if (!day || Math.abs(days) >= 45) return relative.format(months, "month");
  return relative.format(days, "day");
}

// Cut a text at two offsets that count code points, as all offsets of the interface do.
export function cut(text, start, end) {
  const points = Array.from(text);
  return [points.slice(0, start), points.slice(start, end), points.slice(end)].map((part) =>
    part.join(""),
  );
}

// The quote with what stands around it in its passage: [before, quote, after].
export function quoteInPassage(citation, passages, around = 180) {
  const home = passages.find(
    (passage) =>
      passage.article_id === citation.article_id &&
      passage.start <= citation.start &&
      citation.end <= passage.end,
  );
  if (!home) return ["", citation.quote, ""];
  const [before, quote, after] = cut(
    home.text,
    citation.start - home.start,
    citation.end - home.start,
  );
  return [keepEnd(before, around), quote, shorten(after, around)];
}

function keepEnd(text, length) {
  const points = Array.from(text);
  if (points.length <= length) return text;
  return "… " + points.slice(-length).join("").replace(/^\S*\s+/u, "");
}

export function shorten(text, length) {
  const points = Array.from(text);
  if (points.length <= length) return text;
  return points.slice(0, length).join("").replace(/\s+\S*$/u, "") + " …";
}

// Where the quote stands in the article as it is now; the article may have changed since.
export function findQuote(text, citation) {
  const [before, quote, after] = cut(text, citation.start, citation.end);
  if (quote === citation.quote) return [before, quote, after];
  const at = text.indexOf(citation.quote);
  if (at < 0) return [text, "", ""];
  return [text.slice(0, at), citation.quote, text.slice(at + citation.quote.length)];
}

// A link to the source that a browser opens at the quote; null unless it is a web address.
export function linkToQuote(url, quote) {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null;
  const words = quote.trim().split(/\s+/u);
  const ends = words.length > 16 ? [words.slice(0, 6), words.slice(-6)] : [words];
  const fragment = ends.map((part) => encodeText(part.join(" "))).join(",");
  return `${url}${url.includes("#") ? "" : "#"}:~:text=${fragment}`;
}

// In a text fragment a dash has a meaning of its own, which encodeURIComponent does not know.
function encodeText(text) {
  return encodeURIComponent(text.toWellFormed()).replaceAll("-", "%2D");
}

export function articleAddress(id) {
  return "/v1/articles/" + id.split("/").map(encodeURIComponent).join("/");
}

// What a failed reply says, whether or not it is a problem of ours.
export function describeProblem(status, problem) {
  const title = {
    0: "The server cannot be reached",
    422: "This question cannot be asked",
    503: "Not ready yet",
  }[status];
  return [title ?? "Something went wrong", problem?.detail ?? `The server answered ${status}.`];
}

export function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
