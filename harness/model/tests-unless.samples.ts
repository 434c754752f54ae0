import { test } from "uvu";

/**
 * For tests: adds tests of `what`; where there is a reason why they can't be run here, each is
 * skipped with a line that says so, for scripts/test to count.
 */
export function testsUnless(whyNot: string | undefined, what: string) {
  return (title: string, run: () => Promise<void> | void): void => {
    if (whyNot === undefined) {
      test(title, run);
      return;
    }
    console.log(`not run: ${what}: ${title}: ${whyNot}`);
    test.skip(title);
  };
}
