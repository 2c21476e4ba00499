// Sets prose as nodes: the blocks of prose.js become paragraphs, lists and tables, with marks.

import { make } from "./elements.js";
import { split, takeApart } from "./prose.js";
import { webAddress } from "./words.js";

const INLINE = { strong: "strong", em: "em", code: "code" };

// Nodes for blocks. A mark is { start, end, class }; its first node gets the mark's id.
export function typeset(blocks, marks = [], { level = 2 } = {}) {
  const begun = new Set();
  const setCell = (cell) => setPieces(cell, marks, begun);
  const nodes = [];
  for (const block of blocks) {
    const last = nodes.at(-1);
    if (block.kind === "item") {
      const item = make("li", { value: block.number }, block.cells.map(setCell));
      const kind = block.number ? "OL" : "UL";
      if (last?.nodeName === kind) last.append(item);
      else nodes.push(make(kind, {}, item));
    } else if (block.kind === "row") {
      const name = block.head ? "th" : "td";
      const scope = block.head ? "col" : null;
      const row = make("tr", {}, block.cells.map((cell) => make(name, { scope }, setCell(cell))));
      if (last?.dataset.table === String(block.table)) last.firstChild.append(row);
      else nodes.push(tableAround(row, block.table));
    } else {
      const cells = block.cells.map(setCell);
      nodes.push(make(nameOf(block, level), {}, block.kind === "code" ? make("code", {}, cells) : cells));
    }
  }
  return nodes;
}

// One line or sentence, set without blocks: as a title or an answer.
export function setLine(text) {
  const cells = takeApart(text).flatMap((block) => block.cells);
  return cells.flatMap((cell) => setPieces(cell, [], new Set()));
}

function nameOf({ kind, level }, offset) {
  if (kind === "heading") return `h${Math.min(level + offset - 1, 6)}`;
  return { quote: "blockquote", code: "pre" }[kind] ?? "p";
}

// A table may be wider than a phone: it scrolls by itself, also with the keyboard.
function tableAround(row, number) {
  const label = "Table";
  const table = make("table", {}, row);
  return make("div", { class: "sideways", tabindex: "0", role: "region", "aria-label": label,
    "data-table": String(number) }, table);
}

// The nodes of a cell; pieces that follow each other in one mark share its node.
function setPieces(cell, marks, begun) {
  const nodes = [];
  let open = null;
  for (const [part, mark] of cell.flatMap((whole) => split(whole, marks))) {
    const node = setPiece(part);
    if (mark && mark === open) {
      nodes.at(-1).append(node);
      continue;
    }
    open = mark;
    nodes.push(mark ? setMark(mark, begun, node) : node);
  }
  return nodes;
}

function setMark(mark, begun, node) {
  const id = begun.has(mark) ? null : mark.id;
  begun.add(mark);
  return make("mark", { id, class: mark.class, tabindex: id ? "-1" : null }, node);
}

function setPiece({ text, style, address }) {
  const name = INLINE[style];
  const href = style === "link" && webAddress(address);
  const node = document.createTextNode(text);
  if (name) return make(name, {}, node);
  return href ? make("a", { href, rel: "noopener noreferrer", target: "_blank" }, node) : node;
}
