// Takes an article's text apart for showing: headings, items, rows of tables, paragraphs, and the
// pieces of each, without the signs of Markdown. Every piece knows where in the text it stands, so
// that a quote can be marked whatever its sentence looks like. Values in, values out; positions
// here are JavaScript's own (UTF-16), `indexOf` in words.js turns code points into them.

const HEADING = /^ {0,3}(#{1,6})\s+(?=\S)/u;
const ITEM = /^\s*(?:[-*+•]|(\d{1,3})[.)])\s+(?=\S)/u;
const ROW = /^\s*\|.*\|\s*$/u;
const RULE = /^\s*\|?[\s:|-]*-{3,}[\s:|-]*$/u;
const QUOTED = /^\s*>\s?/u;
const FENCE = /^\s*(?:```|~~~)/u;

// Spans are bounded so that no text, however strange, makes this slow.
const INLINE = new RegExp(
  [
    /(?<strong>\*\*|__)(?=\S)(?<bold>.{1,400}?)(?<=\S)\k<strong>/,
    /(?<![\p{L}\p{N}*_])(?<em>[*_])(?=[^\s*_])(?<slanted>[^*_]{1,400}?)(?<=\S)\k<em>(?![\p{L}\p{N}*_])/,
    /`(?<code>[^`]{1,400})`/,
    /\[(?<label>[^\][]{1,400})\]\((?<address>[^()\s]{1,2000})\)/,
  ].map((each) => each.source).join("|"),
  "gu",
);

// [{ kind, level, table, head, start, end, cells: [[{ text, start, end, style, address }]] }]
export function takeApart(text) {
  const blocks = [];
  let open = null; // the paragraph or fence that the next line may belong to
  let table = 0;
  for (const { line, start } of linesOf(text)) {
    if (open?.kind === "code") {
      if (FENCE.test(line)) open = null;
      else append(open, [piece(line, start)]);
      continue;
    }
    const before = blocks.at(-1);
    if (FENCE.test(line)) {
      blocks.push((open = block("code", start)));
    } else if (!line.trim()) {
      open = null;
    } else if (RULE.test(line)) {
      open = null;
    } else if (ROW.test(line)) {
      const goesOn = before?.kind === "row" && isRule(text.slice(before.end, start));
      if (!goesOn) table += 1;
      blocks.push(close({ ...block("row", start, cellsOf(line, start)), table, head: !goesOn }));
      open = null;
    } else {
      open = addLine(blocks, open, line, start);
    }
  }
  return blocks.map(close).filter((each) => each.end > each.start);
}

function addLine(blocks, open, line, start) {
  for (const [kind, sign] of [["heading", HEADING], ["item", ITEM], ["quote", QUOTED]]) {
    const found = sign.exec(line);
    if (!found) continue;
    const at = start + found[0].length;
    const level = kind === "heading" ? found[1].length : 0;
    const number = kind === "item" ? found[1] : undefined;
    blocks.push({ ...block(kind, at, [inline(line.slice(found[0].length), at)]), level, number });
    return kind === "heading" ? null : blocks.at(-1);
  }
  if (!open) blocks.push((open = block("paragraph", start)));
  append(open, inline(line, start));
  return open;
}

// What of the blocks has to do with [start, end), and the head of a table that it is in.
export function around(blocks, start, end) {
  const found = blocks.filter((each) => each.start < end && start < each.end);
  const [first] = found;
  if (first?.kind !== "row" || first.head) return found;
  return [blocks.find((each) => each.table === first.table), ...found];
}

// The first blocks, about as long as `length`; the last of them may be cut, at the end of a word.
export function firstOf(blocks, length) {
  const found = [];
  let left = length;
  for (const block of blocks) {
    if (left <= 0) break;
    const long = block.cells.flat().reduce((sum, { text }) => sum + text.length, 0);
    found.push(long > left && block.kind !== "row" ? cutBlock(block, left) : block);
    left -= long;
  }
  return found;
}

function cutBlock(block, length) {
  const cell = [];
  let left = length;
  for (const whole of block.cells.flat()) {
    if (whole.text.length >= left) {
      const text = Array.from(whole.text).slice(0, left).join("").replace(/\s*\S*$/u, " …");
      return { ...block, cells: [[...cell, { ...whole, text }]] };
    }
    left -= whole.text.length;
    cell.push(whole);
  }
  return block;
}

// The pieces of a piece inside and outside of marks: [[piece, mark or null], ...].
export function split(whole, marks) {
  const cuts = marks.flatMap((mark) => [mark.start, mark.end]);
  const inner = cuts.filter((at) => whole.start < at && at < whole.end);
  const edges = [...new Set([whole.start, ...inner, whole.end])].sort((one, two) => one - two);
  return edges.slice(1).map((end, at) => {
    const start = edges[at];
    const text = whole.text.slice(start - whole.start, end - whole.start);
    const mark = marks.find((each) => each.start <= start && end <= each.end);
    return [{ ...whole, text, start, end }, mark ?? null];
  });
}

// A text without the signs of Markdown, for one line.
export function unmarked(text) {
  return takeApart(text)
    .map((each) => each.cells.map((cell) => cell.map(({ text }) => text).join("")).join(" · "))
    .join(" ");
}

function* linesOf(text) {
  let start = 0;
  for (const line of text.split("\n")) {
    yield { line: line.endsWith("\r") ? line.slice(0, -1) : line, start };
    start += line.length + 1;
  }
}

function block(kind, start, cells = [[]]) {
  return { kind, start, cells };
}

function append(block, pieces) {
  const [cell] = block.cells;
  const last = cell.at(-1);
  if (last) cell.push({ text: "\n", start: last.end, end: last.end, style: "" });
  cell.push(...pieces);
}

// Whether only a rule, and no empty line, stands between two rows.
function isRule(between) {
  return !/[^\s:|-]/u.test(between) && !/\n\s*\n/u.test(between);
}

function close(block) {
  const pieces = block.cells.flat();
  return { ...block, start: pieces[0]?.start ?? 0, end: pieces.at(-1)?.end ?? 0 };
}

function piece(text, start, style = "", address = "") {
  return { text, start, end: start + text.length, style, address };
}

function cellsOf(line, start) {
  const cells = [];
  let at = line.indexOf("|") + 1;
  for (const cell of line.trimEnd().slice(at, -1).split("|")) {
    const lead = cell.length - cell.trimStart().length;
    cells.push(inline(cell.trim(), start + at + lead));
    at += cell.length + 1;
  }
  return cells;
}

function inline(text, start, style = "") {
  const pieces = [];
  let done = 0;
  for (const found of text.matchAll(INLINE)) {
    const { strong, bold, em, slanted, code, label, address } = found.groups;
    if (found.index > done) pieces.push(piece(text.slice(done, found.index), start + done, style));
    const at = start + found.index;
    if (bold) pieces.push(...inline(bold, at + strong.length, "strong"));
    else if (slanted) pieces.push(piece(slanted, at + em.length, style === "strong" ? "strong" : "em"));
    else if (code) pieces.push(piece(code, at + 1, "code"));
    else pieces.push(piece(label, at + 1, "link", address));
    done = found.index + found[0].length;
  }
  if (done < text.length) pieces.push(piece(text.slice(done), start + done, style));
  return pieces;
}
