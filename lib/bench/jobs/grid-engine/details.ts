import { printable } from '../../../runtime/printable.js';
import { elementsNamed, parseXml, textOf, type XmlElement } from '../xml.js';
import { TOKEN_VARIABLE } from './arguments.js';

/** In the place of messages, where the scheduler keeps none (schedd_job_info false). */
const NO_REASONS = /^\(Collecting of scheduler job information is turned off/;

/** What `qstat -j ID,… -xml` says of jobs that wait, beyond the listing. */
export interface Details {
  /** Why a job waits; empty where the scheduler keeps no reasons, as many sites have it. */
  waits(id: string): string;
  /** Why a task is in error; the task of a job that is no array is 1. */
  fails(id: string, task: number | undefined): string;
  /** The job whose context has that token. */
  withToken(token: string): string | undefined;
}

/** @throws {SyntaxError} where it is not XML */
export function detailsOf(xml: string): Details {
  const root = parseXml(xml);
  const jobs = elementsNamed(root, 'element').filter((element) => textOf(element, 'JB_job_number') !== '');
  const messages = elementsNamed(root, 'element').filter((element) => textOf(element, 'MES_message') !== '');
  return {
    waits(id) {
      const own = messages.filter((message) => jobsOf(message).includes(id));
      // those of all jobs: queues that are full, or out of order
      const general = messages.filter((message) => jobsOf(message).length === 0);
      const texts = (own.length > 0 ? own : general).map((message) => textOf(message, 'MES_message'));
      return several(texts.filter((text) => !NO_REASONS.test(text)));
    },
    fails(id, task = 1) {
      const tasks = jobs.filter((job) => textOf(job, 'JB_job_number') === id).flatMap(tasksWithMessages);
      const own = tasks.filter((element) => textOf(element, 'JAT_task_number') === String(task));
      return several(
        own.flatMap((element) => elementsNamed(element, 'QIM_message').map(({ text }) => undated(text.trim()))),
      );
    },
    withToken(token) {
      const own = jobs.find((job) => variable(job, TOKEN_VARIABLE) === token);
      return own === undefined ? undefined : textOf(own, 'JB_job_number');
    },
  };
}

function jobsOf(message: XmlElement): string[] {
  return elementsNamed(message, 'ULNG_value').map(({ text }) => text.trim());
}

/** Elements of a list bear the name of their type, which differs between versions. */
function tasksWithMessages(job: XmlElement): XmlElement[] {
  return elementsNamed(job, 'JB_ja_tasks').flatMap(({ children }) => children);
}

function variable(job: XmlElement, name: string): string | undefined {
  const context = elementsNamed(job, 'JB_context').flatMap(({ children }) => children);
  const own = context.find((element) => textOf(element, 'VA_variable') === name);
  return own === undefined ? undefined : textOf(own, 'VA_value');
}

/** `11/26/2026 04:25:40 [0:15611]: error: can't open …` without what is of use to an administrator only. */
function undated(message: string): string {
  return message.replace(/^\d\d\/\d\d\/\d{4} [\d:.]+ \[\d+:\d+\]: (error: )?/, '');
}

/** A scheduler with many queues has a message of each. */
function several(messages: readonly string[]): string {
  return printable([...new Set(messages)].slice(0, 3).join('; '));
}
