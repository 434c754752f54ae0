import type { ToolResult } from "../../target/tool.js";
import { sqliteUri } from "../formats/sqlite.js";

/** How a format that is no file system is checked. What is left out is as for fsck. */
interface FormatCheck {
  readonly command: readonly [string, ...string[]];
  readonly chatter: RegExp;
  readonly isClean?: (result: ToolResult) => boolean;
  readonly noJudgement?: readonly number[];
  readonly lastLine?: RegExp;
}

/** The formats' own checkers, each told to change nothing; the file holds the format alone. */
export const formatChecks = {
  qcow2: (path: string): FormatCheck => ({
    command: ["qemu-img", "check", "-f", "qcow2", path],
    chatter: /^(Image end offset: |\d+\/\d+ = )/,
    // 63: the format has no check. A shell's: 126, 127.
    noJudgement: [63, 126, 127],
    lastLine: /^No errors were found on the image\.$/m,
  }),
  sqlite: (path: string): FormatCheck => ({
    command: ["sqlite3", ...quietSqlite, sqliteUri(path), "pragma integrity_check"],
    isClean: ({ exitCode, stdout }) => exitCode === 0 && stdout === "ok\n",
    chatter: /^$/,
  }),
  luks: (path: string): FormatCheck => ({
    // Without locks it repairs nothing; only its debug output tells of a damaged second header.
    command: ["cryptsetup", "luksDump", "--disable-locks", "--debug", path],
    isClean: ({ exitCode, stdout }) => exitCode === 0 && !stdout.includes("requires recovery"),
    chatter: /^(?!exit |.*(?:requires recovery|checksum error|not a valid|Cannot|Invalid))/,
  }),
  lvm: (path: string): FormatCheck => ({
    command: ["pvck", "--dump", "headers", path],
    isClean: ({ exitCode, stdout }) => exitCode === 0 && !stdout.includes("CHECK: "),
    chatter: /^(?!exit |CHECK: |Found bad|Failed|.*error)/i,
    lastLine: /^ *label_header\.id LABELONE$/m,
  }),
  md: (path: string): FormatCheck => ({
    command: ["mdadm", "--examine", path],
    isClean: ({ exitCode, stdout }) => exitCode === 0 && / - correct$/m.test(stdout),
    chatter: /^(?!exit |Checksum|mdadm: )/,
  }),
};

const quietSqlite = ["-batch", "-readonly", "-init", "/dev/null"];
