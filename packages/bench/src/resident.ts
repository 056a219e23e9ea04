import { readFileSync } from 'node:fs';

/** Resident memory of a process in bytes. Linux; NaN elsewhere. */
export function residentBytes(pid: number): number {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return Number.NaN;
  }
}

/**
 * Memory of a process in bytes, with its share of what it has in common with others (the program itself): what several
 * processes of one program take together is the sum of these. Linux; NaN elsewhere.
 */
export function proportionalBytes(pid: number): number {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return Number.NaN;
  }
}
