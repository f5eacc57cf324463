/** A node of a cluster of tests: this machine under another name. */
export interface SlurmNode {
  readonly name: string;
  readonly cpus?: number;
  readonly features?: readonly string[];
  /** `ncs2:1`. */
  readonly gres?: string;
}

/** The exercise's machines: two of which one has a neural compute stick and the other an accelerator card, and a small one. */
export const EXERCISE_NODES: readonly SlurmNode[] = [
  {
    name: 'tank-870-01',
    features: ['tank-870', 'i5-6500te', 'intel-core', 'intel-hd-530', 'intel-ncs2'],
    gres: 'ncs2:1',
  },
  {
    name: 'tank-870-02',
    features: ['tank-870', 'i5-6500te', 'intel-core', 'intel-hd-530', 'iei-mustang-v100-mx8'],
    gres: 'hddl:1',
  },
  { name: 'up2-01', features: ['up-squared', 'e3950', 'intel-atom', 'intel-hd-505'] },
];

export interface SlurmConf {
  readonly folder: string;
  readonly user: string;
  /** The controller's port, then one for each node. */
  readonly ports: readonly number[];
  readonly nodes: readonly SlurmNode[];
  /** How many seconds the controller knows a job after its end. */
  readonly minJobAge: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

/** The text of slurm.conf: everything in one folder and on loopback, no database, no cgroups, no mail. */
export function slurmConf({ folder, user, ports, nodes, minJobAge, settings, lines }: SlurmConf): string {
  const all: Record<string, string | number> = {
    ClusterName: 'ovbench',
    SlurmctldHost: 'localhost(127.0.0.1)',
    SlurmctldPort: portAt(ports, 0),
    SlurmUser: user,
    SlurmdUser: user,
    AuthType: 'auth/munge',
    AuthInfo: `socket=${folder}/munge.sock`,
    CommunicationParameters: 'NoCtldInAddrAny,NoInAddrAny',
    StateSaveLocation: `${folder}/state`,
    SlurmdSpoolDir: `${folder}/spool/%n`,
    SlurmctldPidFile: `${folder}/slurmctld.pid`,
    SlurmdPidFile: `${folder}/slurmd.%n.pid`,
    SlurmctldLogFile: `${folder}/log/slurmctld.log`,
    SlurmdLogFile: `${folder}/log/slurmd.%n.log`,
    ProctrackType: 'proctrack/linuxproc',
    TaskPlugin: 'task/none',
    JobAcctGatherType: 'jobacct_gather/none',
    AccountingStorageType: 'accounting_storage/none',
    JobCompType: 'jobcomp/filetxt',
    JobCompLoc: `${folder}/log/jobcomp.log`,
    SelectType: 'select/cons_tres',
    SelectTypeParameters: 'CR_Core',
    SchedulerType: 'sched/backfill',
    // a job starts when it is submitted, not with the next round of the scheduler
    SchedulerParameters: 'batch_sched_delay=0,sched_min_interval=0,bf_interval=1',
    // nodes may have more processors than the machine
    SlurmdParameters: 'config_overrides',
    MpiDefault: 'none',
    MailProg: '/bin/true',
    PropagateResourceLimits: 'NONE',
    ReturnToService: 2,
    MinJobAge: minJobAge,
    KillWait: 2,
    SlurmdTimeout: 10,
    ...settings,
  };
  const kinds = new Set(nodes.flatMap(({ gres }) => (gres === undefined ? [] : [resource(gres).kind])));
  if (kinds.size > 0) all.GresTypes = [...kinds].join(',');
  const values = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  const names = nodes.map((node, index) => nodeLine(node, portAt(ports, index + 1)));
  const partition = 'PartitionName=batch Nodes=ALL Default=YES DefaultTime=10 MaxTime=60 State=UP';
  return [...values, ...names, partition, ...lines, ''].join('\n');
}

/** The text of gres.conf: devices that are counted, and need not be there. */
export function gresConf(nodes: readonly SlurmNode[]): string {
  const lines = nodes.flatMap(({ name, gres }) => {
    if (gres === undefined) return [];
    const { kind, count } = resource(gres);
    return [`NodeName=${name} Name=${kind} Count=${count}`];
  });
  return ['AutoDetect=off', ...lines, ''].join('\n');
}

function nodeLine({ name, cpus = 1, features = [], gres }: SlurmNode, port: number): string {
  return [
    `NodeName=${name} NodeAddr=127.0.0.1 Port=${port} CPUs=${cpus} State=UNKNOWN`,
    ...(features.length > 0 ? [`Feature=${features.join(',')}`] : []),
    ...(gres === undefined ? [] : [`Gres=${gres}`]),
  ].join(' ');
}

function resource(gres: string): { readonly kind: string; readonly count: string } {
  const [kind = '', count = '1'] = gres.split(':');
  return { kind, count };
}

function portAt(ports: readonly number[], index: number): number {
  const port = ports[index];
  if (port === undefined) throw new Error(`${ports.length} ports are too few for ${index} nodes`);
  return port;
}
