import type { DeviceNode, Finding, PciFunction, PluginState, SystemFacts } from './facts.js';

const INTEL = '0x8086';

/** What differs between the GPU's and the NPU's way from the hardware to the plugin. */
interface Kind {
  readonly device: 'GPU' | 'NPU';
  readonly plugin: string;
  readonly folder: string;
  readonly nodes: (facts: SystemFacts) => readonly DeviceNode[] | undefined;
  readonly isHardware: (device: PciFunction) => boolean;
  readonly kernelDriver: string;
  readonly software: (facts: SystemFacts) => Finding[];
  readonly check: string;
}

const GPU: Kind = {
  device: 'GPU',
  plugin: 'libopenvino_intel_gpu_plugin',
  folder: '/dev/dri',
  nodes: (facts) => facts.gpuNodes,
  isHardware: ({ vendor, class: kind }) => vendor === INTEL && kind.startsWith('0x03'),
  kernelDriver: 'i915 or xe',
  software: gpuSoftware,
  check: 'clinfo -l shows what OpenCL finds, and dmesg | grep -E "i915|xe" what the kernel says',
};

const NPU: Kind = {
  device: 'NPU',
  plugin: 'libopenvino_intel_npu_plugin',
  folder: '/dev/accel',
  nodes: (facts) => facts.npuNodes,
  isHardware: ({ vendor, class: kind }) => vendor === INTEL && kind.startsWith('0x12'),
  kernelDriver: 'intel_vpu (Linux 6.6 or newer has it)',
  software: npuSoftware,
  check: 'dmesg | grep intel_vpu shows what the kernel says of its firmware',
};

/** Why OpenVINO finds no GPU, the first obstacle first. Pure: it sees only what it is given. */
export function diagnoseGpu(plugin: PluginState, facts: SystemFacts): Finding[] {
  return diagnose(GPU, plugin, facts);
}

/** Why OpenVINO finds no NPU, the first obstacle first. */
export function diagnoseNpu(plugin: PluginState, facts: SystemFacts): Finding[] {
  return diagnose(NPU, plugin, facts);
}

/** Why OpenVINO finds no CPU: every machine has one, so it can only be the plugin. */
export function diagnoseCpu(plugin: PluginState): Finding {
  const kind = { device: 'CPU', plugin: 'libopenvino_intel_cpu_plugin, or libopenvino_arm_cpu_plugin' } as const;
  return plugin.kind === 'not-loadable' ? notLoadable(kind, plugin.reason) : noPlugin(kind);
}

/** What became of the Neural Compute Stick 2. */
export const MYRIAD_FINDING: Finding = {
  cause: 'retired',
  message: 'The Neural Compute Stick 2 (MYRIAD) ended with OpenVINO 2022.3; NPU is its successor.',
  fix: 'use NPU, GPU or CPU instead: ov-bench exercise --map MYRIAD=NPU',
};

function diagnose(kind: Kind, plugin: PluginState, facts: SystemFacts): Finding[] {
  if (plugin.kind === 'absent') return [noPlugin(kind)];
  if (facts.platform !== 'linux') return [elsewhere(kind, plugin)];
  const nodes = kind.nodes(facts) ?? [];
  const own = nodes.filter(({ vendor }) => vendor === undefined || vendor === INTEL);
  if (own.length === 0) {
    const finding = noNode(kind, nodes, facts);
    return finding.cause === 'no-hardware' ? [finding] : [finding, ...kind.software(facts)];
  }
  const locked = own.some(({ isUsable }) => isUsable) ? [] : [noPermission(own, facts)];
  const findings = [...locked, ...kind.software(facts)];
  if (findings.length > 0) return findings;
  return [plugin.kind === 'not-loadable' ? notLoadable(kind, plugin.reason) : unknown(kind, own)];
}

function noPlugin({ device, plugin }: { device: string; plugin: string }): Finding {
  return {
    cause: 'no-plugin',
    message: `This OpenVINO has no ${device} plugin (${plugin}).`,
    fix: 'npx ov-bench runtime install gets one that has; a build of your own needs the plugin enabled',
  };
}

function elsewhere({ device, check }: Kind, plugin: PluginState): Finding {
  const message = `OpenVINO finds no ${device}`;
  if (plugin.kind === 'not-loadable')
    return { cause: 'plugin-not-loadable', message: `${message}: ${plugin.reason}.`, fix: 'install its driver' };
  return {
    cause: 'unknown',
    message: `${message} on this system.`,
    fix: check.includes('NPU') ? check : "install or update Intel's driver for it",
  };
}

