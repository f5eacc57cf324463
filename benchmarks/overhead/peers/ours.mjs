// The peer that is this package, used as a program would use it.

import { asyncTask, liveTensorsTask } from './ours-async.mjs';
import { eventLoopTask } from './ours-event-loop.mjs';
import { memoryTask, memoryTensorsTask, readTask, wrapTask } from './ours-memory.mjs';
import { syncTask } from './ours-sync.mjs';
import { serve } from './serve.mjs';

await serve({
  'sync-infer': syncTask,
  'sync-set': syncTask,
  async: asyncTask,
  'live-tensors': liveTensorsTask,
  'event-loop': eventLoopTask,
  wrap: wrapTask,
  read: readTask,
  memory: memoryTask,
  'memory-tensors': memoryTensorsTask,
});
