import { cpus } from 'node:os';
import { figure } from './figure.ts';
import type { Measurement } from './measure.ts';
import { PEER, besidePeer } from './peer.ts';

/** Below this a part is not worth a line, in processor milliseconds per lifecycle. */
const LEAST_MILLISECONDS = 0.005;

/** What each thread or process has to do with a lifecycle, and what it holds at rest. */
export function renderParts({ lapor, loaded, floor }: Measurement): readonly string[] {
  const head = ['CPU ms', 'writes', 'reads', 'published', 'MB at rest'];
  const lines = ['', `Each lifecycle, by thread or process${' '.repeat(4)}${columns(head)}`];
  for (const { name, measured } of [
    { name: 'Lapor', measured: lapor },
    ...(loaded ? [{ name: 'full', measured: loaded }] : []),
    { name: 'floor', measured: floor },
  ]) {
    const parts = [...measured.closed.parts].filter(([, part]) => part.cpuMilliseconds >= LEAST_MILLISECONDS);
    for (const [part, each] of parts.toSorted((a, b) => b[1].cpuMilliseconds - a[1].cpuMilliseconds)) {
      const resident = measured.idleParts.get(part)?.residentBytes ?? Number.NaN;
      const cells = [each.cpuMilliseconds, each.writes, each.reads, each.published, resident / 1024 / 1024];
      lines.push(`  ${`${name}: ${part}`.padEnd(38)}${columns(cells.map(figure))}`);
    }
  }
  return lines;
}

/** What another platform's makers have published, beside ours. */
export function renderPeer(measurement: Measurement): readonly string[] {
  const rows = besidePeer(measurement, cpus().length).map(({ name, unit, peer, lapor }) => {
    const label = unit === '' ? name : `${name} (${unit})`;
    return `  ${label.padEnd(56)}${[lapor, peer].map((value) => figure(value).padStart(10)).join('')}`;
  });
  const title = 'Beside what others have published of theirs';
  return ['', `${title.padEnd(58)}${'Lapor'.padStart(10)}${PEER.name.padStart(10)}`, ...rows];
}

function columns(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(12)).join('');
}
