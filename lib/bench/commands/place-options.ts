import type { Option } from 'commander';
import { ENGINES } from '../jobs/engine.js';
import { oneOf } from '../options.js';
import { option } from './measuring-options.js';

/** Where a job runs, of all commands that submit some. */
export function placeOptions(engineDefault = '(default: what is found)'): Option[] {
  return [
    option('--engine <engine>', `slurm, sge, pbs or local ${engineDefault}`, oneOf('--engine', ENGINES)),
    option('--features <a,b>', "what a node has to have, all of it; '' for nothing", (text) =>
      text.trim() === '' ? [] : text.split(',').map((each) => each.trim()),
    ),
    option('--shared', 'let other jobs on the node meanwhile; the results say so (default: it is ours alone)'),
    option('--partition <name>', 'partition or queue'),
    option('--account <name>', 'account'),
    option('--qos <name>', 'quality of service'),
    option('--gres <list>', 'generic resources, such as ncs2:1'),
    option('--nodelist <list>', 'these nodes'),
    option('--prologue <file>', 'shell commands to run first on the node, such as those that set up OpenVINO'),
    option('--ov-bench <command>', 'the ov-bench of the nodes (default: this one, or that of their PATH)'),
    option('--strict-devices', 'a device that did not run is a failure (default: completed, with a warning)'),
  ];
}
