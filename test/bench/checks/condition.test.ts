import { describe, expect, it } from 'vitest';
import { holds, parseCondition } from '../../../lib/bench/checks/condition.js';
import { OpenVINOError } from '../../../lib/index.js';

describe('conditions of --fail-if', () => {
  it.each([
    ['p99 > 20ms', 'p99', '>', 20, undefined],
    ['p99>20ms', 'p99', '>', 20, undefined],
    ['  fps   <   200 ', 'fps', '<', 200, undefined],
    ['fps < 200fps', 'fps', '<', 200, undefined],
    ['load >= 1.5s', 'load', '>=', 1500, undefined],
    ['min <= 250us', 'min', '<=', 0.25, undefined],
    ['mean > 250 µs', 'mean', '>', 0.25, undefined],
    ['P95 > .5ms on MULTI:CPU,GPU', 'p95', '>', 0.5, 'MULTI:CPU,GPU'],
    ['p99.9 > 3ms', 'p99.9', '>', 3, undefined],
    ['drop rate > 1%', 'droprate', '>', 0.01, undefined],
    ['drop-rate > 0', 'droprate', '>', 0, undefined],
    ['median > 3ms', 'p50', '>', 3, undefined],
    ['cv > 5 %', 'cv', '>', 0.05, undefined],
  ])('%j', (text, name, operator, limit, device) => {
    expect(parseCondition(text)).toMatchObject({ metric: { name }, operator, limit, device });
  });

  it.each([
    ['', /no such form is found/],
    ['p99', /no such form/],
    ['p99 > ', /no such form/],
    ['p99 = 3ms', /no such form/],
    ['p99 > -3ms', /no such form/],
    ['p99 > 20', /the time has no unit/],
    ['p99 > 20m', /"m" is no unit of p99/],
    ['fps < 20ms', /"ms" is no unit of fps/],
    ['p100 > 3ms', /"p100" is no metric/],
    ['p0 > 3ms', /"p0" is no metric/],
    ['speed < 3', /"speed" is no metric/],
    ['p99 > 3ms or fps < 3', /no such form|no unit/],
    ['p99 > 1e3ms', /"e3ms" is no unit/],
  ])('%j is a usage error that tells the whole grammar', (text, why) => {
    const parse = (): unknown => parseCondition(text);
    expect(parse).toThrow(OpenVINOError);
    expect(parse).toThrow(why);
    expect(parse).toThrow(/^--fail-if takes METRIC OPERATOR VALUE .* metrics are fps, load, .* p99\.9; operators /);
  });

  it.each([
    ['p50 > 3ms', 3, false],
    ['p50 >= 3ms', 3, true],
    ['p50 < 3ms', 3, false],
    ['p50 <= 3ms', 3, true],
  ])('%j of %f', (text, value, expected) => {
    expect(holds(parseCondition(text), value)).toBe(expected);
  });
});
