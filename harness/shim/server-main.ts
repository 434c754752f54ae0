import { parentPort, workerData } from "node:worker_threads";
import type { ServingOrder } from "./fuse-mount.js";
import { openMemory } from "./memory.js";
import { PlainServer } from "./plain-server.js";
import { Server } from "./server.js";

/** A serving thread: `workerData` is a ServingOrder. */
const { descriptor, buffers, kind } = workerData as ServingOrder;
parentPort?.postMessage("serving");
const server = { recorded: Server, plain: PlainServer }[kind];
new server(descriptor, openMemory(buffers)).serve();
