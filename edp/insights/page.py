"""The parts of the report's page that are not data."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1f2933; --muted: #5f6c7b; --line: #e4e7eb;
  --paper: #ffffff; --ground: #f4f6f9; --accent: #2563eb; --good: #0f766e; --bad: #dc2626;
  --bar: #f59e0b55; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --muted: #98a4b3; --line: #2c3542;
  --paper: #171d26; --ground: #0e131a; --accent: #7aa7ff; --good: #2dd4bf; --bad: #f87171;
  --bar: #f59e0b44; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 56px; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main, header, nav div { max-width: 1240px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 36px; padding-bottom: 18px; }
h1 { margin: 0; font-size: 30px; letter-spacing: -0.02em; }
header p { margin: 2px 0 0; color: var(--muted); }
header .span { color: var(--ink); font-size: 17px; }
nav { position: sticky; top: 0; z-index: 2; background: var(--ground);
  border-bottom: 1px solid var(--line); }
nav div { display: flex; gap: 20px; overflow-x: auto; white-space: nowrap; }
nav a { padding: 11px 0; color: var(--muted); text-decoration: none; font-size: 14px; }
nav a:hover { color: var(--accent); }
h2 { margin: 44px 0 2px; font-size: 21px; letter-spacing: -0.01em; }
h3 { margin: 0 0 8px; font-size: 14px; font-weight: 600; }
h3 small { color: var(--muted); font-weight: 400; }
.lead { margin: 0 0 14px; color: var(--muted); max-width: 78ch; }
.cards { display: grid; gap: 12px; margin-top: 20px;
  grid-template-columns: repeat(auto-fit, minmax(160px, 1fr)); }
.cards + .cards { margin-top: 12px; }
.card, .panel { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; }
.card { padding: 13px 16px 12px; }
.card .name { color: var(--muted); font-size: 13px; }
.card .figure { font-size: 24px; font-weight: 650; letter-spacing: -0.02em; line-height: 1.3;
  font-variant-numeric: tabular-nums; white-space: nowrap; }
.card .note { color: var(--muted); font-size: 12.5px; line-height: 1.35; }
.card.good .figure { color: var(--good); }
.card.bad .figure { color: var(--bad); }
.spark { display: block; width: 100%; height: 26px; margin-top: 6px; }
.spark polyline { fill: none; stroke-width: 1.6; vector-effect: non-scaling-stroke; }
.panel { padding: 16px; margin-top: 14px; overflow-x: auto; }
.grid { display: grid; gap: 14px; margin-top: 14px;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); }
.grid.two { grid-template-columns: repeat(auto-fill, minmax(min(100%, 460px), 1fr)); }
.grid.wide { grid-template-columns: 2fr 1fr; }
@media (max-width: 860px) { .grid.wide { grid-template-columns: 1fr; } }
.grid .panel { margin-top: 0; min-width: 0; }
.chart { height: 200px; }
.chart.tall { height: 300px; }
.chart .xtick text, .chart .ytick text { fill: var(--muted) !important; }
.chart .bartext { fill: var(--ink) !important; }
.chart .xgrid, .chart .ygrid { stroke: var(--line) !important; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px;
  font-variant-numeric: tabular-nums; }
th { text-align: left; color: var(--muted); font-weight: 600; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
tbody tr:last-child td { border-bottom: 0; }
th.n, td.n { text-align: right; }
tr.all td { font-weight: 650; border-top: 2px solid var(--line); }
.words td, .words th { white-space: normal; }
.equation td { font-size: 15px; }
.equation .sign, .equation th.sign { color: var(--muted); padding: 5px 8px 5px 0; }
.equation .good { color: var(--good); font-weight: 700; }
.equation .bad { color: var(--bad); font-weight: 700; }
.shares { display: flex; height: 16px; border-radius: 5px; overflow: hidden; gap: 1px; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 7px 0 16px;
  padding: 0; font-size: 13px; color: var(--muted); }
.legend b { display: inline-block; width: 10px; height: 10px; border-radius: 3px;
  margin-right: 6px; }
.legend span { color: var(--ink); font-variant-numeric: tabular-nums; }
.bars { list-style: none; margin: 0; padding: 0; font-size: 13.5px; }
.bars li { position: relative; display: flex; justify-content: space-between; gap: 12px;
  padding: 3px 8px; margin-bottom: 3px; }
.bars i { position: absolute; inset: 0 auto 0 0; background: var(--bar); border-radius: 5px;
  z-index: 0; }
.bars span, .bars b { position: relative; z-index: 1; }
.bars b { font-weight: 600; font-variant-numeric: tabular-nums; }
.more { color: var(--muted); font-size: 13px; margin: 4px 8px 0; }
.waits { margin: 10px 0 0; font-size: 13.5px; }
.waits + .waits { margin-top: 2px; }
dl { margin: 0; } dt { font-weight: 600; } dd { margin: 0 0 12px; color: var(--muted); }
details { margin-top: 2px; } summary { cursor: pointer; font-size: 13px; color: var(--accent); }
pre { overflow-x: auto; margin: 6px 0 0; padding: 10px 12px; border-radius: 8px;
  background: var(--ground); color: var(--ink); }
code, pre { font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
footer { margin: 40px 0 56px; color: var(--muted); font-size: 13px; }
@media print { nav { display: none; } .panel, .card { break-inside: avoid; } }
"""

# The plotting library is five times smaller packed; every browser can unpack it since 2023.
SCRIPT = """
(async () => {
  const packed = document.getElementById("plotly").textContent;
  const bytes = Uint8Array.from(atob(packed), c => c.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const library = document.createElement("script");
  library.textContent = await new Response(plain).text();
  document.head.append(library);
  for (const place of document.querySelectorAll(".chart")) {
    const figure = JSON.parse(place.firstElementChild.textContent);
    Plotly.newPlot(place, figure.data, figure.layout, {displayModeBar: false, responsive: true});
  }
})();
"""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
<noscript>Charts need JavaScript; tables and figures do not.</noscript>
<script type="text/plain" id="plotly">{library}</script>
<script>{script}</script>
</body>
</html>
"""
