import { type SystemFiles, toNumber } from './system-files.js';

/** Makers and products that a virtual machine's firmware names. */
const PRODUCTS: readonly (readonly [RegExp, string])[] = [
  [/vmware/i, 'vmware'],
  [/virtualbox|innotek/i, 'virtualbox'],
  [/microsoft.*virtual machine/is, 'hyper-v'],
  [/amazon ec2|google compute engine|openstack|kvm/i, 'kvm'],
  [/qemu/i, 'qemu'],
  [/xen/i, 'xen'],
  [/parallels/i, 'parallels'],
];

/**
 * The hypervisor: its name, `unknown kind` where only its presence is known, `none` where an x86 CPU says so; null where
 * nothing tells.
 */
export function virtualizationOf(files: SystemFiles, flags: readonly string[] | null): string | null {
  if (/microsoft/i.test(files.text('proc/sys/kernel/osrelease') ?? '')) return 'wsl';
  const isX86 = flags?.includes('fpu') === true;
  const hasHypervisor = flags?.includes('hypervisor') === true;
  // bare metal of a cloud bears the cloud's name, too: the CPU decides
  if (isX86 && !hasHypervisor) return 'none';
  const xen = files.text('sys/hypervisor/type');
  if (xen !== null) return xen;
  const firmware = `${files.text('sys/class/dmi/id/sys_vendor') ?? ''} ${files.text('sys/class/dmi/id/product_name') ?? ''}`;
  const product = PRODUCTS.find(([pattern]) => pattern.test(firmware))?.[1];
  if (product !== undefined) return product;
  const clocks = files.text('sys/devices/system/clocksource/clocksource0/available_clocksource') ?? '';
  if (/\bkvm-clock\b/.test(clocks)) return 'kvm';
  if (/hyperv/.test(clocks)) return 'hyper-v';
  return hasHypervisor ? 'unknown kind' : null;
}

/**
 * The container: its kind where a sign of it is there, `none` where this process sees the kernel's own threads; null where
 * neither is so.
 */
export function containerOf(files: SystemFiles, env: NodeJS.ProcessEnv): string | null {
  if (env.container) return env.container;
  if (env.KUBERNETES_SERVICE_HOST) return 'kubernetes';
  if (files.text('run/systemd/container') !== null) return files.text('run/systemd/container');
  const root = files.names('');
  if (root.includes('.dockerenv')) return 'docker';
  if (files.names('run').includes('.containerenv')) return 'podman';
  const [, kind] = /(docker|containerd|kubepods|libpod|lxc)/.exec(files.text('proc/1/cgroup') ?? '') ?? [];
  if (kind !== undefined) return kind === 'kubepods' ? 'kubernetes' : kind === 'libpod' ? 'podman' : kind;
  return files.text('proc/2/comm') === 'kthreadd' ? 'none' : null;
}

/** NUMA nodes with CPUs or memory. */
export function numaNodesOf(files: SystemFiles): number | null {
  const nodes = files.names('sys/devices/system/node').filter((name) => toNumber(name.replace(/^node/, '')) !== null);
  return nodes.length === 0 ? null : nodes.length;
}
