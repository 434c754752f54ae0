import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Part } from "../../catalogue/commands.js";
import type { Judgement, Told } from "../../model/judgement.js";
import type { Fault, FindingClass, WayEnd } from "../../model/verdict.js";
import type { CaseContext } from "./case-context.js";
import { endOf, goWay } from "./way-out.js";
import { tryOtherWays } from "./ways-out.js";

/** How a way ends: the exit codes of its runs, one after the other, and what is judged then. */
interface Way {
  readonly exitCodes: readonly number[];
  readonly judgement: Judgement;
}

const good: Judgement = { findings: [], heldClass: "recovered", unread: [] };
const works: Way = { exitCodes: [0], judgement: good };

function fault(className: FindingClass): Fault {
  return { checker: "told", class: className, place: "exit code", message: className };
}

function fails(...classes: FindingClass[]): Way {
  return { exitCodes: [1, 1, 1], judgement: { ...good, findings: classes.map(fault) } };
}

const lossy: Judgement = { ...good, findings: [fault("silently lost")] };

interface Given {
  readonly ways: Readonly<Record<string, Way>>;
  /** Of a command that nobody has described: a scenario of ours has one way out. */
  readonly image?: "built" | "given";
  readonly resume?: string;
  readonly moreResumes?: readonly string[];
  /** The commands of repairs that do something; `sgdisk` is none that a boot runs. */
  readonly repairs?: readonly string[];
}

/** A case at its last crash, and what was done there. */
function around({ ways, image = "given", resume, moreResumes, repairs = [] }: Given) {
  const done: string[] = [];
  const left = new Map<string, number[]>();
  const told: Told[] = [];
  let last = "";
  let isRepaired = false;
  const nameOf = (part: Part) => {
    const name = typeof part === "object" ? `resume ${part.resume}` : part;
    return isRepaired ? `repaired, ${name}` : name;
  };
  const run = ({ part }: { readonly part: Part }) => {
    last = nameOf(part);
    done.push(last);
    const codes = left.get(last) ?? [...(ways[last]?.exitCodes ?? [])];
    const exitCode = codes.shift() ?? 0;
    left.set(last, codes);
    const exits = [{ exitCode, signal: null }];
    return Promise.resolve({ part, ended: "finished", exits, trace: [], durationMs: 1 });
  };
  const context = {
    lab: {
      bench: { noun: "disk", promote: () => undefined },
      isToRefuse: false,
      succeeded: ({ exitCode }: { exitCode: number }) => exitCode === 0,
      run,
    },
    judge: {
      atEnd: (each: Told) => {
        told.push(each);
        return Promise.resolve(ways[last]?.judgement ?? good);
      },
      repair: () => {
        isRepaired = true;
        const isUsual = (command: string) => !command.startsWith("sgdisk");
        return Promise.resolve(repairs.map((command) => ({ command, isUsual: isUsual(command) })));
      },
    },
    golden: { user: { before: { atEnd: [] }, after: [{ atEnd: [] }, { atEnd: [] }] } },
    scenario: {
      checks: { atEnd: [], atCrash: [] },
      image: { kind: image },
      ...(resume && { resume: [[resume]] }),
      ...(moreResumes && { moreResumes }),
    },
    clock: () => 0,
  } as unknown as CaseContext;
  const crash = {
    isBase: false,
    restore: () => void done.push("back to the crash"),
    goBack: () => undefined,
    forget: () => undefined,
  };
  return { context, crash, done, told };
}

async function tried(given: Given, end?: WayEnd, isLossy = false) {
  const { context, crash, done } = around(given);
  const gone = await goWay(context, "resume");
  const { ways, findings } = await tryOtherWays(context, crash, gone, end && { end, isLossy });
  return {
    ways: ways.map(({ way, end }) => `${way}: ${end}`),
    classes: findings.map((each) => each.class),
    findings,
    done,
  };
}

test("a way is gone until it succeeds, three times at most", async () => {
  const late = around({ ways: { resume: { ...works, exitCodes: [1, 1, 0] } } });
  const gone = await goWay(late.context, "resume");
  assert.equal([gone.records.length, gone.told.exitedZero], [3, true]);
  const never = around({ ways: { resume: { ...works, exitCodes: [1, 1, 1, 0] } } });
  const { records, told } = await goWay(never.context, "resume");
  assert.equal([records.length, told.exitedZero], [3, false]);
  assert.match(told.how, "command 1 exited with 1, saying: nothing");
});

test("of a resume that only mends file systems, the judge is told that it is one", async () => {
  for (const [resume, isRepair] of [
    ["e2fsck -fy {disk}", true],
    ["/sbin/fsck.fat -a {disk}", true],
    ["update {disk}", undefined],
  ] as const) {
    const { context, told } = around({ ways: { resume: works, again: works }, resume });
    await goWay(context, "resume");
    await goWay(context, "again");
    assert.equal(
      told.map((each) => each.isRepair),
      [isRepair, undefined],
    );
  }
});

test("a way ends where its worst finding is; else in what can't be read, or in a good end", () => {
  assert.is(endOf(good), "recovered");
  const unread = [{ place: "A", message: "bytes differ" }];
  assert.is(endOf({ ...good, unread }), "unread");
  const findings = [fault("stuck"), fault("lost")];
  assert.is(endOf({ ...good, findings, unread }), "lost");
});

test("of a scenario of ours there is one way out", async () => {
  const { ways, classes, done } = await tried({ image: "built", ways: { resume: fails("stuck") } });
  assert.equal([ways, classes, done], [[], ["stuck"], ["resume", "resume", "resume"]]);
});

