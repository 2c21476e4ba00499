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
  if (!/^\d{4}(-\d{2}){0,2}$/u.test(published) || Number.isNaN(Date.parse(published))) return published;
  const [, month, day] = published.split("-");
  const options = { year: "numeric", timeZone: "UTC" };
  if (month) options.month = "long";
  if (day) options.day = "numeric";
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(published));
}

export function describeAge(published, today) {
  if (!published || Number.isNaN(Date.parse(published))) return "";
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

// Where a code point stands in a JavaScript string, which counts a pair for some of them.
export function indexOf(text, point) {
  let index = 0;
  for (const sign of text) {
    if (point-- <= 0) break;
    index += sign.length;
  }
  return index;
}

// The passage that holds a quote, and where in its text (in JavaScript's own count).
export function homeOf(citation, passages) {
  const home = passages.find(
    (passage) =>
      passage.article_id === citation.article_id &&
      passage.start <= citation.start &&
      citation.end <= passage.end,
  );
  if (!home) return { text: citation.quote, start: 0, end: citation.quote.length };
  const [start, end] = [citation.start, citation.end].map((at) => indexOf(home.text, at - home.start));
  return { text: home.text, start, end };
}

export function shorten(text, length) {
  const points = Array.from(text);
  if (points.length <= length) return text;
  return points.slice(0, length).join("").replace(/\s+\S*$/u, "") + " …";
}

// A sentence as [piece, whether it is the answer], wherever the answer stands in it: an answer does
// not say which of several places it was read at, so all are told, but none inside of a longer word.
export function pointOut(sentence, answer) {
  const exact = answer.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])(${exact})(?![\\p{Script=Latin}\\p{N}])`, "u");
  const pieces = sentence.split(whole.test(sentence) ? whole : new RegExp(`(${exact})`, "u"));
  return pieces.map((piece, at) => [piece, at % 2 === 1]).filter(([piece]) => piece);
}

// Where a quote stands in an article as it is now: [start, end] in JavaScript's own count, or
// null. The article may have changed since, and then the same words may stand elsewhere.
export function findQuote(text, { start, end, quote }) {
  const place = [indexOf(text, start), indexOf(text, end)];
  if (quote === undefined || text.slice(...place) === quote) return place[0] < place[1] ? place : null;
  const at = text.indexOf(quote);
  return at < 0 ? null : [at, at + quote.length];
}

// The address of a stranger as a link may have it; null unless it is one of the web.
export function webAddress(url) {
  if (!/^https?:\/\//i.test(url ?? "") || !URL.canParse(url)) return null;
  return new URL(url).href;
}

// A link to the source that a browser opens at the quote; null unless it is a web address.
export function linkToQuote(url, quote) {
  const address = webAddress(url);
  if (!address) return null;
  const words = quote.trim().split(/\s+/u);
  const ends = words.length > 16 ? [words.slice(0, 6), words.slice(-6)] : [words];
  const fragment = ends.map((part) => encodeText(part.join(" "))).join(",");
  return `${address}${address.includes("#") ? "" : "#"}:~:text=${fragment}`;
}

// In a text fragment a dash has a meaning of its own, which encodeURIComponent does not know.
function encodeText(text) {
  return encodeURIComponent(text.toWellFormed()).replaceAll("-", "%2D");
}

export function articleAddress(id) {
  return "/v1/articles/" + id.split("/").map(encodeURIComponent).join("/");
}

// The page on which an article is read, opened at a quote of it.
export function readingAddress(id, { start, end } = {}) {
  const place = start === undefined ? {} : { start, end };
  return `/article?${new URLSearchParams({ id, ...place })}`;
}

// Some names of many: "Bustle, VOI and 10 more".
export function someOf(names, most = 3) {
  const listed = names.split(", ").filter(Boolean);
  if (listed.length <= most + 1) return shorten(names, 90);
  return `${shorten(listed.slice(0, most).join(", "), 90)} and ${listed.length - most} more`;
}

// Scripts that tell a language, with the least share of letters that is enough for it.
const SCRIPTS = [
  ["ko", /\p{Script=Hangul}/gu, 0.5],
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 0.2],
  ["zh", /\p{Script=Han}/gu, 0.5],
  ["he", /\p{Script=Hebrew}/gu, 0.5],
  ["ar", /\p{Script=Arabic}/gu, 0.5],
];

// What a screen reader and a font go by, where the script alone tells it.
export function guessLanguage(text) {
  const countOf = (signs) => text.match(signs)?.length ?? 0;
  const letters = Math.max(countOf(/\p{L}/gu), 1);
  return SCRIPTS.find(([, signs, least]) => countOf(signs) / letters >= least)?.[0] ?? null;
}

// A language as an article states it, if it is the tag of one.
export function languageOf({ lang = "", text = "" }) {
  return /^[a-z]{2,3}(-[a-z\d]{2,8})*$/iu.test(lang) ? lang : guessLanguage(text);
}

const INTENTS = {
  latest: "the latest is asked for",
  now: "how it stands now is asked for",
  still: "whether it still holds is asked for",
  original: "what was told first is asked for",
};

// What was understood of time, in words; empty where nothing was.
export function describeUnderstood({ as_of, since, until, about, intent }) {
  const parts = [
    as_of && `as of ${describeDate(as_of)}`,
    since && `from ${describeDate(since)}`,
    until && `until ${describeDate(until)}`,
    about && `about ${describeDate(about)}`,
    INTENTS[intent],
  ];
  return parts.filter(Boolean).join(", ");
}

const TITLES = {
  0: "The server cannot be reached",
  404: "Not there",
  422: "This cannot be asked",
  429: "Too many questions at once",
  503: "Not ready right now",
};

// What a failed reply says, whether or not it is a problem of ours.
export function describeProblem(status, problem) {
  const details = problem?.errors?.map((each) => each.detail).filter(Boolean) ?? [];
  const said = status === 422 && details.length ? details.join("; ") : problem?.detail;
  return [TITLES[status] ?? "Something went wrong", said ?? `The server answered ${status}.`];
}

// A time as it is spoken of: "0.4 ms", "312 ms", "1.9 s".
export function describeDuration(ms) {
  const [value, unit] = ms < 999.5 ? [ms, "ms"] : [ms / 1000, "s"];
  return `${value.toLocaleString("en", { maximumFractionDigits: value < 9.95 ? 1 : 0 })} ${unit}`;
}

export function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
