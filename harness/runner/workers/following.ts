import type { CaseOrder } from "../case/case-order.js";

/** Orders that share a crash are run so many in a row: its resume need not be recorded again. */
const inARow = 8;

/**
 * Orders that cases have led to. Some of each case's are taken in turn: the first of one do not
 * wait for the last of another.
 */
export class Following {
  readonly #lists: CaseOrder[][] = [];
  #takenInARow = 0;

  /** Adds the orders that one case has led to. */
  add(orders: readonly CaseOrder[]): void {
    if (orders.length > 0) this.#lists.push([...orders]);
  }

  /** Takes the next one, undefined where none is left. */
  next(): CaseOrder | undefined {
    const [list] = this.#lists;
    const order = list?.shift();
    if (list === undefined || order === undefined) return undefined;
    this.#takenInARow += 1;
    if (list.length === 0 || this.#takenInARow === inARow) {
      this.#takenInARow = 0;
      this.#lists.shift();
      if (list.length > 0) this.#lists.push(list);
    }
    return order;
  }
}
