import { cpus } from 'node:os';
import { figure } from './figure.ts';
import { growthOf, serverMilliseconds } from './growth.ts';
import type { Latencies } from './latencies.ts';
import { COMPLAINT, LIFECYCLE } from './lifecycle.ts';
import { NEWS } from './measure-one.ts';
import type { Measured } from './measure-one.ts';
import type { Measurement } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { PEER, besidePeer } from './peer.ts';

/** The tables of deploy/README.md, all out of this one run: to be pasted over those that are there. */
export function renderMarkdown(measurement: Measurement, options: BenchOptions): string {
  return [
    ...whatItDoes(measurement, options),
    ...whatOneTakes(measurement),
    ...whatToExpect(measurement),
    ...besidePublished(measurement),
    '',
  ].join('\n');
}

type Cells = readonly string[];

function table(title: string, head: Cells, rows: readonly Cells[]): readonly string[] {
  const line = (cells: Cells) => `| ${cells.join(' | ')} |`;
  return ['', `${title}:`, '', line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function whatItDoes(
  { lapor, loaded, floor, rate, complaintRate }: Measurement,
  { connections, preload, profile }: BenchOptions,
): readonly string[] {
  const measured = [lapor, ...(loaded ? [loaded] : []), floor];
  const row = (name: string, read: (one: Measured) => string): Cells => [name, ...measured.map(read)];
  const each = (name: string, pick: (one: Measured) => Latencies) => (one: Measured) =>
    pick(one).count(name) === 0 ? '' : quantilesOf(pick(one), name);
  const open = (one: Measured) => one.openLatencies;
  const head = [
    '',
    profile === 'distributed' ? 'five services' : 'one process',
    ...(loaded ? [`with ${preload.toLocaleString('en')} cases`] : []),
    'floor',
  ];
  return table(
    `Measured on ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, load generator included`,
    head,
    [
      row(`complaints accepted, ${connections} at once`, ({ complaints }) => rateOf(complaints.sustained)),
      row(`lifecycles, ${connections} at once`, ({ closed }) => rateOf(closed.sustained)),
      row(
        'p50, p95, p99 of these',
        each(LIFECYCLE, ({ closedLatencies }) => closedLatencies),
      ),
      row(`lifecycles, ${rate.toFixed(0)} arriving a second: p50, p95, p99`, each(LIFECYCLE, open)),
      row(`complaints, ${complaintRate.toFixed(0)} arriving a second: p50, p95, p99`, each(COMPLAINT, open)),
      ...(open(lapor).count(NEWS) === 0
        ? []
        : [row("answered to the message in the agency's hands: p50, p95, p99", each(NEWS, open))]),
      row('could not begin, failed', (one) => lostOf(one).map(String).join(', ')),
      row(
        'second start',
        ({ secondStartMilliseconds }) => `${(secondStartMilliseconds / 1_000).toFixed(1)} s`,
      ),
    ],
  );
}

function lostOf({ complaintsOpen, open, complaints, closed }: Measured): readonly [number, number] {
  const loads = [complaintsOpen, open, complaints, closed].map(({ load }) => load);
  return [
    loads.reduce((sum, { dropped }) => sum + dropped, 0),
    loads.reduce((sum, { failed }) => sum + failed, 0),
  ];
}

function whatOneTakes({ lapor, loaded, floor }: Measurement): readonly string[] {
  const rowsOf = (name: string, { closed, idleParts }: Measured): readonly Cells[] => [
    ...[...closed.parts].map(([part, { cpuMilliseconds, writes, reads, published }]) => [
      name === '' ? part : `${name}: ${part}`,
      `${figure(cpuMilliseconds)} ms`,
      ...[writes, reads, published].map(figure),
      megabytes(idleParts.get(part)?.residentBytes ?? Number.NaN),
    ]),
    [
      `${name === '' ? 'all' : `${name}: all`}, without the load generator`,
      `${figure(serverMilliseconds(closed))} ms`,
      figure(closed.each.operations),
      '',
      figure(closed.each.published),
      megabytes(sum([...idleParts.values()].map(({ residentBytes }) => residentBytes))),
    ],
  ];
  const head = ['', 'CPU', 'documents written', 'reads', 'events published', 'memory at rest'];
  const rows = [
    ...rowsOf('', lapor),
    ...(loaded ? rowsOf('full', loaded) : []),
    ['load generator', `${figure(lapor.closed.generatorMilliseconds)} ms`, '', '', '', ''],
    ...rowsOf('floor', floor),
  ];
  return table('What one lifecycle takes, everything told and counted', head, rows);
}

function whatToExpect(measurement: Measurement): readonly string[] {
  const { closed, diskEach } = measurement.loaded ?? measurement.lapor;
  const costs = [
    `${figure(serverMilliseconds(closed))} ms of processor time`,
    `${figure(diskEach.kept / 1_000)} kB kept`,
    ...(diskEach.transport > 0 ? [`${figure(diskEach.transport / 1_000)} kB in the broker for 30 days`] : []),
  ];
  const title = `What to expect, reckoned from ${costs.join(', ')} for each case and a peak hour with 15 % of the day; not measured`;
  const rows = growthOf(measurement).map(({ complaintsADay, peak, coresAtPeak, disk }) => [
    complaintsADay.toLocaleString('en'),
    `${figure(peak)}/s`,
    `${figure(coresAtPeak)} cores`,
    `${figure(disk / 1e9)} GB`,
  ]);
  return table(title, ['complaints a day', 'peak', 'CPU at the peak', 'disk a year'], rows);
}

function besidePublished(measurement: Measurement): readonly string[] {
  const rows = besidePeer(measurement, cpus().length).map(({ name, unit, peer, lapor }) => [
    name,
    ...[peer, lapor].map((value) =>
      Number.isNaN(value) ? 'not measured' : `${figure(value)} ${unit}`.trim(),
    ),
  ]);
  return table(
    `Beside what ${PEER.name} has published, each by its own makers`,
    ['', PEER.name, 'Lapor'],
    rows,
  );
}

function quantilesOf(latencies: Latencies, name: string): string {
  const { p50, p95, p99 } = latencies.quantiles(name);
  return `${[p50, p95, p99].map((value) => Math.round(value).toLocaleString('en')).join(', ')} ms`;
}

function rateOf(perSecond: number): string {
  return `${Math.round(perSecond).toLocaleString('en')}/s`;
}

function megabytes(bytes: number): string {
  return Number.isNaN(bytes) ? '' : `${Math.round(bytes / 1024 / 1024)} MB`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
