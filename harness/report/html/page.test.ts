import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, type DefaultTreeAdapterTypes } from "parse5";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { changeMapName } from "../../store/changes/change-map-file.js";
import { readRuns } from "../../store/read-runs.js";
import { createRun } from "../../store/run-folder.js";
import { run } from "../../store/stored.samples.js";
import { htmlReport } from "./html-report.js";
import {
  heldAfter,
  manyFindings,
  map,
  storeEnded,
  storeHalf,
  violatedAfter,
} from "./runs.samples.js";

let folder = "";
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), "html-"));
});
test.after.each(() => rmSync(folder, { recursive: true }));

const reportOf = (...paths: string[]) => htmlReport(readRuns(paths));

/** The text of the one element of this name. */
function contentOf(html: string, name: string): string {
  const parts = html.split(new RegExp(`</?${name}>`));
  assert.is(parts.length, 3, `one ${name}`);
  return parts[1] ?? "";
}

/** Each element as a browser sees it, with the names of its attributes. */
function elementsOf(html: string): string[] {
  const walk = (node: DefaultTreeAdapterTypes.Node): string[] => {
    const own =
      "attrs" in node ? [[node.tagName, ...node.attrs.map(({ name }) => name)].join(" ")] : [];
    return [...own, ...("childNodes" in node ? node.childNodes.flatMap(walk) : [])];
  };
  return walk(parse(html));
}

test("a run with no findings says so, and what was run", () => {
  const html = reportOf(storeEnded(folder, [heldAfter(3), heldAfter(12)]));
  assert.match(html, "<strong>held</strong>");
  assert.match(html, "Nothing is wrong that is not known. 2 cases run.");
  assert.match(html, "a mixed disk is resized");
  for (const title of ["Write map", "Partition table", "Coverage", "Time", "Configuration"]) {
    assert.match(html, `>${title}</h2>`);
  }
});

test("each kind of finding stands there once, the worst first, with its command", () => {
  const cases = manyFindings();
  const html = reportOf(storeEnded(folder, cases));
  const classes = [...html.matchAll(/<span class="class">([^<]+)/g)].map(([, name]) => name);
  const kinds = new Set(cases.flatMap(({ findings }) => findings.map((each) => each.class)));
  assert.equal(new Set(classes), kinds);
  assert.is(classes[0], "silently lost");
  assert.is(classes.length, kinds.size);
  assert.match(html, "crashpoint replay c1:resize:reference:7f3a:w1@9c1e<");
  assert.match(html, "<strong>violated</strong>");
});

test("a run that was killed has not ended; what is there is told", () => {
  const html = reportOf(storeHalf(folder, [heldAfter(3)]));
  assert.match(html, "<strong>undecided</strong>");
  assert.match(html, "it has not ended: it is still under way, or was killed");
  assert.match(html, "the last line is cut off after 25 bytes and was left out");
});

test("a run that has come to nothing is not taken for one that held", () => {
  const bare = createRun(folder, run, "S");
  bare.close();
  const empty = reportOf(bare.path);
  assert.match(empty, "<strong>undecided</strong>");
  assert.match(empty, "No case was run; uninterrupted runs were not judged; it has not ended.");
  assert.not.match(empty, "Nothing is wrong");
});

test("a map that is damaged, or not there, is missed and named; all else is told", () => {
  const path = storeEnded(folder, [violatedAfter(3, "lost")]);
  const file = join(path, changeMapName);
  for (const [spoil, why] of [
    [() => writeFileSync(file, "no gzip"), "changes.json.gz: damaged, not gzip"],
    [() => rmSync(file), "changes.json.gz is not there: no write map"],
  ] as const) {
    spoil();
    const html = reportOf(path);
    assert.match(html, why);
    assert.match(html, "1 of 76 files gone");
    assert.not.match(html, "Write map");
  }
});

test("runs of one scenario and target are one chapter; another one is in the overview, too", () => {
  storeEnded(folder, [heldAfter(3)]);
  storeEnded(folder, [violatedAfter(5, "lost")]);
  storeEnded(folder, [heldAfter(7)], { run: { target: "other" } });
  const html = reportOf(folder);
  assert.is(html.match(/<header class="chapter"/g)?.length, 2);
  assert.match(html, "2 scenarios and targets");
  assert.match(html, '<a href="#r2">resize on other</a>');
  assert.match(html, "and 1 more run<");
});

test("only our own style and script may run, by their digests", () => {
  const html = reportOf(storeEnded(folder, [heldAfter(3)]));
  const [, found = ""] = /Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
  const policy = found.replaceAll("&#x27;", "'");
  assert.match(policy, "default-src 'none'");
  for (const name of ["style", "script"]) {
    const digest = createHash("sha256").update(contentOf(html, name)).digest("base64");
    assert.match(policy, `${name}-src 'sha256-${digest}'`);
  }
  assert.not.match(html, /\sstyle=|\son\w+=|<(?:link|iframe|img|object|embed)\b/);
});

test("whatever disks, files and logs are called, it stays text", () => {
  const pieces = fc.constantFrom(
    ...['"', "'", "<", ">", "&", "</style>", "</script>", "<script>", "<!--", "-->", "]]>"],
    ...["<evil>", "<svg onload=evil()>", "javascript:evil()", "\u202e", "\u0000", "\ud800", "\n"],
    ...["</title>", "</svg>", "</text>", "`", "${", "&lt;", "\\", "url(//evil)", "a"],
  );
  const hostile = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((some) => some.join(""));
  const make = (word: string) => {
    const area = { name: word, kind: "partition" as const, startBytes: 0, endBytes: 2 ** 23 };
    const itsMap = {
      ...{ ...map, steps: [word, "b"], said: [{ after: 1, text: `x${word}` }] },
      places: map.places.map((each) => ({ ...each, name: word })),
      chart: { sizeBytes: 2 ** 23, areas: [area, area, area] },
    };
    const texts = { place: word, message: `${word}: x`, region: word };
    const run = { about: word, steps: [word], replayWords: [word], tools: { [word]: word } };
    const path = storeEnded(folder, [violatedAfter(3, "lost", texts)], { run, map: itsMap });
    return reportOf(path);
  };
  const plain = elementsOf(make("plain"));
  fc.assert(
    fc.property(hostile, (word) => {
      const html = make(word);
      assert.equal(elementsOf(html), plain);
      assert.not.match(html, /[\u202e\u0000]|\ud800/);
    }),
    { numRuns: 60 },
  );
});

test.run();
