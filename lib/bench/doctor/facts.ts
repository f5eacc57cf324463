/** A device node that drivers put below /dev. */
export interface DeviceNode {
  /** `/dev/dri/renderD128`, `/dev/accel/accel0`. */
  readonly path: string;
  /** The group that may use it, by name, or by number where it has no name here. */
  readonly group: string;
  readonly gid: number;
  /** Whether this process may read and write it. */
  readonly isUsable: boolean;
  /** PCI vendor of the device behind it (`0x8086` is Intel), where known. */
  readonly vendor: string | undefined;
}

/** A device on the PCI bus. */
export interface PciFunction {
  /** `0x8086`. */
  readonly vendor: string;
  /** `0x030000`: the first two digits are the kind, 03 a display controller, 12 an accelerator. */
  readonly class: string;
  /** Name of the kernel driver that serves it, where one does. */
  readonly driver: string | undefined;
}

/** Libraries whose absence explains a missing device. */
export const LIBRARIES = {
  openclLoader: ['libOpenCL.so.1'],
  openclDriver: ['libigdrcl.so', 'libigdrcl_legacy1.so'],
  levelZeroLoader: ['libze_loader.so.1'],
  npuDriver: ['libze_intel_npu.so.1', 'libze_intel_vpu.so.1', 'libze_intel_npu.so'],
} as const;

export type LibraryKind = keyof typeof LIBRARIES;

/** What of this system decides which devices OpenVINO finds. The diagnosis sees nothing else. */
export interface SystemFacts {
  readonly platform: NodeJS.Platform;
  readonly user: string;
  /** Groups of this process and, as the user's groups file has them, groups that a new login would give. */
  readonly groups: readonly string[];
  readonly isContainer: boolean;
  readonly isWsl: boolean;
  /** Render nodes in /dev/dri; undefined where the folder is missing. */
  readonly gpuNodes: readonly DeviceNode[] | undefined;
  /** Nodes in /dev/accel; undefined where the folder is missing. */
  readonly npuNodes: readonly DeviceNode[] | undefined;
  /** Undefined where /sys does not show the bus. */
  readonly pci: readonly PciFunction[] | undefined;
  /** Path of each library where the loader would find it. */
  readonly libraries: Readonly<Record<LibraryKind, string | undefined>>;
  /** Drivers that /etc/OpenCL/vendors registers. */
  readonly openclVendors: readonly string[];
}

/** What OpenVINO says of a plugin. */
export type PluginState =
  | { readonly kind: 'loaded' }
  /** The runtime has no such plugin. */
  | { readonly kind: 'absent' }
  /** The plugin is there and can't be opened; the loader's reason. */
  | { readonly kind: 'not-loadable'; readonly reason: string };

/** Why a device is missing, as a word for programs. */
export type Cause =
  | 'no-plugin'
  | 'no-hardware'
  | 'no-device-node'
  | 'no-permission'
  | 'no-opencl-loader'
  | 'no-level-zero-loader'
  | 'no-driver'
  | 'plugin-not-loadable'
  | 'retired'
  | 'unknown';

/** One cause and what to do about it. */
export interface Finding {
  readonly cause: Cause;
  readonly message: string;
  readonly fix: string;
}
