import axe from "axe-core";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PNG } from "pngjs";
import type { Page } from "playwright-core";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { testsUnless } from "../../model/tests-unless.samples.js";
import { readRuns } from "../../store/read-runs.js";
import { openFile, whyNoBrowser, withBrowser } from "./browser.samples.js";
import { htmlReport } from "./html-report.js";
import {
  heldAfter,
  manyFindings,
  storeEnded,
  storeHalf,
  storePage,
  violatedAfter,
} from "./runs.samples.js";

let folder = "";
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), "html-browser-"));
});
test.after.each(() => rmSync(folder, { recursive: true }));

const inBrowser = testsUnless(whyNoBrowser, "in a browser");

const pageOf = (name: string, path: string) =>
  storePage(folder, name, htmlReport(readRuns([path])));

/** What axe finds wrong, as far as it can tell; contrast among it. */
async function barriers(page: Page): Promise<string[]> {
  const found = await page.evaluate(`${axe.source}; axe.run()`);
  const { violations } = found as axe.AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

inBrowser("no complaints and no barriers, in both themes", () =>
  withBrowser(async (browser) => {
    const pages = [
      pageOf("none", storeEnded(join(folder, "a"), [heldAfter(3), heldAfter(12)])),
      pageOf("many", storeEnded(join(folder, "b"), manyFindings())),
      pageOf("half", storeHalf(join(folder, "c"), [heldAfter(3)])),
    ];
    for (const path of pages) {
      for (const theme of ["light", "dark"] as const) {
        const { page, complaints } = await openFile(browser, path, { theme });
        await page.evaluate(
          'document.querySelectorAll("details").forEach((each) => { each.open = true; })',
        );
        assert.equal(await barriers(page), [], `${path}, ${theme}`);
        assert.equal(complaints, [], `${path}, ${theme}`);
        await page.context().close();
      }
    }
  }),
);

inBrowser("names that are markup are only shown", () =>
  withBrowser(async (browser) => {
    const word = `"><img src=x onerror=alert(1)></script><script>alert(2)</script>`;
    const texts = { place: word, message: word, region: word };
    const changes = { run: { about: word, replayWords: [word] } };
    const stored = storeEnded(folder, [violatedAfter(3, "lost", texts)], changes);
    const { page, complaints } = await openFile(browser, pageOf("hostile", stored));
    assert.is(await page.locator("img").count(), 0);
    assert.is(await page.locator(".message").first().textContent(), word);
    assert.equal(complaints, []);
  }),
);

inBrowser("by keyboard: to the commands, to copy one, and into a part of the map", () =>
  withBrowser(async (browser) => {
    const path = pageOf("many", storeEnded(folder, manyFindings()));
    const { page } = await openFile(browser, path);
    const focused = () =>
      page.evaluate("document.activeElement.className || document.activeElement.id");
    for (let presses = 0; (await focused()) !== "copy"; presses += 1) {
      assert.ok(presses < 60, "a copy button is reached by Tab");
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    const command = await page.locator(".command code").first().textContent();
    await page.getByText("Copied").waitFor();
    assert.is(await page.evaluate("navigator.clipboard.readText()"), command);

    await page.locator("#r1-map-0").focus();
    await page.keyboard.press("ArrowRight");
    assert.ok(await page.locator("#r1-map-1").isChecked());
    const seen = await Promise.all(
      [0, 1, 2].map((each) => page.locator(".view").nth(each).isVisible()),
    );
    assert.equal(seen, [false, true, false]);
  }),
);

inBrowser("on a narrow screen nothing is wider than it, and paper is white in any theme", () =>
  withBrowser(async (browser) => {
    const path = pageOf("many", storeEnded(folder, manyFindings()));
    const { page } = await openFile(browser, path, { theme: "dark" });
    await page.setViewportSize({ width: 390, height: 800 });
    assert.is(await page.evaluate("document.documentElement.scrollWidth"), 390);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const picture = PNG.sync.read(await page.screenshot());
    assert.equal([...picture.data.subarray(0, 3)], [255, 255, 255]);
  }),
);

inBrowser("without scripts all is there but the copy buttons", () =>
  withBrowser(async (browser) => {
    const path = pageOf("many", storeEnded(folder, manyFindings()));
    const { page } = await openFile(browser, path, { scripts: false });
    assert.not(await page.locator("button.copy").first().isVisible());
    assert.ok(await page.locator(".command code").first().isVisible());
    await page.locator('label[for="r1-map-2"]').click();
    assert.ok(await page.locator(".view").nth(2).isVisible());
  }),
);

/** The colour in the middle of an element, in the picture that is seen. */
async function colourAt(page: Page, selector: string): Promise<string> {
  const element = page.locator(selector).first();
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  assert.ok(box, selector);
  const picture = PNG.sync.read(await page.screenshot());
  const at =
    (Math.round(box.y + box.height / 2) * picture.width + Math.round(box.x + box.width / 2)) * 4;
  return `rgb(${[...picture.data.subarray(at, at + 3)].join(", ")})`;
}

inBrowser("the picture has the colours of its theme where the marks are", () =>
  withBrowser(async (browser) => {
    const path = pageOf("many", storeEnded(folder, manyFindings()));
    const colours = {
      light: { violated: "rgb(194, 47, 73)", held: "rgb(47, 125, 81)", area: "rgb(28, 126, 214)" },
      dark: {
        violated: "rgb(255, 115, 137)",
        held: "rgb(88, 189, 136)",
        area: "rgb(77, 171, 247)",
      },
    };
    for (const theme of ["light", "dark"] as const) {
      const { page } = await openFile(browser, path, { theme });
      const { violated, held, area } = colours[theme];
      assert.is(await colourAt(page, "svg.whole .violated"), violated);
      assert.is(await colourAt(page, "svg.whole .held"), held);
      await page.locator('label[for="r1-map-4"]').click();
      assert.is(await colourAt(page, ".view:nth-of-type(5) path.area-1.strong"), area);
      await page.context().close();
    }
  }),
);

test.run();
