import { elementsNamed, parseXml, textOf, type XmlElement } from '../xml.js';
import { rejected } from './arguments.js';

/** A queue on a host, and what of the resources in question it has. */
interface QueueInstance {
  readonly name: string;
  /** Its host does not report: load sensors may tell of more when it does. */
  readonly unknown: boolean;
  /** Names of what is configured there; a boolean that is false is not. */
  readonly has: ReadonlySet<string>;
}

/**
 * Checks what qsub does not. It refuses a complex that the cluster does not know, but a job for one that no host has, or for two that
 * no host has together, waits for ever. `-w e` would tell, but it also refuses what can run: a board for the job alone while another
 * job is on it, and a feature that a load sensor reports (8.1.9, both measured).
 *
 * @param xml of `qstat -F`, for those resources
 * @throws {OpenVINOError} `JOB_REJECTED`
 * @throws {SyntaxError} where it is not XML
 */
export function checkQueues(xml: string, features: readonly string[], exclusive: string | undefined): void {
  const instances = elementsNamed(parseXml(xml), 'Queue-List').map(queueInstance);
  const fitting = instances.filter(({ unknown, has }) => unknown || features.every((feature) => has.has(feature)));
  if (fitting.length === 0) throw rejected(noneHas(instances, features));
  if (exclusive === undefined || fitting.some(({ unknown, has }) => unknown || has.has(exclusive))) return;
  const host = fitting[0]?.name.split('@')[1] ?? 'HOST';
  throw rejected(
    `Grid Engine has the resource ${exclusive} for jobs that want a host for themselves, but none of the hosts in question offers ` +
      `it; let an administrator add it (qconf -mattr exechost complex_values ${exclusive}=true ${host}) or pass --shared`,
  );
}

function queueInstance(element: XmlElement): QueueInstance {
  const resources = elementsNamed(element, 'resource');
  // of a consumable (hc, qc, gc) the value is what is left just now
  const there = resources.filter(
    ({ attributes, text }) =>
      /^.c$/.test(attributes.get('type') ?? '') || Number(text) > 0 || /^\s*true\s*$/i.test(text),
  );
  return {
    name: textOf(element, 'name'),
    unknown: textOf(element, 'state').includes('u'),
    has: new Set(there.map(({ attributes }) => attributes.get('name') ?? '')),
  };
}

function noneHas(instances: readonly QueueInstance[], features: readonly string[]): string {
  const nowhere = features.filter((feature) => !instances.some(({ has }) => has.has(feature)));
  const asked = nowhere.length === 0 ? `${features.join(' and ')} together` : nowhere.join(' or ');
  return (
    `no queue of Grid Engine has ${asked}; features are boolean complexes there, and qstat -F ${features.join(',')} shows ` +
    'which queue has which'
  );
}

/** The complex whose requests keep other jobs from a host, by its relation; sites name it as they like. */
export function exclusiveComplex(complexes: string): string | undefined {
  const rows = complexes.split('\n').map((line) => line.trim().split(/\s+/));
  return rows.find(([name = '#', , , relation]) => !name.startsWith('#') && relation === 'EXCL')?.[0];
}

export const NO_EXCLUSIVE =
  'Grid Engine gives no job a host for itself in this cluster: that needs a complex with the relation EXCL; let an administrator add ' +
  'one (qconf -mc: exclusive excl BOOL EXCL YES YES 0 1000, then qconf -mattr exechost complex_values exclusive=true HOST) or pass ' +
  '--shared';
