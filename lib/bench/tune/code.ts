import type { Configuration } from './result.js';

/** TypeScript that compiles the model as it was found best, to be pasted. */
export function codeFor(modelPath: string, { device, properties, requests, shapes }: Configuration): string[] {
  const entries = Object.entries(properties);
  const options =
    entries.length === 0 ? [] : ['{', ...entries.map(([key, value]) => `  ${key}: ${quoted(value)},`), '}'];
  const source = shapes === undefined ? quoted(modelPath) : 'model';
  const [open, ...rest] = options;
  const call = `const compiledModel = await core.compileModel(${source}, ${quoted(device)}`;
  return [
    "import { Core } from '@x/openvino-node';",
    '',
    'const core = new Core();',
    ...(shapes === undefined
      ? []
      : [
          `const model = await core.readModel(${quoted(modelPath)});`,
          'model.reshape({',
          ...Object.entries(shapes).map(([name, shape]) => `  ${quoted(name)}: [${shape.join(', ')}],`),
          '});',
        ]),
    ...(open === undefined ? [`${call});`] : [`${call}, ${open}`, ...rest.slice(0, -1), '});']),
    ...(requests === null
      ? []
      : [
          `compiledModel.configurePool({ size: ${requests} }); // ${requests} in flight: call run() that often at a time`,
        ]),
  ];
}

/** A string literal, whatever is in it. */
function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The same on a line, as JSON for programs. */
export function configurationLine({ device, properties, requests, shapes }: Configuration): string {
  return JSON.stringify({ device, properties, requests, ...(shapes !== undefined && { shapes }) });
}
