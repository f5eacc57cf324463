// The load: connections that each send the same request again as soon as it is answered, on raw sockets, for what this
// process takes of the cores the server can't have. Started by fork(); it answers with what came of it.
//
//   load.mjs { port, connections, seconds, body: file, type }

import fs from 'node:fs';
import net from 'node:net';

/**
 * @typedef {object} LoadOptions
 * @property {number} port
 * @property {number} connections
 * @property {number} seconds
 * @property {string} body path of the file that each request sends
 * @property {string} type content type
 *
 * @typedef {object} LoadResult
 * @property {number} sent
 * @property {Record<string, number>} answered by status
 * @property {number} lost sent, and never answered
 * @property {number} seconds from the first request to the last answer
 * @property {number} p50Ms of what was answered with 200
 * @property {number} p99Ms
 * @property {number} cpuMs of this process
 */

/** What waits longer for an answer counts as lost. */
const PATIENCE_MS = 10_000;

const options = /** @type {LoadOptions} */ (JSON.parse(process.argv[2] ?? '{}'));
const content = fs.readFileSync(options.body);
const head = `POST /detect HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${options.type}\r\nContent-Length: ${content.length}\r\n\r\n`;
const request = Buffer.concat([Buffer.from(head), content]);

/** @type {Record<string, number>} */
const answered = {};
/** @type {number[]} */
const latenciesMs = [];
let [sent, lost] = [0, 0];

const startedAt = performance.now();
const endAt = startedAt + options.seconds * 1000;
const cpuAtStart = process.cpuUsage();
await Promise.all(Array.from({ length: options.connections }, keepAsking));
const seconds = (performance.now() - startedAt) / 1000;
const { user, system } = process.cpuUsage(cpuAtStart);
latenciesMs.sort((a, b) => a - b);
process.send?.({
  sent,
  answered,
  lost,
  seconds,
  p50Ms: percentile(0.5),
  p99Ms: percentile(0.99),
  cpuMs: (user + system) / 1000,
});

/** @returns {Promise<void>} when the time is over and the last answer is in, or lost */
function keepAsking() {
  return new Promise((resolve) => {
    const socket = net.connect({ port: options.port, host: '127.0.0.1', noDelay: true });
    let since = 0;
    let waiting = false;
    let text = '';
    const ask = () => {
      if (performance.now() >= endAt) {
        socket.end();
        resolve();
        return;
      }
      since = performance.now();
      waiting = true;
      sent++;
      socket.write(request);
    };
    socket.setEncoding('latin1').setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on('connect', ask);
    socket.on('data', (chunk) => {
      text += chunk;
      const bodyAt = text.indexOf('\r\n\r\n') + 4;
      if (bodyAt < 4 || text.length < bodyAt + contentLength(text)) return;
      const status = text.slice(9, 12);
      answered[status] = (answered[status] ?? 0) + 1;
      if (status === '200') latenciesMs.push(performance.now() - since);
      waiting = false;
      const isLast = /^connection: *close/im.test(text.slice(0, bodyAt));
      text = '';
      // a server that is about to end says so, and closes the connection
      if (isLast) socket.end();
      else ask();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      if (waiting) lost++;
      resolve();
    });
  });
}

/** @param {string} text an answer's beginning, with all of its header */
function contentLength(text) {
  return Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0);
}

/** @param {number} share */
function percentile(share) {
  return latenciesMs[Math.max(0, Math.ceil(share * latenciesMs.length) - 1)] ?? Number.NaN;
}
