import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { testsUnless } from "../../harness/model/tests-unless.samples.js";
import { openFile, whyNoBrowser, withBrowser } from "../../harness/report/html/browser.samples.js";
import { htmlReport } from "../../harness/report/html/html-report.js";
import { readRuns } from "../../harness/store/read-runs.js";
import { writeManyCases } from "./many-cases.js";

testsUnless(whyNoBrowser, "in a browser")(
  "a report of 100,000 cases is small, and opens soon",
  () =>
    withBrowser(async (browser) => {
      const folder = mkdtempSync(join(tmpdir(), "many-"));
      try {
        const path = join(folder, "report.html");
        writeFileSync(path, htmlReport(readRuns([writeManyCases(folder, 100_000)])));
        assert.ok(statSync(path).size < 5 * 2 ** 20, `${statSync(path).size} bytes`);
        const began = performance.now();
        const { page, complaints } = await openFile(browser, path);
        await page.locator("#r1-map svg").first().isVisible();
        const openedMs = performance.now() - began;
        assert.ok(openedMs < 3000, `opened in ${openedMs} ms`);
        assert.equal(complaints, []);
        assert.is(await page.locator(".tiles .held dd").textContent(), "69,978");
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
);

test.run();
