import { hostname, userInfo } from "node:os";
import { basename } from "node:path";

/** The program of a command and the names of its options: no value, no other word. */
export function namelessCommand([program = "", ...words]: readonly string[]): string {
  const told = words.map((word) => {
    if (word === "{disk}") return word;
    const [, option] = /^(--?[A-Za-z][\w-]{0,40})(?:=.*)?$/s.exec(word) ?? [];
    if (option === undefined) return "...";
    return option === word ? option : `${option}=...`;
  });
  return [basename(program), ...told].join(" ");
}

/** What a program says of itself; undefined where it names this machine or its user. */
export function namelessVersion(
  text: string | undefined,
  secrets: readonly string[] = ownNames(),
): string | undefined {
  if (text === undefined || text.includes("/home/")) return undefined;
  const low = text.toLowerCase();
  return secrets.some((each) => low.includes(each.toLowerCase())) ? undefined : text;
}

function ownNames(): string[] {
  const { username, homedir } = userInfo();
  // A word as short as that is in everything.
  return [hostname(), username, homedir].filter((each) => each.length > 2);
}
