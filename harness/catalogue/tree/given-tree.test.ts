import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../model/errors.js";
import { givenTree } from "./given-tree.js";
import { sha256OfTree, stampOfTree } from "./tree-digest.js";

const test = suite<{ folder: string; tree: string }>("a folder of the user's");

test.before.each((context) => {
  context.folder = fs.mkdtempSync(join(tmpdir(), "given-tree-"));
  context.tree = join(context.folder, "tree");
  fs.mkdirSync(join(context.tree, "d"), { recursive: true });
  fs.writeFileSync(join(context.tree, "d/a"), "one");
  fs.symlinkSync("d/a", join(context.tree, "l"));
});
test.after.each(({ folder }) => fs.rmSync(folder, { recursive: true }));

async function refused(path: string, mostBytes?: number): Promise<string> {
  const thrown: unknown = await givenTree(path, "--tree", mostBytes).catch(
    (error: unknown) => error,
  );
  assert.instance(thrown, UsageError);
  return (thrown as Error).message;
}

test("a copy of it elsewhere has the same digest, and another stamp", async ({ folder, tree }) => {
  const copy = join(folder, "copy");
  fs.writeFileSync(join(tree, "zeros"), Buffer.alloc(300_000));
  fs.cpSync(tree, copy, { recursive: true, verbatimSymlinks: true });
  // Holes are zeros.
  fs.truncateSync(join(copy, "zeros"), 0);
  fs.truncateSync(join(copy, "zeros"), 300_000);
  assert.is(await sha256OfTree(copy), await sha256OfTree(tree));
  assert.is.not(stampOfTree(copy), stampOfTree(tree));
  const { kind, medium, path } = await givenTree(tree, "--tree");
  assert.equal([kind, medium, path], ["given", "tree", tree]);
});

test("all that it holds makes another one of it", async ({ tree }) => {
  const seen = new Set([await sha256OfTree(tree)]);
  const at = (path: string) => join(tree, path);
  for (const change of [
    () => fs.writeFileSync(at("d/a"), "two"),
    () => fs.writeFileSync(at("d/b"), ""),
    () => fs.chmodSync(at("d/b"), 0o755),
    () => fs.renameSync(at("d/b"), at("d/c")),
    () => fs.linkSync(at("d/a"), at("d/same")),
    () => {
      fs.rmSync(at("d/same"));
      fs.writeFileSync(at("d/same"), "two");
    },
    () => {
      fs.rmSync(at("l"));
      fs.symlinkSync("d/c", at("l"));
    },
    () => fs.mkdirSync(at("empty")),
    () => fs.writeFileSync(Buffer.from(`${tree}/\xff`, "latin1"), ""),
  ]) {
    change();
    const digest = await sha256OfTree(tree);
    assert.not.ok(seen.has(digest));
    seen.add(digest);
  }
});

test("what is no folder is refused, and so is what can't be served", async ({ folder, tree }) => {
  assert.match(await refused(join(folder, "none")), "--tree: there is no ");
  assert.match(await refused(join(tree, "d/a")), "expected a folder, found something else");
  execFileSync("mkfifo", [join(tree, "d/pipe\n")]);
  assert.match(await refused(tree), '"d/pipe\\n" is a fifo. Give a copy without it: rsync');
  const server = createServer().listen(join(tree, "s"));
  await new Promise((resolve) => server.once("listening", resolve));
  assert.match(await refused(tree), '"s" is a socket');
  server.close();
});

test("how large it is, is said of one that is too large; holes don't count", async ({ tree }) => {
  fs.writeFileSync(join(tree, "sparse"), "");
  fs.truncateSync(join(tree, "sparse"), 20 * 1024 ** 3);
  const mostBytes = 1024 ** 2;
  await givenTree(tree, "--tree", mostBytes);
  fs.writeFileSync(join(tree, "full"), Buffer.alloc(2 * 1024 ** 2, 1));
  const said = await refused(tree, mostBytes);
  assert.match(said, "holds too much for memory: 2 MiB of data, holes left out; at most 1 MiB");
});

test.run();
