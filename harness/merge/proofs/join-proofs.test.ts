import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { proofFilesIn, readProofs } from "../../store/proofs/proofs-file.js";
import { joinProofs } from "./join-proofs.js";
import { caught, writeProofs } from "./proofs.samples.js";

const joining = suite<{ folder: string }>("proofs joined");
joining.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-proofs-"));
});
joining.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const joined = (folder: string) => joinProofs(proofFilesIn([folder]).map(readProofs));

joining("targets stand in the order of the whole; what is nobody's is missing", ({ folder }) => {
  writeProofs(folder, 2, [caught("c")], { elapsedMs: 3000 });
  writeProofs(folder, 1, [caught("a")]);
  const { whole, missing } = joined(folder);
  assert.equal(whole.kind === "known-bad" && whole.proofs.map(({ name }) => name), ["a", "c"]);
  assert.equal([whole.elapsedMs, missing], [3000, ["b"]]);
  writeProofs(folder, 2, [caught("c")], { leftOut: ["b"] });
  assert.equal([joined(folder).whole.leftOut, joined(folder).missing], [["b"], []]);
});

joining("shards of another prove are refused", ({ folder }) => {
  writeProofs(folder, 1, [caught("a")]);
  writeProofs(folder, 2, [caught("b")], { setting: { only: "a,b,c", seed: "2" } });
  assert.throws(() => joined(folder), /not shards of one prove: seed: expected 1 .*, found 2 in/);
  writeProofs(folder, 2, [caught("b")], { targets: ["a", "b"] });
  assert.throws(() => joined(folder), /the names of the targets: expected a, b, c as in/);
  writeProofs(folder, 2, [caught("a")]);
  assert.throws(() => joined(folder), /a is in shard 1\/2 .* and in shard 2\/2 .*each target once/);
  writeProofs(folder, 2, [caught("d")]);
  assert.throws(() => joined(folder), /d: expected one of its targets/);
});

joining("what is no file of ours is refused", ({ folder }) => {
  const path = writeProofs(folder, 1, [caught("a")]);
  writeFileSync(path, `{"version":4}`);
  assert.throws(() => joined(folder), /version: expected 5, found 4/);
  writeFileSync(path, `{"version":5,"kind":"known-bad"}`);
  assert.throws(() => joined(folder), /proofs-1-of-2\.json: shard: /);
  truncateSync(path, 2 ** 30);
  assert.throws(() => joined(folder), /it has more than 64 MiB/);
  rmSync(path);
  symlinkSync("/dev/zero", path);
  assert.throws(() => joined(folder), /it is a link, or no ordinary file/);
});

joining.run();
