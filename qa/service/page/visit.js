// What was asked in this visit. It is kept in the tab (sessionStorage), goes nowhere, and is gone
// with the tab; where a browser keeps nothing, the list stays empty.

const KEY = "visit";
const MOST = 50;

export function readVisit() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

// Put a question and what came of it first; asked again, it moves up.
export function remember(address, { question, answer, citations }) {
  const cited = citations.map(({ article_id: id, start, end, quote }) => ({ id, start, end, quote }));
  const entry = { address, question, answer: answer?.text ?? null, cited };
  const others = readVisit().filter((each) => each.address !== address);
  keep([entry, ...others].slice(0, MOST));
}

export function forget() {
  keep([]);
}

// The questions of this visit that were answered from an article, newest first.
export function askedOf(articleId) {
  return readVisit().flatMap((entry) => {
    const cited = entry.cited.filter(({ id }) => id === articleId);
    return cited.length ? [{ ...entry, cited }] : [];
  });
}

function keep(entries) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // Full, or switched off: the visit is then not remembered, and all else works.
  }
}
