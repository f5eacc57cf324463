import { OpenVINOError } from '../../../index.js';
import type { JobSpec } from '../engine.js';
import { ENGINE_FOLDER } from '../folder/layout.js';
import type { Flavour } from './commands.js';

/** What the job's environment has of it: `qstat -f` shows it. */
export const TOKEN_VARIABLE = 'OVBENCH_TOKEN';

/** The name under which PBS knows the job: not all versions take one that begins with no letter. */
export function jobName(name: string): string {
  return /^[A-Za-z]/.test(name) ? name : `j${name}`;
}

/**
 * The arguments of qsub. Paths are relative: qsub puts the current folder before them, whatever is in its name, while the colon of
 * `e:f` in an absolute one would end the name of a host.
 *
 * @throws {OpenVINOError} `JOB_REJECTED` for what PBS has no word for.
 */
export function qsubArguments(spec: JobSpec, flavour: Flavour): string[] {
  const unfit = flavour === 'torque' ? /[\\,\n]/ : /\n/;
  if (unfit.test(spec.folder)) {
    const what = flavour === 'torque' ? 'a comma, a backslash or a line break' : 'a line break';
    throw rejected(`PBS runs no job in a folder whose path has ${what}; use another folder`);
  }
  const own = flavour === 'openpbs' ? openPbsArguments(spec) : torqueArguments(spec);
  return [
    // with an empty prefix, lines of the script that begin with #PBS are no options
    ...[
      '-C',
      '',
      '-N',
      jobName(spec.name),
      '-j',
      'oe',
      '-S',
      '/bin/sh',
      '-m',
      'n',
      '-v',
      `${TOKEN_VARIABLE}=${spec.token}`,
    ],
    ...own,
    ...(spec.timeLimitMs === undefined ? [] : ['-l', `walltime=${clock(spec.timeLimitMs)}`]),
    ...(spec.partition === undefined ? [] : ['-q', spec.partition]),
    ...(spec.account === undefined ? [] : ['-A', spec.account]),
    spec.script,
  ];
}

/** 23.06 refuses an array of one task, but not one of the first of two; and each array may be run again. Measured. */
function openPbsArguments(spec: JobSpec): string[] {
  if (spec.qos !== undefined) throw rejected('PBS has no quality of service; name a queue by --partition instead');
  const { tasks } = spec;
  const most = spec.mostAtOnce === undefined ? '' : `%${String(spec.mostAtOnce)}`;
  const place = [...(spec.nodes > 1 ? ['scatter'] : []), ...(spec.exclusive ? ['exclhost'] : [])];
  const range = tasks === 1 ? '1-2:2' : `1-${String(tasks)}${most}`;
  return [
    // else a process stays behind that goes on with the environment of now
    '-f',
    ...(tasks === undefined
      ? ['-o', `${ENGINE_FOLDER}/stderr.log`, '-r', 'n']
      : ['-o', `${ENGINE_FOLDER}/^array_index^.stderr.log`, '-J', range]),
    ...['-l', `select=${chunks(spec)}`],
    ...(place.length === 0 ? [] : ['-l', `place=${place.join(':')}`]),
  ];
}

function chunks(spec: JobSpec): string {
  const has = [
    ...(spec.processorsPerNode === undefined ? [] : [`:ncpus=${spec.processorsPerNode}`]),
    ...spec.features.map((feature) => `:${feature}=true`),
    ...generic(spec.gres).map(([name, count]) => `:${name}=${count}`),
  ].join('');
  const hosts = hostsOf(spec);
  return hosts === undefined ? `${String(spec.nodes)}${has}` : hosts.map((host) => `1:host=${host}${has}`).join('+');
}

/** A path that a shell takes as it is: Torque 6.1.3 does not bring the log where it has another character. Measured. */
const COPYABLE = /^[^\s,$'"`\\*?&;|<>()#]*$/;

/** Torque leaves it to its scheduler whether a node is for one job: `-n` is for its own, the other for Maui and Moab. */
function torqueArguments(spec: JobSpec): string[] {
  const processors = spec.processorsPerNode === undefined ? '' : `:ppn=${spec.processorsPerNode}`;
  const properties = `${processors}${spec.features.map((feature) => `:${feature}`).join('')}`;
  const nodes = (hostsOf(spec) ?? [String(spec.nodes)]).map((node) => `${node}${properties}`).join('+');
  const gres = generic(spec.gres).map((one) => one.join(':'));
  const most = spec.mostAtOnce === undefined ? '' : `%${String(spec.mostAtOnce)}`;
  return [
    // of an array the number of the task is put behind it
    ...['-o', COPYABLE.test(spec.folder) ? `${ENGINE_FOLDER}/stderr.log` : '/dev/null'],
    ...['-d', spec.folder, '-r', 'n', '-l', `nodes=${nodes}`],
    ...(spec.exclusive ? ['-n', '-W', 'x=NACCESSPOLICY:SINGLEJOB'] : []),
    ...(gres.length === 0 ? [] : ['-l', `gres=${gres.join('+')}`]),
    ...(spec.qos === undefined ? [] : ['-l', `qos=${spec.qos}`]),
    ...(spec.tasks === undefined ? [] : ['-t', `1-${String(spec.tasks)}${most}`]),
  ];
}

function generic(gres: string | undefined): [string, string][] {
  if (gres === undefined) return [];
  return gres.split(',').map((one) => {
    const [, name, count = '1'] = /^([\w.-]+)(?::(\d+))?$/.exec(one) ?? [];
    if (name !== undefined) return [name, count];
    throw rejected(`"${one}" is no resource that PBS can give; write NAME:COUNT`);
  });
}

/** Of PBS each of the hosts is one of the nodes: it does not choose among them. */
function hostsOf({ nodelist, nodes }: JobSpec): string[] | undefined {
  if (nodelist === undefined) return undefined;
  const hosts = nodelist.split(',');
  const named = hosts.every((host) => /^[\w.-]+$/.test(host));
  if (named && hosts.length === nodes) return hosts;
  const wanted = nodes === 1 ? 'one host' : `${String(nodes)} hosts with commas between them`;
  throw rejected(
    `PBS takes "${nodelist}" for no list of the job's nodes; name ${wanted}, as many as the job has nodes`,
  );
}

function clock(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

export function rejected(sentence: string): OpenVINOError {
  return new OpenVINOError('JOB_REJECTED', `${sentence}.`);
}
