/** Colours by what they say; the same names in both themes. */
export const colours = `
:root {
  color-scheme: light dark;
  --page: #fbfbfa; --card: #ffffff; --ink: #1d2125; --muted: #59616a; --line: #e2e5e9;
  --grid: #e9ebee; --soft: #f2f3f5; --link: #1862ab; --on-tone: #ffffff; --flush: #8a94a0;
  --held: #2f7d51; --violated: #c22f49; --known: #946011; --undecided: #6556b3;
  --table: #d9480f; --free: #a5adb6; --other: #7b848e; --untried: #d5d9de;
  --area-1: #1c7ed6; --area-2: #0c8599; --area-3: #7048e8; --area-4: #2f9e44;
  --area-5: #c2357a; --area-6: #8a7a10; --area-7: #8d5a33;
  --time-1: #1c7ed6; --time-2: #7048e8; --time-3: #a5adb6;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #14171a; --card: #1b1f24; --ink: #e5e8eb; --muted: #9ca6b0; --line: #2e343b;
    --grid: #262b31; --soft: #22272d; --link: #74b9f7; --on-tone: #14171a; --flush: #68727d;
    --held: #58bd88; --violated: #ff7389; --known: #dfaa50; --undecided: #aea2f5;
    --table: #ff8a4c; --free: #59616a; --other: #8b949e; --untried: #3a4149;
    --area-1: #4dabf7; --area-2: #3bc9db; --area-3: #a78bfa; --area-4: #69db7c;
    --area-5: #f783ac; --area-6: #d6c54a; --area-7: #d0a077;
    --time-1: #4dabf7; --time-2: #a78bfa; --time-3: #59616a;
  }
}
.held { fill: var(--held); } .violated { fill: var(--violated); }
.known { fill: var(--known); } .undecided { fill: var(--undecided); }
[class*="area-"] { fill: currentColor; }
.area-table { color: var(--table); } .area-free { color: var(--free); }
.area-other { color: var(--other); }
.area-1 { color: var(--area-1); }
.area-2 { color: var(--area-2); }
.area-3 { color: var(--area-3); }
.area-4 { color: var(--area-4); }
.area-5 { color: var(--area-5); }
.area-6 { color: var(--area-6); }
.area-7 { color: var(--area-7); }
.time-1 { fill: var(--time-1); } .time-2 { fill: var(--time-2); }
.time-3 { fill: var(--time-3); }
.tried { fill: var(--link); } .untried { fill: var(--untried); }
.flush-key { fill: var(--flush); }
`;
