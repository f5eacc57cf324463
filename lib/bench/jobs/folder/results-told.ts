import type { TaskState } from '../state/outcome.js';
import { whatOf } from '../state/status-view.js';
import type { Fetched } from './fetch.js';
import type { SubmittedJob } from './manifest.js';

/** Of more of a kind nobody reads each: their number is told. */
export const MOST_TOLD = 10;

/** How the tasks ended, those that failed first. */
export function endSentences({ manifest: { id } }: SubmittedJob, ended: readonly TaskState[]): string[] {
  const nameOf = ({ task }: TaskState): string => (task === undefined ? `job ${id}` : `task ${id}_${task}`);
  const tell = (tasks: readonly TaskState[], sentenceOf: (task: TaskState) => string, what: string): string[] =>
    first(
      tasks.map(sentenceOf),
      (more) => `${counted(more, 'more task')} of job ${id} ${what}: \`ov-bench job status --tasks\` lists each.`,
    );
  const of = (isOne: (task: TaskState) => boolean): TaskState[] => ended.filter(isOne);
  return [
    ...tell(
      of(({ outcome }) => outcome !== undefined && outcome !== 'dropped' && outcome !== 'completed'),
      (task) => sentence(`${nameOf(task)} ${whatOf(task)}`),
      'did not complete',
    ),
    ...tell(
      of(({ outcome }) => outcome === undefined),
      (task) => sentence(`warning: ${nameOf(task)}: ${task.reason}`),
      'ended, and the scheduler does not say how',
    ),
    ...tell(
      of(({ outcome }) => outcome === 'dropped'),
      (task) =>
        `warning: ${nameOf(task)} completed, and a device that was asked for did not run: its results say which one.`,
      'completed without a device that was asked for',
    ),
  ];
}

/** What is to be known about the results. */
export function fetchSentences(fetched: readonly Fetched[], ended: readonly TaskState[]): string[] {
  const outcomes = new Map(ended.map(({ task, outcome }) => [task, outcome]));
  const unpacked = fetched.filter(({ packed, task }) => {
    const outcome = outcomes.get(task);
    return !packed && outcome !== 'completed' && outcome !== 'dropped';
  });
  const others = fetched.flatMap((each) =>
    [...(each.refusal === undefined ? [] : [each.refusal.message]), ...each.warnings].map(
      (text) => `warning: ${withColon(unitName(each))}${sentence(text)}`,
    ),
  );
  return [
    ...first(others, (more) => `warning: ${counted(more, 'more warning')} of this kind about other tasks.`),
    ...notPacked(unpacked),
  ];
}

/** `task 3 on node up2-01`; empty of a job that is one unit. */
export function unitName({ task, node }: Pick<Fetched, 'task' | 'node'>): string {
  return [task === undefined ? [] : [`task ${task}`], node === undefined ? [] : [`node ${node}`]].flat().join(' on ');
}

function notPacked(units: readonly Fetched[]): string[] {
  const [only] = units;
  if (only === undefined) return [];
  if (units.length === 1) {
    return [
      `warning: ${withColon(unitName(only))}it packed no output.tgz before it ended; what lay in its folder is copied.`,
    ];
  }
  const names = units.slice(0, MOST_TOLD).map(unitName).join(', ');
  const more = units.length > MOST_TOLD ? ', …' : '';
  const what = only.node === undefined ? 'tasks' : 'nodes';
  return [
    `warning: ${units.length} ${what} packed no output.tgz before they ended (${names}${more}); what lay in their folders is copied.`,
  ];
}

function first(sentences: readonly string[], rest: (more: number) => string): string[] {
  const more = sentences.length - MOST_TOLD;
  return more > 0 ? [...sentences.slice(0, MOST_TOLD), rest(more)] : [...sentences];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function withColon(name: string): string {
  return name === '' ? '' : `${name}: `;
}

/** Reasons are an engine's words or sentences: one period, whatever they end with. */
function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
