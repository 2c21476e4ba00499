// The page that shows what the index holds and how it is used, from GET /v1/insight.

import { bars, columns, showChart } from "./charts.js";
import { element, make, stranger } from "./elements.js";
import { fetchJson } from "./fetching.js";
import { endingRows, publishedPoints, stageRows } from "./figures.js";
import { hasKey, send } from "./key.js";
import { describeTrouble, troubleBox } from "./telling.js";
import { count, describeDate, describeReason } from "./words.js";

const QUESTIONS = "/v1/insight/questions";

async function look() {
  try {
    const insight = await fetchJson("/v1/insight");
    element("trouble").replaceChildren();
    element("figures").hidden = false;
    showTotals(insight);
    showMonths(insight);
    showEndings(insight);
    showStages(insight);
    await showUnanswered(insight);
    element("said").textContent = `Generation ${insight.generation}, built ` +
      `${describeDate(insight.built_at.slice(0, 10))}. Questions are counted since ${when(insight.started_at)}.`;
  } catch (trouble) {
    const again = make("button", { type: "button", class: "quiet", text: "Try again", onclick: look });
    element("trouble").replaceChildren(troubleBox(trouble, again));
    element("figures").hidden = true;
    element("said").textContent = "";
  }
  element("figures").removeAttribute("aria-busy");
}

function when(moment) {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" }).format(new Date(moment));
}

function showTotals({ articles, chunks, answered, abstained }) {
  const asked = answered + abstained;
  const figures = [articles, chunks, asked].map((number) => number.toLocaleString("en"));
  figures.push(asked ? `${Math.round((100 * answered) / asked)} %` : "–");
  element("totals").querySelectorAll("dd").forEach((node, at) => (node.textContent = figures[at]));
}

function nothing(place, text) {
  place.chart?.disconnect();
  place.replaceChildren(make("p", { class: "nothing", text }));
}

function showMonths({ months, undated }) {
  const { points, apart, by } = publishedPoints(months);
  if (!points.length) return nothing(element("months"), "No article has a date.");
  const most = points.reduce((best, point) => (point.value > best.value ? point : best));
  const others = [
    apart && `${count(apart, "article")} of which only the year is known`,
    undated && `${count(undated, "article")} without a date`,
  ].filter(Boolean);
  showChart(element("months"), {
    says: `Articles by ${by}, from ${points[0].name} to ${points.at(-1).name}; ` +
      `most in ${most.name}, ${most.value.toLocaleString("en")}.`,
    caption: `Articles by ${by}.${others.length ? ` Not shown: ${others.join(" and ")}.` : ""}`,
    table: {
      head: [by === "year" ? "Year" : "Month", "Articles"],
      rows: [
        ...(by === "year"
          ? points.filter(({ value }) => value).map(({ name, value }) => [name, String(value)])
          : months.map(({ published, articles }) => [describeDate(published), String(articles)])),
        ...(undated ? [["Undated", String(undated)]] : []),
      ],
    },
    paint: columns(points),
  });
}

function showEndings(insight) {
  const place = element("endings");
  if (!insight.answered && !insight.abstained) return nothing(place, "No question was asked yet.");
  const rows = endingRows(insight);
  showChart(place, {
    says: `${count(insight.answered, "question")} answered, ${insight.abstained.toLocaleString("en")} not.`,
    caption: [make("span", { class: "key one" }), " answered, ", make("span", { class: "key two" }),
      " not answered, by reason"],
    table: { head: ["Ending", "Questions"], rows: rows.map(({ full, value }) => [full, String(value)]) },
    paint: bars(rows),
  });
}

function showStages({ stages }) {
  const place = element("stages");
  if (!stages.length) return nothing(place, "Nothing was asked yet.");
  const rows = stageRows(stages);
  showChart(place, {
    says: `Median times: ${rows.map(({ name, said }) => `${name}, ${said}`).join("; ")}.`,
    caption: [make("span", { class: "key one" }), " half took up to this, ",
      make("span", { class: "key pale" }), " 19 of 20; estimates"],
    table: {
      head: ["Part", "Times", "Mean", "Median", "19 of 20"],
      rows: rows.map(({ name, cells }) => [name, ...cells]),
    },
    paint: bars(rows),
  });
}

async function showUnanswered({ keeps }, asked = false) {
  const place = element("unanswered");
  if (!keeps) {
    place.replaceChildren(make("p", {}, "Keeping questions is switched off: this server remembers none. " +
      "To see what people miss, start it with ", make("code", { text: "QA_KEEP_QUESTIONS=200" }), "."),
      make("p", { class: "small", text: "They would be kept in memory only, never written to a file or the log, " +
        "and shown to holders of the key." }));
    return;
  }
  try {
    const { body } = asked || hasKey() ? await send(QUESTIONS) : { body: await fetchJson(QUESTIONS) };
    showQuestions(place, body);
  } catch (trouble) {
    const show = make("button", {
      type: "button", class: "quiet", text: "Show them", onclick: () => showUnanswered({ keeps }, true),
    });
    const words = trouble.status === 401
      ? `Up to ${keeps} questions are kept, and shown to holders of the key.`
      : describeTrouble(trouble).join(": ");
    place.replaceChildren(stranger("p", words), ...(trouble.status === 401 ? [show] : []));
  }
}

function showQuestions(place, { questions, keeps }) {
  if (!questions.length) return nothing(place, `None. Up to ${keeps} are kept, in memory only.`);
  place.replaceChildren(make("ul", {}, questions.map(({ question, reason, times, last }) =>
    make("li", {},
      make("a", { href: `/?${new URLSearchParams({ q: question })}`, dir: "auto", text: question }),
      make("p", { class: "small", text:
        `${describeReason(reason)} Asked ${times === 1 ? "once" : `${times} times`}, last on ${when(last)}.` })))),
    make("p", { class: "small" }, "Once an article answers it, a question goes when it is asked again. ",
      make("a", { href: "/manage#write", text: "Write an article" })));
}

element("refresh").addEventListener("click", async () => {
  await look();
  element("said").append(" Looked again.");
});
look();
