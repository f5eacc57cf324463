import { loadRuntime } from '../../index.js';
import { sharesAreOpen } from '../devices/shares.js';
import { toFailure } from '../failure.js';
import type { ProfileJob } from './profile-pass.js';
import type { ShareJob } from './share-pass.js';
import type { Measurement, TrialJob } from './trial.js';

/** What passes need of the trial before them. */
export type PassContext = Omit<ProfileJob, 'inferences' | 'simulated'> & Pick<ShareJob, 'compileWallMs'>;

/** What is run after the measured loop and is none of its time: a failure here costs none of its figures. */
export async function runPasses(
  job: TrialJob,
  measurement: Measurement,
  context: PassContext,
): Promise<Pick<Measurement, 'sharePass' | 'profiles'>> {
  if (measurement.failure !== undefined) return {};
  return {
    ...(job.shares === true && { sharePass: await passForShares(measurement, context) }),
    ...(job.profile !== undefined && { profiles: await passForProfile(job.profile, job, context) }),
  };
}

async function passForShares(measurement: Measurement, context: PassContext): Promise<Measurement['sharePass']> {
  if (!sharesAreOpen(context.spec, measurement)) return undefined;
  const { countShares } = await import('./share-pass.js');
  return countShares({ ...context, requests: measurement.requests }).catch(toFailure);
}

async function passForProfile(
  inferences: number,
  { simulation }: TrialJob,
  context: PassContext,
): Promise<Measurement['profiles']> {
  const { profileDevices } = await import('./profile-pass.js');
  const simulated = simulation !== undefined || loadRuntime().simulated;
  return profileDevices({ ...context, inferences, simulated }).catch(toFailure);
}
