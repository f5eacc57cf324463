import { OpenVINOError } from '../../../index.js';
import type { JobSpec } from '../engine.js';
import { ENGINE_FOLDER } from '../folder/layout.js';

/** What the job's context says of it: `qstat -j` shows it, the job itself does not see it. */
export const TOKEN_VARIABLE = 'OVBENCH';

/**
 * Options that stand before all others. `-clear` drops those of `.sge_request` files (the cluster's, the user's, the folder's), but
 * not `-b y`, which makes the script's name the command, nor `-sync y`, which nothing takes back: qsub then waits for the job's end
 * (8.1.9, measured). With an empty `-C`, lines of the script that begin with `#$` are no options.
 */
const ALWAYS = ['-clear', '-terse', '-b', 'n', '-C', ''];
/** Names that Grid Engine keeps for itself. */
const KEYWORDS = /^(none|all|template)$/i;

/** The name under which Grid Engine knows the job: it takes no digit at the start. */
export function jobName(name: string): string {
  return /^\d/.test(name) || KEYWORDS.test(name) ? `_${name}` : name;
}

/**
 * The arguments of qsub.
 *
 * @param resources what `-l` asks for besides the features and the time limit: that of the exclusive use, `exclusive=true`.
 * @param charge `-P` for a project, `-A` for a free text.
 * @throws {OpenVINOError} `JOB_REJECTED` for what Grid Engine has no word for.
 */
export function qsubArguments(spec: JobSpec, resources: readonly string[], charge: '-P' | '-A'): string[] {
  refuseWhatHasNoWord(spec);
  const asked = [
    ...spec.features.map((feature) => `${feature}=true`),
    ...resources,
    ...genericResources(spec.gres),
    ...hosts(spec.nodelist),
    ...(spec.timeLimitMs === undefined ? [] : [`h_rt=${String(Math.max(1, Math.ceil(spec.timeLimitMs / 1000)))}`]),
  ];
  const log = `${ENGINE_FOLDER}/${spec.tasks === undefined ? '' : '$TASK_ID.'}stderr.log`;
  return [
    ...ALWAYS,
    ...['-N', jobName(spec.name), '-wd', spec.folder, '-S', '/bin/sh', '-r', 'n', '-j', 'y', '-o', log],
    ...['-ac', `${TOKEN_VARIABLE}=${spec.token}`],
    ...(asked.length === 0 ? [] : ['-l', asked.join(',')]),
    ...(spec.tasks === undefined ? [] : ['-t', `1-${String(spec.tasks)}`]),
    ...(spec.mostAtOnce === undefined ? [] : ['-tc', String(spec.mostAtOnce)]),
    ...(spec.partition === undefined ? [] : ['-q', spec.partition]),
    ...(spec.account === undefined ? [] : [charge, spec.account]),
    spec.script,
  ];
}

function refuseWhatHasNoWord(spec: JobSpec): void {
  if (spec.nodes > 1) {
    throw rejected(
      'Grid Engine gives a job several nodes only by a parallel environment, which each site names and sets up as it likes; ' +
        'submit a job for each node instead, or an array',
    );
  }
  if (spec.processorsPerNode !== undefined && spec.processorsPerNode > 1 && !spec.exclusive) {
    throw rejected(
      'Grid Engine gives a job several processors only by a parallel environment, which each site names and sets up as it likes; ' +
        'leave ppn away, or --shared, for a job that has the whole host has all of its processors',
    );
  }
  if (spec.qos !== undefined) {
    throw rejected(
      'Grid Engine has no quality of service; name a queue by --partition or a project by --account instead',
    );
  }
  // it puts values of its own ($HOME, $JOB_ID) in the place of such words, and the job then waits in error for ever
  if (/[$\n]/.test(spec.folder)) {
    throw rejected('Grid Engine runs no job in a folder whose path has a $ or a line break; use another folder');
  }
}

/** `ncs2:1` is a consumable complex of that name: `ncs2=1`. */
function genericResources(gres: string | undefined): string[] {
  if (gres === undefined) return [];
  return gres.split(',').map((one) => {
    const [, name, count = '1'] = /^([\w.-]+)(?::(\d+))?$/.exec(one) ?? [];
    if (name !== undefined) return `${name}=${count}`;
    throw rejected(
      `"${one}" is no resource that Grid Engine can give; write NAME:COUNT, with a consumable complex as the name`,
    );
  });
}

function hosts(nodelist: string | undefined): string[] {
  if (nodelist === undefined) return [];
  if (/^[\w.-]+(,[\w.-]+)*$/.test(nodelist)) return [`hostname=${nodelist.replaceAll(',', '|')}`];
  throw rejected(`"${nodelist}" is no list of hosts for Grid Engine; write their names with commas between them`);
}

export function rejected(sentence: string): OpenVINOError {
  return new OpenVINOError('JOB_REJECTED', `${sentence}.`);
}
