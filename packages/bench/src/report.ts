import { cpus } from 'node:os';
import { CALLS, COMPLAINT, LIFECYCLE } from './lifecycle.ts';
import type { Latencies } from './latencies.ts';
import { NEWS } from './measure-one.ts';
import type { Measured } from './measure-one.ts';
import type { Measurement } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { figure } from './figure.ts';
import { renderParts, renderPeer } from './report-parts.ts';
import type { Round } from './round.ts';

/** The servers that Lapor stands on. */
const BACKING: ReadonlySet<string> = new Set(['mongod', 'nats-server']);

/** A figure of Lapor, the same of the floor. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly lapor: number;
  /** With the cases of the past. */
  readonly loaded?: number;
  readonly floor: number;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

export function sectionsOf(
  { lapor, loaded, floor, rate, complaintRate }: Measurement,
  { connections, idleSeconds }: BenchOptions,
): readonly Section[] {
  const row = (name: string, unit: string, read: (measured: Measured) => number): Row => ({
    name,
    unit,
    lapor: read(lapor),
    ...(loaded ? { loaded: read(loaded) } : {}),
    floor: read(floor),
  });
  return [
    {
      title: `Complaints, ${connections} at once`,
      rows: [
        row('accepted', '/s', ({ complaints }) => complaints.load.done / complaints.load.seconds),
        row('kept up, all effects done', '/s', ({ complaints }) => complaints.sustained),
        ...perPiece(row, ({ complaints }) => complaints),
      ],
    },
    {
      title: `Complaints, ${complaintRate.toFixed(0)} arriving per second whatever happens`,
      rows: [
        ...quantileRows(row, COMPLAINT, ({ openLatencies }) => openLatencies),
        row('could not begin', '', ({ complaintsOpen }) => complaintsOpen.load.dropped),
        row('failed', '', ({ complaintsOpen }) => complaintsOpen.load.failed),
      ],
    },
    {
      title: `Lifecycles of four calls, ${connections} at once`,
      rows: [
        row('done', '/s', ({ closed }) => closed.load.done / closed.load.seconds),
        row('kept up, all effects done', '/s', ({ closed }) => closed.sustained),
        ...latencyRows(row, ({ closedLatencies }) => closedLatencies),
        ...perPiece(row, ({ closed }) => closed),
      ],
    },
    {
      title: `Lifecycles of four calls, ${rate.toFixed(0)} arriving per second whatever happens`,
      rows: [
        ...latencyRows(row, ({ openLatencies }) => openLatencies),
        ...(lapor.openLatencies.count(NEWS) > 0
          ? quantileRows(row, NEWS, ({ openLatencies }) => openLatencies)
          : []),
        row('could not begin', '', ({ open }) => open.load.dropped),
        row('failed', '', ({ open }) => open.load.failed),
      ],
    },
    {
      title: 'Start and memory',
      rows: [
        row('first start', 'ms', ({ firstStartMilliseconds }) => firstStartMilliseconds),
        row('second start', 'ms', ({ secondStartMilliseconds }) => secondStartMilliseconds),
        row('resident when ready', 'MB', ({ memory }) => megabytes(memory.ready)),
        row(`resident after ${idleSeconds} s at rest`, 'MB', ({ memory }) => megabytes(memory.idle)),
        row(`all parts but the servers they stand on, counting once what they share`, 'MB', ({ idleParts }) =>
          megabytes(sharedOnce(idleParts)),
        ),
        row('resident after the load', 'MB', ({ memory }) => megabytes(memory.loaded)),
      ],
    },
  ];
}

type MakeRow = (name: string, unit: string, read: (measured: Measured) => number) => Row;

function perPiece(row: MakeRow, roundOf: (measured: Measured) => Round): readonly Row[] {
  return [
    row('write operations each', '', (measured) => roundOf(measured).each.operations),
    row('commits (fsyncs) each', '', (measured) => roundOf(measured).each.commits),
    row('published events each', '', (measured) => roundOf(measured).each.published),
    row('processor time each, server', 'ms', (measured) => roundOf(measured).each.cpuMilliseconds),
    row('processor time each, load generator', 'ms', (measured) => roundOf(measured).generatorMilliseconds),
    row('last effect after the last answer', 's', (measured) => roundOf(measured).behindSeconds),
    row('failed', '', (measured) => roundOf(measured).load.failed),
  ];
}

function latencyRows(row: MakeRow, latenciesOf: (measured: Measured) => Latencies): readonly Row[] {
  return [LIFECYCLE, ...CALLS].flatMap((name) => quantileRows(row, name, latenciesOf));
}

/** What a reader is told the times by. */
const TITLES: Readonly<Record<string, string>> = { [NEWS]: 'answered to first message on NATS' };

function quantileRows(
  row: MakeRow,
  name: string,
  latenciesOf: (measured: Measured) => Latencies,
): readonly Row[] {
  return (['p50', 'p95', 'p99'] as const).map((quantile) =>
    row(
      `${TITLES[name] ?? name} ${quantile}`,
      'ms',
      (measured) => latenciesOf(measured).quantiles(name)[quantile],
    ),
  );
}

/** NaN for threads, which have no memory of their own. */
function sharedOnce(parts: Measured['idleParts']): number {
  return [...parts]
    .filter(([name]) => !BACKING.has(name))
    .reduce((sum, [, { residentBytes }]) => sum + residentBytes, 0);
}

function megabytes(bytes: number): number {
  return bytes / 1024 / 1024;
}

/** Where the processor time went, by what was profiled and part of the code. */
export type CodeShares = ReadonlyMap<string, readonly (readonly [part: string, share: number])[]>;

const MOST_PARTS = 30;

/** The table for people. */
export function renderReport(
  measurement: Measurement,
  options: BenchOptions,
  code: CodeShares = new Map(),
): string {
  const lines = [
    `Lapor, ${options.profile} profile · ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, load generator included`,
  ];
  for (const { title, rows } of sectionsOf(measurement, options)) {
    const full = measurement.loaded ? `+${options.preload}`.padStart(10) : '';
    lines.push(
      '',
      `${title.padEnd(58)}${'Lapor'.padStart(10)}${full}${'floor'.padStart(10)}${'ratio'.padStart(9)}`,
    );
    for (const row of rows) lines.push(renderRow(row));
  }
  lines.push(...renderParts(measurement), ...renderPeer(measurement));
  for (const [name, shares] of code) {
    lines.push('', `Processor time of ${name} by part (own code, whole run)`);
    for (const [part, share] of shares.slice(0, MOST_PARTS))
      lines.push(`  ${part.padEnd(56)}${(share * 100).toFixed(1).padStart(10)} %`);
  }
  for (const [message, count] of failuresOf(measurement)) lines.push('', `failed ${count} times: ${message}`);
  return `${lines.join('\n')}\n`;
}

function failuresOf({ lapor, loaded, floor }: Measurement): readonly (readonly [string, number])[] {
  return [lapor, ...(loaded ? [loaded] : []), floor].flatMap(({ complaints, complaintsOpen, closed, open }) =>
    [complaints, complaintsOpen, closed, open].flatMap(({ load }) => load.failures.slice(0, 3)),
  );
}

function renderRow({ name, unit, lapor, loaded, floor }: Row): string {
  const ratio = floor > 0 && lapor > 0 ? (lapor / floor).toFixed(2) : '';
  const label = unit === '' ? name : `${name} (${unit})`;
  const full = loaded === undefined ? '' : figure(loaded).padStart(10);
  return `  ${label.padEnd(56)}${figure(lapor).padStart(10)}${full}${figure(floor).padStart(10)}${ratio.padStart(9)}`;
}
