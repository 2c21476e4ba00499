// From the figures of GET /v1/insight to what the charts show: values in, values out.

import { count, describeDate, describeDuration, REASONS } from "./words.js";

const MOST_MONTHS = 72;

// A column for each month from the first to the last, or for each year where that is too many.
// Articles of which only the year is known have no month: `apart` says how many there are.
export function publishedPoints(months) {
  const dated = months.filter(({ published }) => published.length > 4);
  const apart = months.filter(({ published }) => published.length === 4);
  if (!months.length) return { points: [], apart: 0, by: "month" };
  const numbers = dated.map(({ published }) => numberOf(published));
  const span = Math.max(...numbers) - Math.min(...numbers) + 1;
  const years = new Set(months.map(({ published }) => published.slice(0, 4)));
  if (!dated.length || span > MOST_MONTHS || (span < 4 && years.size > 1)) return byYear(months);
  const found = new Map(dated.map(({ published, articles }) => [numberOf(published), articles]));
  const points = Array.from({ length: span }, (_, at) => {
    const number = Math.min(...numbers) + at;
    return monthPoint(number, found.get(number) ?? 0, span);
  });
  return { points, apart: sum(apart), by: "month" };
}

const sum = (months) => months.reduce((total, { articles }) => total + articles, 0);

function numberOf(month) {
  const [year, of] = month.split("-").map(Number);
  return year * 12 + of - 1;
}

function monthPoint(number, value, span) {
  const year = String(Math.floor(number / 12)).padStart(4, "0");
  const month = `${year}-${String((number % 12) + 1).padStart(2, "0")}`;
  const name = describeDate(month);
  const label = number % 12 === 0 ? year : span <= 12 ? name.slice(0, 3) : "";
  return { name, value, label, hint: `${name}: ${count(value, "article")}` };
}

function byYear(months) {
  const found = new Map();
  for (const { published, articles } of months) {
    const year = Number(published.slice(0, 4));
    found.set(year, (found.get(year) ?? 0) + articles);
  }
  const first = Math.min(...found.keys());
  const points = Array.from({ length: Math.min(Math.max(...found.keys()) - first + 1, 400) }, (_, at) => {
    const name = String(first + at);
    const value = found.get(first + at) ?? 0;
    return { name, value, label: name, hint: `${name}: ${count(value, "article")}` };
  });
  return { points, apart: 0, by: "year" };
}

// Short enough to stand beside their numbers on a phone; the colour says that these were not answered.
const SHORT = {
  no_words: "No words to look for",
  no_evidence: "Nothing has to do with it",
  unknown_name: "A name is not known",
  type_mismatch: "Not the kind asked for",
  outside_dates: "Not within the dates",
  low_confidence: "Nothing says it clearly",
};

// A row for the questions that were answered, and one for each reason why others were not.
export function endingRows({ answered, abstained, reasons }) {
  const all = answered + abstained;
  const share = (number) => `${number.toLocaleString("en")} (${all ? Math.round((100 * number) / all) : 0} %)`;
  return [
    { name: "Answered", full: "Answered", value: answered, said: share(answered) },
    ...reasons.map(({ reason, questions }) => ({
      name: SHORT[reason] ?? reason,
      full: `Not answered: ${REASONS[reason] ?? reason}`,
      value: questions,
      said: share(questions),
      series: "series-2",
    })),
  ];
}

const STAGES = {
  ask: "Ask, from question to answer",
  search: "Search, whole",
  timeline: "Timeline, whole",
  embed: "Question to vector",
  dense: "Search by meaning",
  lexical: "Search by words",
  fuse: "Join the two searches",
  read: "Read for the exact words",
  decide: "Weigh and decide",
};

export function stageRows(stages) {
  return stages.map(({ stage, count: times, mean_ms, median_ms, p95_ms }) => ({
    name: STAGES[stage] ?? stage,
    value: median_ms,
    upto: p95_ms,
    said: describeDuration(median_ms),
    cells: [String(times), ...[mean_ms, median_ms, p95_ms].map(describeDuration)],
  }));
}
