import { test } from "uvu";
import * as assert from "uvu/assert";
import { coverScript, coverTable } from "./cover-script.js";
import { planCovers, type Machine } from "./covers.js";
import { mountsIn } from "./mounts.js";

const mountinfo = `
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:20 / /proc rw,nosuid - proc proc rw
24 22 0:21 / /dev rw - devtmpfs dev rw
25 22 0:22 / /run rw - tmpfs run rw
26 25 0:23 / /run/user/7 rw - tmpfs user rw
27 22 8:2 / /home rw,nosuid,nodev shared:2 - ext4 /dev/sda2 rw
28 27 8:3 / /home/u/my\\040disk rw,nosuid - ext4 /dev/sda3 rw
29 22 7:0 / /opt/snap ro - squashfs /dev/loop0 ro
30 22 0:24 /hosts /etc/hosts rw - ext4 /dev/sda1 rw
30 24 0:26 / /dev/shm rw - tmpfs tmpfs rw
30 24 0:27 / /dev/shm/own/machine rw,nosuid - tmpfs tmpfs rw
31 22 0:25 / /tmp/proj rw - tmpfs old rw
32 22 0:26 / /tmp/proj rw,noexec - tmpfs new rw
`;
const own = ["/home/u", "/tmp/proj"];
const files = ["/etc/hosts", "/tmp/tool.sh", "/tmp/gone/../x"];
const nowhere = ["/tmp/gone", "/var/lock", "/dev/shm/own/machine/gone"];

function machine(isRoot: boolean): Machine {
  return {
    isRoot,
    mounts: mountsIn(mountinfo.trim()),
    top: ["/dev", "/etc", "/home", "/opt", "/proc", "/run", "/tmp", "/var"],
    look: (path) => {
      if (nowhere.includes(path)) return undefined;
      const isOwn = own.some((folder) => path === folder || path.startsWith(`${folder}/`));
      return { kind: files.includes(path) ? "file" : "folder", own: isOwn };
    },
  };
}

test("mounts are read with their blanks, the last of several at one place", () => {
  const mounts = mountsIn(mountinfo.trim());
  assert.is(mounts.length, 12);
  assert.ok(mounts.some(({ point }) => point === "/home/u/my disk"));
  assert.equal(mounts.at(-1)?.options, ["rw", "noexec"]);
});

test("as root each folder at the top is under an overlay, with the mounts below it", () => {
  const covers = planCovers(machine(true), ["/tmp/proj/update", "/tmp/tool.sh", "/tmp/gone/x"]);
  assert.equal(
    covers.overlays.map(({ name }) => name),
    ["/etc", "/home", "/opt", "/var", "/tmp"],
  );
  assert.equal(
    covers.again.map((each) => [each.at, "lower" in each ? "overlay" : "read-only"]),
    [
      ["/home/u/my disk", "overlay"],
      ["/opt/snap", "read-only"],
      ["/etc/hosts", "read-only"],
      ["/tmp/proj", "overlay"],
    ],
  );
  assert.equal(
    covers.empty.map(({ at }) => at),
    ["/tmp", "/run", "/var/tmp"],
  );
  assert.equal(
    covers.shown.map(({ kind, at }) => [kind, at]),
    [
      ["folder", "/tmp/proj"],
      ["file", "/tmp/tool.sh"],
    ],
  );
  assert.equal(
    covers.readOnly.map(({ point }) => point),
    ["/", "/dev/shm/own/machine"],
  );
});

test("an ordinary user has overlays over folders of his own, all else is read-only", () => {
  const covers = planCovers(machine(false), ["/home/u/bin/update", "/usr/bin/env"]);
  assert.equal(
    covers.overlays.map(({ name }) => name),
    ["/home/u"],
  );
  assert.equal(
    covers.readOnly.map(({ point }) => point),
    ["/", "/home", "/etc/hosts", "/dev/shm/own/machine"],
  );
});

test("the machine's shared memory is under an overlay where a path names something in it", () => {
  const covers = planCovers(machine(true), ["/dev/shm/disk.img", "/dev/shm/gone/x"]);
  const own = "/dev/shm/own/machine";
  const over = { at: own, lower: own, under: own, name: "/dev/shm" };
  assert.equal(covers.overlays.at(-1), over);
  const link = { kind: "file", at: "/dev/shm/disk.img", from: `${own}/disk.img` };
  assert.equal(covers.shown, [link]);
  assert.equal(covers.readOnly.length, 1);
});

test("paths can't break out of the script", () => {
  const covers = planCovers({ ...machine(true), mounts: [], top: ["/it's a:b,c"] }, []);
  assert.match(
    coverTable(covers, true),
    "overlay /it's\\040a:b,c overlay lowerdir=/it's\\040a\\134:b",
  );
  assert.match(coverScript(covers), "is_overlay '/it'\\''s a:b,c' ||");
});

test.run();
