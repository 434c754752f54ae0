import { SaxesParser, type SaxesTagPlain } from "saxes";
import { DecodeError } from "../../model/errors.js";
import { decodeSuite, decodeTest, type SuiteElement, type TestElement } from "./elements.js";
import type { ReportedTest, TestReport } from "./reported-test.js";

/** Deepest nesting of elements; a report has about five. */
const deepest = 64;
/** Longest value of an attribute that is a name. */
const longestName = 65_536;
/** Most tests of one file. */
const mostTests = 1_000_000;

const failures = ["failure", "error"];
/** An attempt that failed, of a test that was tried again. */
const failedAttempts = ["flakyFailure", "flakyError", "rerun", "rerunFailure", "rerunError"];
const notRun = /^(?:notrun|disabled|skipped|suppressed)$/i;

/** XML that is well formed, and no report of tests. */
export class NoJUnit extends DecodeError {
  static {
    this.prototype.name = "NoJUnit";
  }
}

interface Element {
  readonly name: string;
  readonly place: string;
  /** How many children of each name it has so far. */
  readonly children: Map<string, number>;
}

interface OpenSuite extends SuiteElement {
  own: number;
}

/**
 * Reads a JUnit report piece by piece: `testsuites` and `testsuite`, nested as they like,
 * `testcase`, and in it `failure`, `error`, `skipped` and what surefire and pytest write of tests
 * that were tried again. Everything else is passed over. No entity but XML's own five is known, so
 * none is fetched or expanded.
 */
export class JUnitParser {
  private readonly parser = new SaxesParser();
  private readonly elements: Element[] = [];
  private readonly suites: OpenSuite[] = [];
  private readonly tests: ReportedTest[] = [];
  private readonly notices: string[] = [];
  private current: { element: TestElement; marks: Set<string> } | undefined;
  private readonly file: string;

  /** `file` begins the path in errors. */
  constructor(file: string) {
    this.file = file;
    this.parser.on("opentag", (tag) => this.open(tag));
    this.parser.on("closetag", ({ name }) => this.close(name));
    this.parser.on("error", ({ message }) => {
      throw new DecodeError(file, `not well-formed XML: ${message}`);
    });
  }

  /** Reads some more. Throws DecodeError with the line and the path of the element. */
  write(text: string): void {
    this.parser.write(text);
  }

  /** Ends the file. Throws DecodeError where it is cut off. */
  end(): TestReport {
    this.parser.close();
    return { tests: this.tests, notices: this.notices };
  }

  private open({ name, attributes }: SaxesTagPlain): void {
    const parent = this.elements.at(-1);
    const number = (parent?.children.get(name) ?? 0) + 1;
    parent?.children.set(name, number);
    const place = parent === undefined ? name : `${parent.place}.${name}[${number}]`;
    this.elements.push({ name, place, children: new Map() });
    this.guard(attributes, place);
    if (parent === undefined && name !== "testsuites" && name !== "testsuite") {
      throw new NoJUnit(
        this.file,
        `expected testsuites or testsuite as the root element, found ${name}`,
      );
    }
    if (name === "testsuite") {
      this.suites.push({ ...decodeSuite(attributes, this.at(place)), own: this.tests.length });
    } else if (name === "testcase") {
      this.current = { element: decodeTest(attributes, this.at(place)), marks: new Set() };
    } else if (parent?.name === "testcase") {
      this.current?.marks.add(name);
    } else if (parent?.name === "testsuite" && failures.includes(name)) {
      this.tests.push(this.failedSuite());
    }
  }

  private close(name: string): void {
    this.elements.pop();
    if (name === "testsuite") this.closeSuite();
    if (name !== "testcase" || this.current === undefined) return;
    const { element, marks } = this.current;
    const { classname: className, ...named } = element;
    const outcome = outcomeOf(element, marks);
    this.tests.push({
      suites: this.suiteNames(),
      file: named.file,
      className,
      name: named.name,
      outcome,
    });
    this.current = undefined;
  }

  /** A suite that says how many tests it has must have them: a report may have been cut short. */
  private closeSuite(): void {
    const suite = this.suites.pop();
    if (suite?.tests === undefined) return;
    const found = this.tests.length - suite.own;
    if (found >= suite.tests) return;
    this.notices.push(
      `${this.file}: suite "${suite.name}" says that it has ${suite.tests} tests, and has ${found}`,
    );
  }

  private failedSuite(): ReportedTest {
    const name = "(the suite itself)";
    const suites = this.suiteNames();
    return { suites, file: "", className: suites.at(-1) ?? "", name, outcome: "failed" };
  }

  private suiteNames(): string[] {
    return this.suites.map(({ name }) => name);
  }

  private guard(attributes: Readonly<Record<string, string>>, place: string): void {
    const refuse = (problem: string) => {
      throw new DecodeError(this.at(place), problem);
    };
    if (this.elements.length > deepest) refuse(`elements are nested deeper than ${deepest}`);
    if (this.tests.length >= mostTests) refuse(`more than ${mostTests} tests`);
    for (const name of ["name", "classname", "file"]) {
      const length = attributes[name]?.length ?? 0;
      if (length > longestName) refuse(`${name} has more than ${longestName} characters`);
    }
  }

  private at(place: string): string {
    return `${this.file}:${this.parser.line}: ${place}`;
  }
}

function outcomeOf({ status, result }: TestElement, marks: ReadonlySet<string>) {
  if (failures.some((name) => marks.has(name))) return "failed";
  if (marks.has("skipped") || notRun.test(status) || notRun.test(result)) return "skipped";
  return failedAttempts.some((name) => marks.has(name)) ? "flaky" : "passed";
}
