import { readFile, stat } from 'node:fs/promises';
import { OpenVINOError } from '../../index.js';
import { systemCode } from '../../runtime/printable.js';
import { NEWEST_VERSION, type Scenario, scenarioOf } from '../../testing/check-options.js';
import type { MockOptions } from '../../testing/options.js';
import type { Profile } from './profile.js';

type FileContent = Pick<MockOptions, 'devices' | 'version' | 'seed'> & { readonly machine?: string };

const KEYS = ['machine', 'devices', 'version', 'seed'];

/** Of a simulation that names none. */
const DEFAULT_SEED = 1;

/**
 * Reads a file with `{ "machine": "…", "devices": […], "version": "2026.4.1", "seed": 1 }`, checked as `mockRuntime` checks
 * its options.
 *
 * @throws OpenVINOError `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `INVALID_ARGUMENT`.
 */
export async function readProfile(file: string): Promise<Profile> {
  const { machine, devices = [], version = NEWEST_VERSION, seed = DEFAULT_SEED } = parse(await readText(file), file);
  const complete = check({ devices, version, seed }, file);
  return {
    name: file,
    machine: machine ?? complete.map(({ fullName }) => fullName).join(', '),
    devices,
    version,
    seed,
    calibration: undefined,
  };
}

async function readText(file: string): Promise<string> {
  try {
    const stats = await stat(file);
    // reading a FIFO would wait for a writer, for ever
    if (!stats.isFile() && !stats.isDirectory()) {
      throw new OpenVINOError('FILE_NOT_READABLE', `${file} is not a regular file; write the devices into one.`);
    }
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof OpenVINOError) throw cause;
    const code = systemCode(cause);
    throw code === 'ENOENT'
      ? new OpenVINOError('FILE_NOT_FOUND', `There is no file ${file} that describes devices to simulate.`, { cause })
      : new OpenVINOError('FILE_NOT_READABLE', `${file} can not be read (${code}).`, { cause });
  }
}

/** The members of the file; what is in `devices`, `version` and `seed` is checked with them. */
function parse(text: string, file: string): FileContent {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw invalid(file, `it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw invalid(file, 'it holds no object such as { "devices": [{ "name": "CPU" }] }');
  const unknown = Object.keys(content).find((key) => !KEYS.includes(key));
  if (unknown !== undefined)
    throw invalid(file, `it has no ${JSON.stringify(unknown)}: its members are ${KEYS.join(', ')}`);
  if ('machine' in content && typeof content.machine !== 'string')
    throw invalid(file, '"machine" is a text that says what the devices stand for');
  return content;
}

function check(options: MockOptions, file: string): Scenario['devices'] {
  let devices: Scenario['devices'];
  try {
    ({ devices } = scenarioOf(options));
  } catch (cause) {
    const { message } = cause as OpenVINOError;
    throw invalid(file, message.replace(/^mockRuntime\./, '').replace(/\.$/, ''), cause);
  }
  if (devices.length === 0) throw invalid(file, '"devices" is a list of at least one, such as [{ "name": "CPU" }]');
  // in virtual time a loop of them, run for ten seconds, would never end
  const instant = devices.find(
    ({ latencyMs }) => latencyMs === 0 || (isSamples(latencyMs) && !latencyMs.some(Boolean)),
  );
  if (instant !== undefined) throw invalid(file, `inferences on ${instant.name} take no time, which can't be measured`);
  return devices;
}

function isSamples(latencyMs: Scenario['devices'][number]['latencyMs']): latencyMs is readonly number[] {
  return Array.isArray(latencyMs);
}

function invalid(file: string, why: string, cause?: unknown): OpenVINOError {
  return new OpenVINOError('INVALID_ARGUMENT', `${file} describes no devices to simulate: ${why}.`, { cause });
}
