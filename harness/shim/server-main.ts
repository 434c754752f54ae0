import { parentPort, workerData } from "node:worker_threads";
import type { ServingOrder } from "./fuse-mount.js";
import { openMemory, openRunMemory } from "./memory.js";
import { PlainServer } from "./plain/plain-server.js";
import { Server } from "./server.js";
import { TreeServer } from "./tree/tree-server.js";

/** A serving thread: `workerData` is a ServingOrder. */
const order = workerData as ServingOrder;
parentPort?.postMessage("serving");
switch (order.kind) {
  case "recorded":
    new Server(order.descriptor, openMemory(order.buffers)).serve();
    break;
  case "plain":
    new PlainServer(order.descriptor, openMemory(order.buffers)).serve();
    break;
  case "tree":
    new TreeServer(order.descriptor, openRunMemory(order.buffers), order.port).serve();
    break;
}
