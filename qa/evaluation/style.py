"""The look of the report, in light and dark."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf7; --card: #fff; --ink: #1d2329; --faint: #5a6570;
  --line: #dcdad3; --accent: #1a5a85; --other: #a85b00; --alarm: #a3261c; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181b; --card: #1e2226; --ink: #e8e6e1;
  --faint: #a3acb5; --line: #363c42; --accent: #86c1ea; --other: #f0b060; --alarm: #ff9a8f; } }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.5 system-ui, "Apple SD Gothic Neo", "Noto Sans KR", "Malgun Gothic", sans-serif; }
main { max-width: 56rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.75rem; margin: 0; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; }
code { font-size: .92em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; background: var(--card); font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left;
  overflow-wrap: normal; }
.none, .small, figcaption { color: var(--faint); font-size: .9rem; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1rem; }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); padding: .5rem; }
svg { width: 100%; height: auto; }
svg text { fill: var(--faint); font-size: 11px; text-anchor: end; }
svg text.label { text-anchor: middle; }
svg text.c0 { fill: var(--accent); } svg text.c1 { fill: var(--other); }
.grid { stroke: var(--line); } .ideal { stroke: var(--faint); stroke-dasharray: 4 4; }
.line { fill: none; stroke-width: 2; } .line.c0 { stroke: var(--accent); }
.line.c1 { stroke: var(--other); } .dot, .bar { fill: var(--accent); }
li { background: var(--card); border: 1px solid var(--line); padding: .5rem .75rem;
  margin: .5rem 0; }
dl { display: grid; grid-template-columns: 5.5rem 1fr; gap: .15rem .5rem; margin: .25rem 0; }
dt { color: var(--faint); } dd { margin: 0; } .why { color: var(--alarm); }
"""
