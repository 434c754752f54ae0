import { test } from "uvu";
import * as assert from "uvu/assert";
import { isInstalled } from "./installed.samples.js";
import { TreeSample } from "./held/tree.samples.js";

/**
 * Programs that keep things in files, each with what it prints of its work in the end. They must
 * print the same on the served tree as on tmpfs.
 */
const programs: readonly { readonly needs: string; readonly name: string; script: string }[] = [
  {
    needs: "git",
    name: "git: commit, local clone, rebase, gc",
    script: `
      export GIT_AUTHOR_DATE=2001-01-01T00:00Z GIT_COMMITTER_DATE=2001-01-01T00:00Z
      export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b
      export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
      git init -q -b main one && cd one
      for n in 1 2 3; do echo $n > f$n; git add . && git commit -qm $n || exit; done
      git checkout -q -b side HEAD~1 && echo s > s && git add . && git commit -qm s
      git rebase -q main && cd .. && git clone -q one two && git -C one gc -q
      git -C one fsck && git -C two fsck && git -C one log --format=%H side
      ls one/.git/objects/pack | wc -l; git -C two status --short`,
  },
  {
    needs: "sqlite3",
    name: "sqlite3: journal and WAL",
    script: `
      for mode in delete wal; do
        sqlite3 $mode.db "pragma journal_mode=$mode; create table t(x);
          with recursive n(i) as (select 1 union all select i+1 from n where i < 2000)
          insert into t select i from n; update t set x = x + 1; pragma integrity_check;"
        sqlite3 $mode.db "begin; delete from t where x % 2; select sum(x) from t; commit;
          vacuum; select count(*) from t"
        sha256sum $mode.db | cut -c1-20
      done; ls`,
  },
  {
    needs: "rsync",
    name: "rsync: copy, in place, delete",
    script: `
      mkdir a; seq 20000 > a/f; ln -s f a/l; ln a/f a/h; truncate -s 1M a/sparse
      rsync -aHS a/ b/ && seq 5 >> a/f && rm a/l && rsync -aH --inplace --delete a/ b/
      diff -r a b && ls b && stat -c %h b/f`,
  },
  {
    needs: "tar",
    name: "tar: pack and unpack",
    script: `
      mkdir -p a/b; seq 9000 > a/b/f; ln -s f a/b/l; ln a/b/f a/h; chmod 4755 a/h
      truncate -s 5M a/sparse
      tar -cf x.tar --sparse --sort=name a && mkdir o && tar -xpf x.tar -C o && diff -r a o/a
      stat -c '%n %a %h %s' o/a/h o/a/b/f; tar -df x.tar`,
  },
  {
    needs: "dpkg-deb",
    name: "dpkg-deb: build and unpack a package",
    script: `
      mkdir -p p/DEBIAN p/usr/bin; echo '#!/bin/sh' > p/usr/bin/x; chmod 755 p/usr/bin/x
      printf '%s\\n' 'Package: x' 'Version: 1' 'Architecture: all' > p/DEBIAN/control
      printf '%s\\n' 'Maintainer: a <a@b>' 'Description: x' >> p/DEBIAN/control
      dpkg-deb -b p x.deb && dpkg-deb -x x.deb o && dpkg-deb -I x.deb | grep -c Package
      find o | sort`,
  },
  {
    needs: "npm",
    name: "npm: a package from a folder",
    script: `
      mkdir -p dep app; echo '{"name":"dep","version":"1.0.0"}' > dep/package.json
      echo 'module.exports = "dep"' > dep/index.js
      echo 'console.log(require("dep"))' > app/go.js
      echo '{"name":"app","version":"1.0.0","scripts":{"go":"node go.js"}}' > app/package.json
      cd app; words="--offline --no-audit --no-fund --cache ./cache --install-links"
      npm install $words ../dep >/dev/null 2>&1; npm run -s go --cache ./cache; ls node_modules
      node -p 'require("./package-lock.json").lockfileVersion'`,
  },
];

const sample = await TreeSample.open();
test.after(() => sample.close());

for (const { needs, name, script } of programs) {
  if (!isInstalled(needs)) {
    console.log(`1 test skipped: ${needs} is not installed (${name})`);
    continue;
  }
  test(`${name}: as on tmpfs`, async () => {
    await sample.tell({ kind: "go", go: "resetToBase" });
    const expected = await sample.outside(`exec 2>&1; ${script}`);
    const run = await sample.run(`exec 2>&1; ${script}`);
    assert.is(run.said, expected.said);
    assert.is(run.ended, expected.ended);
    assert.is(run.ended, "0");
    assert.is(run.status.failure, "none");
    assert.ok(run.said.length > 0);
  });
}

test.run();