test("with nothing named, the same command comes first, and the repair next", async () => {
  const { ways, classes } = await tried({ ways: { resume: works } }, "whole");
  assert.equal(ways, ["the same command again: recovered", "the usual repair: whole"]);
  assert.equal(classes, []);
  assert.equal((await tried({ ways: { resume: works } })).ways.length, 1);
});

test("a named resume is tried, and the same command: that it fails is no finding", async () => {
  const ways = { resume: works, again: fails("lost") };
  const result = await tried({ ways, resume: "mend {disk}" }, "lost");
  assert.equal(result.ways, [
    "the same command again: lost",
    "the usual repair: lost",
    "mend {disk}: recovered",
  ]);
  assert.equal(result.classes, []);
  assert.equal(result.done, ["resume", "back to the crash", "again", "again", "again"]);
});

test("each further resume starts from the same crash, and its harm is a finding", async () => {
  const ways = { resume: works, again: works, "resume 0": works, "resume 1": fails("lost") };
  const result = await tried({ ways, resume: "a", moreResumes: ["b", "c"] });
  assert.equal(result.ways, [
    "the same command again: recovered",
    "a: recovered",
    "b: recovered",
    "c: lost",
  ]);
  assert.equal(
    result.findings.map(({ class: name, message, kill }) => [name, message, kill]),
    [["lost", 'with "c": lost', 0]],
  );
  assert.is(result.done.filter((each) => each === "back to the crash").length, 3);
});

test("stuck until the usual repair is done, and then nothing is lost, needs repair", async () => {
  const ways = { resume: fails("stuck", "needs repair"), "repaired, resume": works };
  const { ways: told, findings } = await tried({ ways, repairs: ["e2fsck -fy"] }, "whole");
  assert.equal(told, [
    "the same command again: stuck",
    "the usual repair: whole",
    "the usual repair, then the same again: recovered",
  ]);
  const [finding, ...more] = findings;
  assert.equal([finding?.class, finding?.place, more], ["needs repair", "exit code", []]);
  assert.match(finding?.message ?? "", "it is stuck until e2fsck -fy is run, which loses nothing");
  assert.match(finding?.message ?? "", "Without that: command 1 exited with 1");
});

test("what a repair by hand completes is stuck, and the way out is told", async () => {
  const finished: Way = { exitCodes: [1, 1, 1], judgement: { ...good, heldClass: "finished" } };
  const ways = { resume: fails("stuck"), "repaired, resume": finished };
  const { findings, classes, ways: told } = await tried({ ways, repairs: ["sgdisk -e"] });
  assert.equal(classes, ["stuck"]);
  assert.is(told.at(-1), "a repair by hand, then the same again: finished");
  assert.match(findings[0]?.message ?? "", "until sgdisk -e is run, which loses nothing: then all");
});

test("what the usual repair completes needs repair, though the same refuses after it", async () => {
  const finished: Way = { exitCodes: [1, 1, 1], judgement: { ...good, heldClass: "finished" } };
  const ways = { resume: fails("stuck"), "repaired, resume": finished };
  assert.equal((await tried({ ways, repairs: ["e2fsck -fy"] })).classes, ["needs repair"]);
});

test("still stuck after the repair, or with nothing to repair, it is stuck", async () => {
  const stuck = { resume: fails("stuck"), "repaired, resume": fails("stuck") };
  const after = await tried({ ways: stuck, repairs: ["e2fsck -fy"] });
  assert.equal(after.classes, ["stuck"]);
  assert.match(after.ways.at(-1) ?? "", "then the same again: stuck");
  const none = await tried({ ways: { resume: fails("stuck") } });
  assert.equal([none.classes, none.ways.length], [["stuck"], 1]);
});

test("a repair is not tried on what is lost, nor on what has succeeded", async () => {
  const lost = await tried({ ways: { resume: fails("stuck", "lost") }, repairs: ["e2fsck -fy"] });
  assert.equal([lost.classes, lost.ways.length], [["stuck", "lost"], 1]);
  const diverged = { exitCodes: [0], judgement: { ...good, findings: [fault("diverged")] } };
  const done = await tried({ ways: { resume: diverged }, repairs: ["e2fsck -fy"] });
  assert.equal([done.classes, done.ways.length], [["diverged"], 1]);
});

test("what a boot's repair destroys before the same comes is a finding", async () => {
  const ways = { resume: works, "repaired, resume": { ...works, judgement: lossy } };
  const given = { ways, repairs: ["e2fsck -fy"] };
  const { ways: told, findings } = await tried(given, "lost", true);
  assert.equal(told, [
    "the same command again: recovered",
    "the usual repair: lost",
    "the usual repair, then the same again: silently lost",
  ]);
  const [finding, ...more] = findings;
  assert.equal([finding?.class, finding?.checker, more], ["destroyed by repair", "repair", []]);
  assert.match(finding?.message ?? "", "e2fsck -fy, then the same: silently lost");
  const healed = { ways: { resume: works, "repaired, resume": works }, repairs: ["e2fsck -fy"] };
  const after = await tried(healed, "lost", true);
  assert.equal([after.classes, after.ways.length], [[], 3]);
});

test("a repair comes before the same only where it loses what could not be read", async () => {
  const given = { ways: { resume: works }, repairs: ["e2fsck -fy"] };
  assert.equal((await tried(given, "lost")).ways.length, 2);
  const lost = { ways: { resume: { ...works, judgement: lossy } }, repairs: ["e2fsck -fy"] };
  assert.equal((await tried(lost, "lost", true)).ways.length, 2);
  const byHand = { ways: { resume: works }, repairs: ["sgdisk -e", "e2fsck -fy"] };
  assert.equal((await tried(byHand, "lost", true)).ways.length, 2, "no boot does that");
});

test.run();
