import { afterEach, expect, it, vi } from 'vitest';
import { watchInterrupts } from '../../../lib/bench/run/interrupt.js';

afterEach(() => vi.restoreAllMocks());

it('takes a signal that comes twice at once for one, and a later one as "at once"', () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const watch = watchInterrupts();
  try {
    process.emit('SIGINT', 'SIGINT');
    expect(watch.signal.aborted).toBe(true);
    expect(watch.exitCode()).toBe(130);
    now.mockReturnValue(1100);
    process.emit('SIGINT', 'SIGINT');
    expect(exit).not.toHaveBeenCalled();
    now.mockReturnValue(2000);
    process.emit('SIGINT', 'SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
  } finally {
    watch.stop();
  }
});
