/** Text, tables and boxes. */
export const text = `
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
  -webkit-text-size-adjust: 100%; }
main { max-width: 66rem; margin: 0 auto; padding: 2.5rem 1.5rem 5rem; }
main > div + div, .overview + div { margin-top: 4rem; padding-top: 3rem;
  border-top: 1px solid var(--line); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: 0.5rem 1rem; z-index: 2; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
h1, h2, h3, h4 { line-height: 1.25; font-weight: 650; letter-spacing: -0.01em;
  overflow-wrap: anywhere; }
h1 { font-size: 2rem; margin: 0; } h1 span { color: var(--muted); font-weight: 450; }
h2 { font-size: 1.35rem; margin: 3.5rem 0 0.5rem; } h3 { font-size: 1rem; }
.when, .about, .nothing { color: var(--muted); margin: 0.25rem 0 0.75rem; }
.when { font-size: 0.9rem; overflow-wrap: anywhere; } .about { font-size: 0.9rem; }
nav { position: sticky; top: 0; background: var(--page); border-bottom: 1px solid var(--line);
  margin: 2rem 0 0; z-index: 1; overflow-x: auto; }
nav ul { display: flex; gap: 1.4rem; list-style: none; padding: 0.7rem 0; margin: 0; }
nav a { text-decoration: none; color: var(--muted); font-size: 0.9rem; white-space: nowrap; }
nav a:hover { color: var(--ink); }
.verdict { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem;
  margin: 1.5rem 0 1.25rem; }
.verdict strong, .pill { color: var(--on-tone); border-radius: 999px; font-weight: 600;
  padding: 0.3rem 1rem; } .pill { padding: 0.1rem 0.6rem; font-size: 0.85rem; }
.verdict.held strong, .pill.held { background: var(--held); }
.verdict.violated strong, .pill.violated { background: var(--violated); }
.verdict.undecided strong, .pill.undecided { background: var(--undecided); }
.verdict p { margin: 0; font-size: 1.05rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0.75rem;
  margin: 0; }
.tiles div { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: 0.7rem 1rem; }
.tiles dt { color: var(--muted); font-size: 0.85rem; }
.tiles dd { margin: 0; font-size: 1.7rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.tiles .none dd { color: var(--muted); font-weight: 400; }
.tiles .some.held dd { color: var(--held); } .tiles .some.violated dd { color: var(--violated); }
.tiles .some.known dd { color: var(--known); }
.tiles .some.undecided dd { color: var(--undecided); }
.notices { border-left: 3px solid var(--known); padding: 0.2rem 0 0.2rem 1.1rem;
  margin: 1.25rem 0; }
.notices ul, .work ul, .plan { margin: 0.25rem 0; padding-left: 1.1rem; }
.notices summary { color: var(--ink); font-weight: 600; }
.said-of-it { margin: 0.4rem 0 0; font-size: 1.05rem; overflow-wrap: anywhere; }
.notices li, .work li, .plan li { overflow-wrap: anywhere; font-size: 0.9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.88rem; margin: 0.75rem 0; }
th, td { text-align: left; padding: 0.3rem 1.1rem 0.3rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: anywhere; }
thead th { color: var(--muted); font-weight: 500; overflow-wrap: normal; }
tbody th { font-weight: 450; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
details { margin: 0.6rem 0; }
summary { cursor: pointer; color: var(--muted); font-size: 0.9rem; }
summary:hover { color: var(--ink); }
.finding { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  border-left: 4px solid var(--violated); padding: 1.1rem 1.4rem 1.2rem; margin: 1.1rem 0; }
.finding.known { border-left-color: var(--known); }
.finding h3 { margin: 0; font-size: 1.1rem; display: flex; flex-wrap: wrap; gap: 0.2rem 0.8rem;
  align-items: baseline; }
.finding .class { color: var(--violated); } .finding.known .class { color: var(--known); }
.finding .place { font-weight: 500; }
.finding .count { margin-left: auto; color: var(--muted); font-weight: 400; font-size: 0.9rem; }
.message, .needs { margin: 0.5rem 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.places, .ids { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.35rem;
  margin: 0.75rem 0; font-size: 0.85rem; }
.places li { background: var(--soft); border-radius: 6px; padding: 0.1rem 0.55rem;
  overflow-wrap: anywhere; }
.ids { display: block; }
.where pre { background: var(--soft); border-radius: 8px; margin: 0.5rem 0; overflow-x: auto;
  padding: 0.6rem 0.8rem; }
.story { padding-left: 1.3rem; margin: 0.5rem 0 0.9rem; font-size: 0.92rem; }
.story li { overflow-wrap: anywhere; }
.story q, .story .said { color: var(--muted); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  font-size: 0.85rem; }
.ids code { overflow-wrap: anywhere; }
.bytes caption { text-align: left; font-size: 0.9rem; overflow-wrap: anywhere; }
.bytes caption span { color: var(--muted); } .bytes td { white-space: nowrap; }
.bytes mark { background: var(--violated); color: var(--on-tone); border-radius: 3px; }
.command { display: flex; gap: 0.6rem; align-items: center; }
.command pre { flex: 1; margin: 0; background: var(--soft); border-radius: 8px; min-width: 0;
  padding: 0.55rem 0.9rem; overflow-x: auto; }
.copy { font: inherit; font-size: 0.85rem; padding: 0.35rem 0.9rem; border-radius: 8px;
  border: 1px solid var(--line); background: var(--card); color: var(--ink); cursor: pointer; }
.copy:hover { border-color: var(--muted); } .copy[hidden] { display: none; }
.facts dl { margin: 0.5rem 0; font-size: 0.88rem; }
.facts dl div { display: grid; grid-template-columns: 12rem 1fr; gap: 1rem; padding: 0.2rem 0;
  border-bottom: 1px solid var(--line); }
.facts dt { color: var(--muted); overflow-wrap: anywhere; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) { main { padding: 1.5rem 1rem 3rem; }
  .facts dl div { grid-template-columns: 1fr; gap: 0; } }
@media print {
  :root { color-scheme: light; }
  body { background: #ffffff; font-size: 11pt; } main { max-width: none; padding: 0; }
  nav, .skip, .copy, .zoom legend { display: none; }
  .zoom label { display: none; } .zoom input:checked + label { display: block; }
  .finding, figure, tr { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
  svg.chart { min-width: 0; } .scroll { overflow: visible; }
  .command pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  svg, .pill, .verdict strong { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
