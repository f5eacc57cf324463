// Run by build-checks.ts in a process of its own: one inference through the public API of dist/, on the addon that
// the environment names. Says which addon file the process has loaded.
import { Core, getOpenvinoVersion, OpenVINOError, Tensor } from '../../dist/index.js';

const [, , xmlText = '', weightsText = ''] = process.argv;
const core = new Core();
const model = await core.readModel(Buffer.from(xmlText, 'base64'), Buffer.from(weightsText, 'base64'));
const compiled = await core.compileModel(model, 'CPU');
const request = compiled.createInferRequest();
const input = new Tensor(
  'f32',
  [1, 16],
  Float32Array.from({ length: 16 }, (_, index) => index - 8),
);
const results = [request.infer([input]), await request.inferAsync([input])];
let refused;
try {
  await core.compileModel(model, /** @type {string} */ ('FOO'));
} catch (error) {
  refused = error instanceof OpenVINOError ? error.code : String(error);
}
const report = /** @type {{ sharedObjects: string[] }} */ (process.report.getReport());
const addons = report.sharedObjects.filter((file) => file.endsWith('.node'));
process.stdout.write(
  JSON.stringify({
    addons,
    devices: core.getAvailableDevices(),
    outputs: results.map((result) => Object.values(result).map(({ data }) => [...data])),
    refused,
    version: getOpenvinoVersion().buildNumber,
  }),
);
