/** A job as `qstat -f` tells of it: its id, and its attributes by the names that PBS gives them, `resources_used.walltime`. */
export interface PbsRecord {
  readonly id: string;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Reads `qstat -f`, of Torque and of OpenPBS alike: `Job Id: ID`, then a line for each attribute, of which long ones go on behind a tab.
 *
 * Both have a form for programs as well, of which neither serves: what OpenPBS writes as JSON for several jobs has the first alone (the
 * source of 2026, measured; that of 23.06 does not escape what it writes), and Torque's `-x` is a document of its own for each job.
 */
export function recordsOf(text: string): PbsRecord[] {
  const records: { id: string; values: Map<string, string> }[] = [];
  let last: string | undefined;
  for (const line of text.split('\n')) {
    const values = records.at(-1)?.values;
    const id = /^Job Id:\s*(\S+)/.exec(line)?.[1];
    const [, name, value] = /^ {4}(\S+) = (.*)$/.exec(line) ?? [];
    if (id !== undefined) {
      records.push({ id, values: new Map() });
      last = undefined;
    } else if (values !== undefined && name !== undefined && value !== undefined) {
      values.set(name, value);
      last = name;
    } else if (values !== undefined && last !== undefined && line.startsWith('\t')) {
      values.set(last, `${values.get(last) ?? ''}${line.slice(1)}`);
    } else {
      last = undefined;
    }
  }
  return records;
}

/** A variable of the job's environment. In the list, commas of values have a backslash before them. */
export function variableOf(record: PbsRecord, name: string): string | undefined {
  const entries = (record.values.get('Variable_List') ?? '').split(/(?<!\\),/);
  return entries.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
}
