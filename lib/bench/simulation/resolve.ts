import { isFile, type ProfileName, type SimulationChoice } from './choice.js';
import { readProfile } from './file.js';
import type { Profile } from './profile.js';
import type { Simulation } from './simulation.js';
import { tank870 } from './tank-870.js';

const MAKERS: Readonly<Record<ProfileName, () => Profile>> = { 'tank-870': tank870 };

/**
 * The devices that were asked for.
 *
 * @throws OpenVINOError as {@link readProfile}, for a file.
 */
export async function resolveSimulation({ source, seed, time }: SimulationChoice): Promise<Simulation> {
  const profile = isFile(source) ? await readProfile(source) : MAKERS[source as ProfileName]();
  return { profile, seed: seed ?? profile.seed, time };
}
