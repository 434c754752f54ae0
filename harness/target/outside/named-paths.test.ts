import { test } from "uvu";
import * as assert from "uvu/assert";
import { pathsIn } from "./named-paths.js";

test("whole words and what stands in lines for a shell is found", () => {
  assert.equal(pathsIn(["/tmp/my files/update", "of=/tmp/x.img", "{disk}"]), [
    "/tmp/my files/update",
    "/tmp/my",
    "/tmp/x.img",
  ]);
  const line = `[ -e '/tmp/a' ] && /opt/b --to="/srv/c;d" >/tmp/log; cat ./rel/e ~/f {disk}`;
  assert.equal(pathsIn([line]), ["/tmp/a", "/opt/b", "/srv/c", "/tmp/log"]);
  assert.equal(pathsIn(["a=/usr/bin:/tmp/bin:", "a/b c~/d"]), ["/usr/bin", "/tmp/bin"]);
});

test.run();
