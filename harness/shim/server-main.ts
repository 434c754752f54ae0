import { parentPort, workerData } from "node:worker_threads";
import { openMemory, type SharedBuffers } from "./memory.js";
import { Server } from "./server.js";

/** The serving thread: `workerData` is the /dev/fuse descriptor and the shared buffers. */
const { descriptor, buffers } = workerData as { descriptor: number; buffers: SharedBuffers };
parentPort?.postMessage("serving");
new Server(descriptor, openMemory(buffers)).serve();
