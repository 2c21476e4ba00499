// Charts as SVG that is made node by node: geometry by attributes, colours by classes, so that the
// content security policy needs no exception. Each has its figures as a table too, and is drawn
// anew for the width that it gets, so that letters stay readable on a phone.

import { make } from "./elements.js";

const SVG = "http://www.w3.org/2000/svg";

function draw(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") node.textContent = value;
    else node.setAttribute(key, typeof value === "number" ? Math.round(value * 100) / 100 : value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

// Put a chart into `place`: `paint(width)` returns its height and its nodes. `says` is what it
// shows, in a sentence; `table` the same in full, as { head: [...], rows: [[...], ...] }.
export function showChart(place, { says, caption, table, paint }) {
  const svg = draw("svg", { role: "img", "aria-label": says });
  place.chart?.disconnect();
  place.replaceChildren(
    make("figure", {}, svg, caption && make("figcaption", {}, caption)),
    tableOf(table, says));
  let drawn = 0;
  const repaint = () => {
    const width = Math.floor(place.clientWidth);
    if (!width || width === drawn) return;
    drawn = width;
    const { height, nodes } = paint(width);
    for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) {
      svg.setAttribute(key, value);
    }
    svg.replaceChildren(...nodes);
  };
  repaint();
  place.chart = new ResizeObserver(repaint);
  place.chart.observe(place);
}

function tableOf({ head, rows }, says) {
  const cells = (row) => row.map((text, at) =>
    at ? make("td", { text }) : make("th", { scope: "row", dir: "auto", text }));
  const table = make("table", {},
    make("caption", { class: "aloud", text: says }),
    make("thead", {}, make("tr", {}, head.map((text) => make("th", { scope: "col", text })))),
    make("tbody", {}, rows.map((row) => make("tr", {}, cells(row)))));
  return make("details", {}, make("summary", { text: "As a table" }),
    make("div", { class: "scrolls", tabindex: "0", role: "region", "aria-label": "Table" }, table));
}

// Round numbers from 0 to at least `most`, about `wanted` of them.
export function ticks(most, wanted) {
  const rough = Math.max(most, 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].find((each) => each * power >= rough) * power);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, at) => at * step);
}

// Upright columns, one for each of `points`: { value, hint, label }; a label stands below its
// column where there is room for it.
export function columns(points) {
  return (width) => {
    const height = 220, left = 34, top = 14, bottom = 24;
    const marks = ticks(Math.max(...points.map(({ value }) => value)), 4);
    const y = (value) => height - bottom - (value / marks.at(-1)) * (height - top - bottom);
    const step = (width - left) / points.length;
    const gap = step > 6 ? Math.min(step * 0.25, 8) : step > 3 ? 1 : 0;
    const grid = marks.flatMap((mark) => [
      draw("line", { class: mark ? "grid" : "axis", x1: left, x2: width, y1: y(mark), y2: y(mark) }),
      draw("text", { x: left - 8, y: y(mark) + 4, "text-anchor": "end", text: mark.toLocaleString("en") }),
    ]);
    const drawn = points.map(({ value, hint }, at) => value > 0 && draw("rect", {
      class: "column series-1", x: left + at * step + gap / 2, width: Math.min(step - gap, 56),
      y: y(value), height: y(0) - y(value), rx: Math.min(2, step / 6),
    }, draw("title", { text: hint })));
    return { height, nodes: [...grid, ...drawn.filter(Boolean), ...labels(points, { left, step, height, width })] };
  };
}

function labels(points, { left, step, height, width }) {
  let free = left - 20;
  return points.flatMap(({ label }, at) => {
    const x = left + at * step, room = 9 * (label?.length ?? 0);
    if (!label || x < free || x + room / 2 > width + 16) return [];
    free = x + room;
    return [draw("text", { x: x + Math.min(step, 56) / 2, y: height - 6, "text-anchor": "middle", text: label })];
  });
}

// Lying bars, one for each of `rows`: { name, value, upto?, said, series }. `upto` is a paler
// bar behind, `said` what stands at its end.
export function bars(rows) {
  return (width) => {
    const most = Math.max(...rows.map(({ value, upto = 0 }) => Math.max(value, upto)), 1e-9);
    const lane = 44, thick = 14, room = width - 4;
    const nodes = rows.flatMap(({ name, value, upto, said, series = "series-1" }, at) => {
      const top = at * lane + 16;
      const bar = (kind, amount) => draw("rect", {
        class: `bar ${kind}`, x: 0, y: top + 6, rx: 2, height: thick, width: Math.max(2, (amount / most) * room),
      }, draw("title", { text: `${name}: ${said}` }));
      return [
        draw("text", { class: "name", x: 0, y: top, text: name }),
        draw("text", { class: "value", x: width, y: top, "text-anchor": "end", text: said }),
        upto === undefined ? null : bar("faded", upto),
        bar(series, value),
      ];
    });
    return { height: rows.length * lane + 4, nodes: nodes.filter(Boolean) };
  };
}
