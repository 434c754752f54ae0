import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import { DecodeError, HarnessError } from "../../model/errors.js";
import { send } from "../fuse-device.js";
import { field, type RunMemory } from "../memory.js";
import { notice, node } from "../wire.js";
import type { CommandName, Gives, SentAnswer, SentCommand, Takes } from "./tree-command.js";

/** fuse_out_header and fuse_notify_retrieve_out. */
const headerBytes = 16;
const ringBytes = headerBytes + 32;

/**
 * The main thread's way to the serving thread: a message waits at a port, and the kernel rings. The
 * serving thread sleeps in a read of /dev/fuse; asked by a notice for what it has cached of a file,
 * which is nothing, the kernel sends a request there that needs no answer. So this thread never
 * waits for the kernel: a kill could not end it while it did, if it took the serving thread too.
 * The file stays open, as the kernel must know it.
 */
export class TreeChannel {
  readonly #descriptor: number;
  readonly #memory: RunMemory;
  readonly #port: MessagePort;
  readonly #ring = Buffer.alloc(ringBytes);

  constructor(descriptor: number, memory: RunMemory, port: MessagePort) {
    this.#descriptor = descriptor;
    this.#memory = memory;
    this.#port = port;
    port.unref();
    this.#ring.writeUInt32LE(ringBytes, 0);
    this.#ring.writeInt32LE(notice.retrieve, 4);
    this.#ring.writeUInt32LE(node.ring, headerBytes + 8);
  }

  /** Waits for the answer. Throws DecodeError, HarnessError. */
  ask<Name extends CommandName>(name: Name, takes: Takes<Name>): Gives<Name> {
    const { control } = this.#memory;
    const before = Atomics.load(control, field.answerCount);
    if (before === -1) throw new HarnessError("the thread that serves the tree has broken");
    const command: SentCommand = { name, takes };
    this.#port.postMessage(command);
    send(this.#descriptor, this.#ring, ringBytes);
    Atomics.wait(control, field.answerCount, before);
    const received = receiveMessageOnPort(this.#port) as { message: SentAnswer } | undefined;
    if (received === undefined) throw new HarnessError("the thread that serves the tree broke");
    const answer = received.message;
    if (answer.kind === "done") return answer.gives as Gives<Name>;
    if (answer.path !== undefined) throw new DecodeError(answer.path, answer.message);
    throw new HarnessError(answer.message);
  }
}