function noNode(kind: Kind, foreign: readonly DeviceNode[], facts: SystemFacts): Finding {
  const { device, folder } = kind;
  const there = placeText(folder, foreign, kind.nodes(facts) !== undefined);
  const hardware = facts.pci?.filter(kind.isHardware);
  if (hardware?.length === 0 && !facts.isWsl) {
    return {
      cause: 'no-hardware',
      message: `This machine shows no Intel ${device}: none is on the PCI bus, and ${there}.`,
      fix: `nothing to install here; a virtual machine needs the ${device} passed through by its host`,
    };
  }
  const driver = hardware?.find((found) => found.driver !== undefined)?.driver;
  const seen = hardware === undefined ? '' : ` although an Intel ${device} is on the PCI bus`;
  const message = `The kernel offers no ${device}: ${there}${seen}.`;
  return { cause: 'no-device-node', message, fix: nodeFix(kind, driver, facts) };
}

function placeText(folder: string, foreign: readonly DeviceNode[], isFolderThere: boolean): string {
  if (foreign.length > 0) return `${foreign.map(({ path }) => path).join(', ')} belong to other makers' devices`;
  return isFolderThere ? `${folder} is empty` : `there is no ${folder}`;
}

function nodeFix({ device, folder, kernelDriver }: Kind, driver: string | undefined, facts: SystemFacts): string {
  if (facts.isContainer) return `give the container the device: docker run --device ${folder} …`;
  if (facts.isWsl) return `update Windows' driver of the ${device} and WSL itself: wsl --update`;
  if (driver === 'vfio-pci') return 'it is set aside for a virtual machine (vfio-pci): use it there, or release it';
  return `load its kernel driver, ${kernelDriver}: see lspci -nnk, and modprobe or a newer kernel where none is in use`;
}

function noPermission(nodes: readonly DeviceNode[], { user, groups, isContainer }: SystemFacts): Finding {
  const [first] = nodes;
  const { path = '', group = '', gid = 0 } = first ?? {};
  const message = `User ${user} may not use ${path}: it belongs to the group ${group}, of which this process is not a member.`;
  if (isContainer) return { cause: 'no-permission', message, fix: `start the container with --group-add ${gid}` };
  if (gid === 0) {
    return {
      cause: 'no-permission',
      message,
      fix: `sudo chgrp render ${path} && sudo chmod 660 ${path}, then join the group render`,
    };
  }
  if (groups.includes(group)) {
    return {
      cause: 'no-permission',
      message,
      fix: `${user} is in that group since this login began: log out and in again`,
    };
  }
  return { cause: 'no-permission', message, fix: `sudo usermod -aG ${group} ${user}, then log out and in again` };
}

function gpuSoftware({ libraries, openclVendors }: SystemFacts): Finding[] {
  const findings: Finding[] = [];
  if (libraries.openclLoader === undefined) {
    findings.push({
      cause: 'no-opencl-loader',
      message: 'The OpenCL loader libOpenCL.so.1 is missing, which the GPU plugin needs.',
      fix: 'apt-get install ocl-icd-libopencl1 (Debian, Ubuntu), dnf install ocl-icd (Fedora)',
    });
  }
  const isRegistered = openclVendors.some((vendor) => /igdrcl|intel/i.test(vendor));
  if (libraries.openclDriver === undefined && !isRegistered) {
    findings.push({
      cause: 'no-driver',
      message: "Intel's OpenCL driver is missing: neither libigdrcl.so nor an Intel entry in /etc/OpenCL/vendors.",
      fix: 'apt-get install intel-opencl-icd (Debian, Ubuntu), dnf install intel-compute-runtime (Fedora)',
    });
  }
  return findings;
}

function npuSoftware({ libraries }: SystemFacts): Finding[] {
  const findings: Finding[] = [];
  if (libraries.levelZeroLoader === undefined) {
    findings.push({
      cause: 'no-level-zero-loader',
      message: 'The Level Zero loader libze_loader.so.1 is missing, which the NPU plugin needs.',
      fix: 'apt-get install libze1 (Debian 13, Ubuntu 24.04), or the level-zero package of github.com/oneapi-src/level-zero',
    });
  }
  if (libraries.npuDriver === undefined) {
    findings.push({
      cause: 'no-driver',
      message: "Intel's NPU driver is missing (libze_intel_npu.so.1, formerly libze_intel_vpu.so.1).",
      fix: 'install intel-level-zero-npu and intel-fw-npu of github.com/intel/linux-npu-driver',
    });
  }
  return findings;
}

function notLoadable({ device }: { device: string }, reason: string): Finding {
  return {
    cause: 'plugin-not-loadable',
    message: `The ${device} plugin can't be opened: ${reason}.`,
    fix: 'install what it names, or install the runtime anew: npx ov-bench runtime install',
  };
}

function unknown({ device, check }: Kind, nodes: readonly DeviceNode[]): Finding {
  return {
    cause: 'unknown',
    message: `${nodes.map(({ path }) => path).join(', ')} can be used and the libraries are there, but OpenVINO finds no ${device}: it or its driver may be too old.`,
    fix: `update the driver; ${check}`,
  };
}
