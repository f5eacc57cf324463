// Tells what importing this package takes, in milliseconds.

import { performance } from 'node:perf_hooks';

const { href } = new URL('../../../dist/index.js', import.meta.url);
const started = performance.now();
await import(href);
process.stdout.write(`${performance.now() - started}\n`);
