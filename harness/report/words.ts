import type { CaseRecord, CutRecord } from "../store/records.js";

/** A count with its noun: `1 kill`, `2 kills`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** A share in percent with one digit, or a dash where there is no whole. */
export function share(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}

/** A short time in seconds with one digit. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** A long time: `0:07`, `12:30`, `7:59:59`. */
export function clockTime(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
  return hours === 0
    ? `${minutes}:${two(total % 60)}`
    : `${hours}:${two(minutes)}:${two(total % 60)}`;
}

/** Breaks a text at blanks into lines of at most `columns`, each after `indent`. */
export function wrap(text: string, indent: string, columns = 96): string {
  const lines: string[] = [];
  let line = "";
  // Programs are quoted that print what a damaged disk holds.
  const readable = text.replaceAll(/[\p{Cc}\p{Cn}\p{Co}]/gu, (each) =>
    /\s/.test(each) ? each : "?",
  );
  for (const word of readable.split(/\s+/).filter((each) => each !== "")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => indent + each).join("\n");
}

/** The kills that landed where they were sent: only these say anything. */
export function landedIn(cases: readonly CaseRecord[]): CutRecord[] {
  return cases.flatMap(({ cuts }) => cuts.filter(({ landed }) => landed === "landed"));
}

/** A seed, and the word that it was made of, where there is one. */
export function seedText(seed: string, word: unknown): string {
  return word === undefined ? `seed ${seed}` : `seed ${seed} (of the word ${JSON.stringify(word)})`;
}
