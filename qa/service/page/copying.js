// An answer with its citations as text to take away: values in, text out, and the clipboard.

import { describeConfidence, describeDate, webAddress } from "./words.js";

export const FORMATS = { "plain text": inPlain, Markdown: inMarkdown, BibTeX: inBibTeX };

export function inPlain(reply) {
  const lines = cited(reply).map((each) => `“${each.quote}”\n— ${[
    each.title, each.source, describeDate(each.published), placeOf(each),
  ].filter(Boolean).join(", ")}`);
  return [reply.question, `${reply.answer.text} (${told(reply)})`, ...lines].join("\n\n") + "\n";
}

export function inMarkdown(reply) {
  const lines = cited(reply).map((each) => {
    const address = webAddress(each.url);
    const title = address ? `[${escapeMarkdown(each.title)}](<${address}>)` : escapeMarkdown(each.title);
    const rest = [each.source, describeDate(each.published)].filter(Boolean).map(escapeMarkdown);
    return `> ${each.quote.replaceAll("\n", "\n> ")}\n>\n> — ${[title, ...rest].join(", ")}${
      address ? "" : ` \`${placeOf(each)}\``}`;
  });
  const answer = `**${escapeMarkdown(reply.answer.text)}** (${told(reply)})`;
  return [escapeMarkdown(reply.question), answer, ...lines].join("\n\n") + "\n";
}

export function inBibTeX(reply) {
  return cited(reply).map((each) => {
    const [year, month] = (each.published ?? "").split("-");
    const fields = {
      title: `{${escapeTeX(each.title)}}`,
      howpublished: escapeTeX(each.source ?? ""),
      year: year ?? "",
      month: month ? String(Number(month)) : "",
      url: webAddress(each.url) ?? "",
      note: escapeTeX(`${placeOf({ ...each, url: "" })}: “${each.quote}”`),
    };
    const lines = Object.entries(fields).filter(([, value]) => value);
    return `@misc{${keyOf(each)},\n${lines.map(([name, value]) => `  ${name} = {${value}},`).join("\n")}\n}\n`;
  }).join("\n");
}

// Put a text on the clipboard; false where the browser does not let us.
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // not over plain http to another machine: browsers call that insecure
  }
}

function cited({ answer, citations }) {
  return citations.filter(({ id }) => answer.citations.includes(id));
}

function told({ answer, confidence }) {
  const date = answer.published ? `, as of ${describeDate(answer.published)}` : "";
  return describeConfidence(confidence) + date;
}

function placeOf({ url, article_id: id, start, end }) {
  return webAddress(url) ?? `${id}, characters ${start}–${end}`;
}

function keyOf({ article_id: id, start }) {
  return `${id.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/gu, "")}-${start}`;
}

function escapeMarkdown(text) {
  return text.replaceAll(/[\\`*_[\]<>|]/gu, "\\$&").replaceAll("\n", " ");
}

function escapeTeX(text) {
  const named = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
  return text.replaceAll(/[\\~^{}$&%#_]/gu, (sign) => named[sign] ?? `\\${sign}`).replaceAll("\n", " ");
}
