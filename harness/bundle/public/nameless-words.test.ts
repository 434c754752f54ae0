import { test } from "uvu";
import * as assert from "uvu/assert";
import { namelessCommand, namelessVersion } from "./nameless-words.js";

test("of a command there is the program, the disk, and the names of options", () => {
  const words = ["/home/alice/bin/update", "--key=secret", "-fy", "--to", "Alice", "{disk}", "-"];
  assert.is(namelessCommand(words), "update --key=... -fy --to ... {disk} ...");
  assert.is(namelessCommand(["sh", "-c", "cat /home/alice/x {disk}"]), "sh -c ...");
});

test("a version that names the machine or its user is not told", () => {
  const secrets = ["alice", "Workhorse"];
  assert.is(namelessVersion("update 1.2", secrets), "update 1.2");
  assert.is(namelessVersion("update 1.2 (built by Alice)", secrets), undefined);
  assert.is(namelessVersion("update 1.2 on WORKHORSE", secrets), undefined);
  assert.is(namelessVersion("update 1.2 from /home/x", secrets), undefined);
  assert.is(namelessVersion(undefined, secrets), undefined);
});

test.run();
