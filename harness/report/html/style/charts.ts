/** Pictures: SVG in the colours of the page. */
export const charts = `
svg { display: block; }
svg.chart { width: 100%; min-width: 640px; height: auto; }
svg.whole { width: 100%; height: 14px; border-radius: 7px; margin: 1rem 0 1.5rem; }
svg text { fill: var(--muted); font-size: 12px; }
svg text.value, .side text, .steps text { fill: var(--ink); }
.axis path { stroke: var(--muted); fill: none; }
path.grid, .axis path.grid { stroke: var(--grid); fill: none; }
rect.frame { fill: none; stroke: var(--line); }
.cells { fill: none; stroke: currentColor; stroke-width: 1; }
.cells.soft { stroke-opacity: 0.5; }
.drawing { position: absolute; } .flush { vector-effect: non-scaling-stroke; }
.soft { fill-opacity: 0.5; } .strong { fill-opacity: 1; }
.steps .even { fill: var(--soft); } .steps .odd { fill: var(--line); }
.flush { stroke: var(--flush); stroke-width: 0.7; stroke-opacity: 0.6; fill: none; }
.side path { stroke: var(--line); fill: none; }
.tick { fill: none; stroke-width: 1.4; }
.tick.held { stroke: var(--held); } .tick.violated { stroke: var(--violated); }
.tick.known { stroke: var(--known); } .tick.undecided { stroke: var(--undecided); }
.tick.gpt-good { stroke: var(--held); } .tick.gpt-odd { stroke: var(--known); }
.tick.gpt-bad { stroke: var(--violated); }
.timeline .lane { fill: var(--soft); }
.timeline .reached { fill: var(--other); fill-opacity: 0.5; }
.timeline .unreached { fill: var(--card); fill-opacity: 0.78; }
.said { fill: var(--link); }
.timeline .arrow { stroke: var(--muted); fill: none; }
.timeline .end { fill-opacity: 0.85; }
.crash path { stroke: var(--violated); stroke-width: 1.6; }
.crash text { fill: var(--ink); }
figure { margin: 1.25rem 0 2rem; }
figcaption h3 { margin: 0; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; padding: 0; margin: 0.5rem 0; }
.legend li { list-style: none; display: flex; align-items: center; gap: 0.4rem;
  color: var(--muted); font-size: 0.85rem; }
.legend svg { width: 12px; height: 12px; }
.zoom { border: 0; padding: 0; margin: 0.75rem 0; display: flex; flex-wrap: wrap; gap: 0.35rem;
  min-width: 0; }
.zoom legend { float: left; color: var(--muted); font-size: 0.85rem; padding: 0.25rem 0.4rem 0 0; }
.zoom input { position: absolute; opacity: 0; pointer-events: none; }
.zoom label { padding: 0.2rem 0.7rem; border: 1px solid var(--line); border-radius: 999px;
  font-size: 0.85rem; cursor: pointer; overflow-wrap: anywhere; }
.zoom label:hover { border-color: var(--muted); }
.zoom input:checked + label { background: var(--ink); color: var(--page);
  border-color: var(--ink); }
.zoom input:focus-visible + label { outline: 2px solid var(--link); outline-offset: 2px; }
.zoom .view { display: none; order: 1; width: 100%; padding-top: 0.5rem; }
.zoom input:checked + label + .view { display: block; }
`;
