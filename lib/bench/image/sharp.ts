import type sharpModule from 'sharp';
import { OpenVINOError } from '../../index.js';

export type Sharp = typeof sharpModule;

/**
 * The sharp module, loaded on first use: it is an optional dependency and takes 30 ms to load.
 *
 * @throws OpenVINOError `MISSING_DEPENDENCY` when it is not installed, or not for this platform.
 */
export async function loadSharp(load: () => Promise<{ default: Sharp }> = () => import('sharp')): Promise<Sharp> {
  try {
    return (await load()).default;
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';
    const why = missing ? 'is not installed' : 'is installed but cannot be loaded here';
    throw new OpenVINOError(
      'MISSING_DEPENDENCY',
      `Images are read and written by the optional package sharp, which ${why}: run "npm install sharp".`,
      { cause },
    );
  }
}
