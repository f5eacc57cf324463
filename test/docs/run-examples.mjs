// Runs examples one after the other, in a process whose faults are theirs: a line of JSON for each says how it ended.
//
//   node run-examples.mjs <list.json>      [{ "name", "file", "mocked", "longestMs" }]

import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { mockRuntime } from '@x/openvino-node/testing';

/** @type {(error: unknown) => void} */
let fail = () => {};
process.on('unhandledRejection', (error) => fail(error));
process.on('uncaughtException', (error) => fail(error));

/** @type {{ name: string, file: string, mocked: boolean, longestMs: number }[]} */
const list = JSON.parse(fs.readFileSync(process.argv[2] ?? '', 'utf8'));
const report = fs.openSync(`${process.argv[2]}.report`, 'w');
for (const { name, file, mocked, longestMs } of list) {
  const world = mocked ? mockRuntime({ devices: ['CPU', 'GPU', 'NPU'] }) : undefined;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let error = '';
  try {
    await new Promise((resolve, reject) => {
      fail = reject;
      timer = setTimeout(() => reject(new Error(`it took more than ${longestMs / 1000} s`)), longestMs);
      import(pathToFileURL(file).href).then(resolve, reject);
    });
    // rejections that nobody handles are told at the end of a turn
    await new Promise((resolve) => setImmediate(resolve));
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  } finally {
    clearTimeout(timer);
    world?.close();
  }
  fs.writeSync(report, `${JSON.stringify({ name, error })}\n`);
}
process.exit(0);
