import { reasonOf } from '../../../runtime/printable.js';
import { Bell } from './bell.js';
import { Queue } from './queue.js';
import { runQueue } from './runner.js';

// The runner's process: `node runner-main.js FOLDER`. It belongs to no terminal; stderr is its log.

const bell = new Bell();
// before anybody can know its number: a signal that nothing listens to might end it
process.on('SIGHUP', () => {});
// harmless to whatever process might have that number by now
process.on('SIGCONT', () => bell.ring());

const log = (sentence: string): void => {
  process.stderr.write(`${new Date().toISOString()} ${process.pid}: ${sentence}\n`);
};

try {
  await runQueue(new Queue(process.argv[2] ?? ''), bell, log);
} catch (error) {
  log(reasonOf(error));
  process.exitCode = 1;
}
