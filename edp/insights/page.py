"""The parts of the report's page that are not data."""

from __future__ import annotations

STYLE = """
:root { --ink: #1f2933; --muted: #616e7c; --line: #e4e7eb; --paper: #ffffff; --ground: #f5f7fa;
        --accent: #2563eb; --good: #0d9488; --bad: #dc2626; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
       font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 32px 20px 64px; }
header h1 { margin: 0; font-size: 28px; letter-spacing: -0.01em; }
header p { margin: 4px 0 0; color: var(--muted); }
h2 { margin: 44px 0 4px; font-size: 20px; }
h3 { margin: 0 0 8px; font-size: 14px; font-weight: 600; }
.lead { margin: 0 0 14px; color: var(--muted); max-width: 72ch; }
.cards { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr));
         margin-top: 22px; }
.card, .panel { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; }
.card { padding: 14px 16px; }
.card .name { color: var(--muted); font-size: 13px; }
.card .figure { font-size: 23px; font-weight: 650; letter-spacing: -0.01em;
                font-variant-numeric: tabular-nums; white-space: nowrap; }
.card .note { color: var(--muted); font-size: 12.5px; }
.card.good .figure { color: var(--good); }
.card.bad .figure { color: var(--bad); }
.panel { padding: 16px; margin-top: 14px; overflow-x: auto; }
.pair { display: grid; gap: 14px; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); }
.pair > * { min-width: 0; }
@media (max-width: 520px) { .pair { grid-template-columns: 1fr; } }
table { border-collapse: collapse; width: 100%; font-size: 13.5px;
        font-variant-numeric: tabular-nums; }
th { text-align: left; color: var(--muted); font-weight: 600; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
th.n, td.n { text-align: right; }
code { font: 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
footer { margin-top: 44px; color: var(--muted); font-size: 13px; }
"""

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
<script>{script}</script>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
