import { readFileSync, readdirSync } from 'node:fs';

/** The kernel counts processor time in these, on every Linux there is. */
const TICKS_PER_SECOND = 100;

/** Processor seconds of a process by the names of its threads. Linux; empty elsewhere. */
export function threadSeconds(pid: number): ReadonlyMap<string, number> {
  const seconds = new Map<string, number>();
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const [name, used] = readThread(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8'));
      seconds.set(name, (seconds.get(name) ?? 0) + used);
    }
  } catch {
    // Another system, or a thread that ended while we looked.
  }
  return seconds;
}

/** A line of /proc/<pid>/task/<tid>/stat: the name stands in brackets and may hold anything (proc(5)). */
export function readThread(line: string): readonly [name: string, seconds: number] {
  const end = line.lastIndexOf(')');
  const fields = line.slice(end + 2).split(' ');
  // utime and stime are fields 14 and 15; the first after the name is field 3.
  const ticks = Number(fields[11]) + Number(fields[12]);
  return [line.slice(line.indexOf('(') + 1, end), ticks / TICKS_PER_SECOND];
}
