const mostLines = 300;
const mostColumns = 100;

interface BannedText {
  readonly pattern: RegExp;
  readonly why: string;
  /** Which files the ban is for. All where absent. */
  readonly appliesTo?: (path: string) => boolean;
}

// Patterns are put together from pieces, so that this file does not break its own rules.
const piece = (...pieces: readonly string[]): RegExp => new RegExp(pieces.join(""), "g");

const banned: readonly BannedText[] = [
  {
    pattern: piece("\\bDate", "\\.now\\b|\\bnew ", "Date\\(|\\bMath", "\\.random\\b"),
    why: "time and chance come in from above: a clock or a named stream",
    appliesTo: isBelowCli,
  },
  { pattern: piece("\\b(?:TO", "DO|FIX", "ME|XX", "X|HA", "CK)\\b"), why: "finish it or file it" },
  { pattern: piece("@ts-", "ignore\\b"), why: "say what the type is" },
  { pattern: piece("\\bas ", "any\\b"), why: "say what the type is", appliesTo: isTypeScript },
  { pattern: piece("\\.on", "ly\\("), why: "it hides the other tests", appliesTo: isTypeScript },
  { pattern: piece("(?<![\\w.}/-])/(?:wo", "rk|ro", "ot)/"), why: "a path of one machine" },
  {
    pattern: piece(
      "\\bregistry\\.(?:np",
      "mjs|ya",
      "rnpkg)|\\b(?:pr",
      "oxy|s",
      "um)\\.gol",
      "ang\\.|\\bgo",
      "proxy\\.|\\b(?:de",
      "b|secur",
      "ity)\\.deb",
      "ian\\.|\\bsecurity\\.ubu",
      "ntu\\.|\\barchive\\.ubu",
      "ntu\\.|\\bartif",
      "actory\\.",
    ),
    why: "the host of a registry: leave it to the settings of the tool",
  },
];

function isTypeScript(path: string): boolean {
  return path.endsWith(".ts");
}

function isBelowCli(path: string): boolean {
  const exempt = ["harness/cli/", "harness/session/", "harness/target/", "harness/shim/"];
  return path.startsWith("harness/") && !exempt.some((prefix) => path.startsWith(prefix));
}

/** Banned words in one file, as `path:line: word: why`. */
export function findBannedText(path: string, text: string): string[] {
  const active = banned.filter(({ appliesTo }) => appliesTo?.(path) ?? true);
  return text
    .split("\n")
    .flatMap((line, index) =>
      active.flatMap(({ pattern, why }) =>
        [...line.matchAll(pattern)].map(([word]) => `${path}:${index + 1}: ${word}: ${why}`),
      ),
    );
}

/** What is too long in one TypeScript file. */
export function findTooLong(path: string, text: string): string[] {
  const lines = text.replace(/\n$/, "").split("\n");
  const problems = lines.flatMap((line, index) => {
    const columns = Array.from(line).length;
    return columns > mostColumns
      ? [`${path}:${index + 1}: ${columns} columns, at most ${mostColumns}`]
      : [];
  });
  if (lines.length > mostLines)
    problems.push(`${path}: ${lines.length} lines, at most ${mostLines}`);
  return problems;
}

/** The middle value of a list, the upper one of two; 0 for an empty list. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** More files of one folder than a reader takes in; tests and their samples stand beside them. */
const mostFiles = 22;

/** Folders with too many source files. */
export function findCrowdedFolders(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    if (/\.(?:test|samples)\.ts$/.test(path)) continue;
    const folder = path.slice(0, path.lastIndexOf("/"));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > mostFiles)
    .map(([folder, count]) => `${folder}: ${count} source files, at most ${mostFiles}`);
}
