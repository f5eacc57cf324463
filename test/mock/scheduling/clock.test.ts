import { describe, expect, it } from 'vitest';
import { device, executionDevices, Rig } from './rig.js';

describe('virtual time', () => {
  it('stands still between a compilation’s end and what JavaScript does next, however long that takes', async () => {
    for (let i = 0; i < 20; i++) {
      using rig = new Rig([device('CPU', { loadMs: 450 }), device('GPU', { loadMs: 44_400 })]);
      const { compiled, loadMs } = await rig.compile('AUTO');
      expect(loadMs).toBe(450);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(rig.runtime.now()).toBe(450);
      expect(executionDevices(compiled)).toBe('(CPU)');
    }
  });
});
