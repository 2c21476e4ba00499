// How the index stands, its builds as they go, the generations that are kept, and the way back.
// Calls `changed()` whenever another generation is served.

import { confirmFirst } from "./confirming.js";
import { element, make, stranger } from "./elements.js";
import { fetchJson } from "./fetching.js";
import { forgetKey, hasKey, sendJson } from "./key.js";
import { describeJob, describeSize, describeTrouble } from "./telling.js";
import { count, describeDate } from "./words.js";

const EVERY = 4000; // ms between two looks at what others may have changed
const NEWS = 60_000; // ms for which what a build did is better news than that the next one changed nothing
let followed = null; // the job that is watched: its id, its stream, and what settles with it
let known = null; // the builds that are no news: done before the page came, or told a while ago
let serving = null; // the generation that the page shows
let changed = () => {};

export function startWatching(callback) {
  changed = callback;
  element("rebuild").addEventListener("click", rebuild);
  element("forget").addEventListener("click", forgetKey);
  document.addEventListener("keychange", showKey);
  showKey();
  setInterval(() => document.hidden || look(), EVERY);
  return look();
}

export const announce = (text) => (element("said").textContent = text);

function showKey() {
  element("forget").hidden = !hasKey();
}

async function look() {
  try {
    const { jobs } = await fetchJson("/v1/jobs");
    known ??= doneOf(jobs);
    const open = jobs.find(({ state }) => state !== "done");
    if (open && !followed) follow(open.id); // what is followed is to be seen to its end
    const { generation, refused } = await fetchJson("/readyz");
    showHealth("good", "Ready: questions are answered", refused);
    if (generation !== serving) await showIndex(generation);
  } catch (trouble) {
    const [title, detail] = describeTrouble(trouble);
    showHealth("bad", title, { reason: detail });
    if (trouble.status === 503) await showGenerations();
  }
}

function showHealth(kind, words, refused) {
  const line = element("health");
  if (line.textContent !== words) line.textContent = words;
  line.className = `health ${kind}`;
  element("refusal").hidden = !refused;
  const number = refused?.generation ? `Generation ${refused.generation} is refused: ` : "";
  element("refusal").textContent = refused ? number + refused.reason : "";
}

async function showIndex(generation) {
  const index = await fetchJson("/v1/index");
  const facts = [
    ["Generation", index.generation],
    ["Built", describeDate(index.built_at.slice(0, 10))],
    ["Articles", index.articles.toLocaleString("en")],
    ["Passages", index.chunks.toLocaleString("en")],
    ["Model", index.embedder],
  ];
  element("facts").replaceChildren(...facts.map(([name, value]) =>
    make("div", {}, make("dt", { text: name }), stranger("dd", value))));
  const first = serving === null;
  serving = generation;
  await showGenerations();
  if (!first) changed();
}

async function showGenerations() {
  const { generations } = await fetchJson("/v1/index/generations");
  element("generations").replaceChildren(...generations.map(generationItem));
}

function generationItem({ generation, current, returns, built_at, articles, bytes, problem }) {
  const facts = problem ?? `${describeDate(built_at.slice(0, 10))}, ${built_at.slice(11, 16)} UTC · ` +
    `${count(articles, "article")} · ${describeSize(bytes)}`;
  return make("li", { "aria-current": current },
    make("strong", { class: "number", text: generation }), current && make("em", { text: "current" }),
    stranger("span", facts, { class: "small" }),
    returns && make("button", {
      type: "button", class: "quiet", text: `Go back to ${generation}`, onclick: () => goBack(generation),
    }));
}

function goBack(generation) {
  confirmFirst({
    title: `Go back to generation ${generation}?`,
    text: "Answers come from it at once. The articles stay as they are, and the next change builds forward.",
    yes: "Go back",
    otherwise: element("kept").querySelector("summary"),
    does: async () => {
      const { body } = await sendJson("POST", "/v1/index/rollback", {});
      announce(`Generation ${body.generation} is current.`);
      showWords(`Back at generation ${body.generation}`);
      known = null; // what was built before is not what this page shows now
      await look();
    },
  });
}

async function rebuild() {
  try {
    const { jobs } = await fetchJson("/v1/jobs");
    const { body } = await sendJson("POST", "/v1/index/build", {});
    known = doneOf(jobs);
    await follow(body.id);
  } catch (trouble) {
    showWords(describeTrouble(trouble).join(": "));
  }
}

// Show how a job goes, until it is done; returns what settles then.
export function follow(id) {
  if (followed?.id === id) return followed.settled;
  followed?.stream.close();
  const before = followed?.settle ?? (() => {});
  const stream = new EventSource(`/v1/jobs/${encodeURIComponent(id)}/events`);
  followed = { id, stream };
  followed.settled = new Promise((resolve) => (followed.settle = resolve));
  followed.settled.then(before); // who waits for the job before waits for this one too
  const mine = followed;
  stream.addEventListener("progress", (event) => showJob(JSON.parse(event.data)));
  stream.addEventListener("done", (event) => end(mine, JSON.parse(event.data)));
  stream.addEventListener("error", () => stream.readyState === EventSource.CLOSED && end(mine));
  return followed.settled;
}

async function end(mine, job) {
  mine.stream.close();
  const news = job && (await findNews(job));
  if (followed === mine) {
    followed = null;
    if (news) showNews(news);
  }
  await look();
  mine.settle();
}

const doneOf = (jobs) => new Set(jobs.filter(({ state }) => state === "done").map(({ id }) => id));

// The server also builds for files that it sees come. Where such a build did what this one was asked
// for, what it did is the better news than that nothing was left to do.
async function findNews(job) {
  if (job.outcome.published) return job;
  const { jobs } = await fetchJson("/v1/jobs").catch(() => ({ jobs: [] }));
  return jobs.find(({ id, outcome }) => outcome?.published && !known?.has(id)) ?? job;
}

function showNews(job) {
  showJob(job);
  setTimeout(() => known?.add(job.id), NEWS);
  announce(element("build-words").textContent); // also that it failed, or that another build was faster
}

function showWords(words) {
  element("build-words").textContent = words;
  element("build-count").textContent = "";
  element("build-bar").hidden = true;
}

function showJob(job) {
  showWords(describeJob(job));
  const bar = element("build-bar");
  bar.hidden = job.state === "done";
  if (job.total) Object.assign(bar, { max: job.total, value: job.done });
  else bar.removeAttribute("value");
  if (job.total && !bar.hidden) element("build-count").textContent = `${job.done} of ${job.total}`;
  const problems = Object.entries(job.outcome?.problems ?? {});
  const list = element("build-problems");
  list.hidden = problems.length === 0;
  list.replaceChildren(...problems.slice(0, 20).map(([path, why]) => stranger("li", `${path}: ${why}`)));
}
