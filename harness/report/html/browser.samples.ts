import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const program = (process.env["PATH"] ?? "")
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** Why no page can be looked at here; undefined where one can. */
export const whyNoBrowser =
  program === undefined ? `none of ${names.join(", ")} is installed` : undefined;

/** A page of a file, and everything that its browser has complained of. */
export interface Looked {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** A real browser without a window; it is closed when `look` is done. */
export async function withBrowser<T>(look: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    ...{ executablePath: program ?? "", args: ["--no-sandbox"] },
  });
  try {
    return await look(browser);
  } finally {
    await browser.close();
  }
}

/** Opens a file as a reader does who has no network: each other request is a complaint. */
export async function openFile(
  browser: Browser,
  path: string,
  { theme = "light", scripts = true }: { theme?: "light" | "dark"; scripts?: boolean } = {},
): Promise<Looked> {
  const url = pathToFileURL(path).href;
  const context = await browser.newContext({
    ...{ colorScheme: theme, javaScriptEnabled: scripts, viewport: { width: 1200, height: 900 } },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    if (request.url() !== url) complaints.push(`asks for ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}
