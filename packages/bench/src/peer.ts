import { LIFECYCLE } from './lifecycle.ts';
import type { Measurement } from './measure.ts';

/** Another platform for complaints, by what its makers have published of it. */
export const PEER = {
  name: 'DIGIT',
  processors: 16,
  lifecyclesASecond: 13,
  p95Milliseconds: 3_200,
  /** With 27,000 rows instead of 3. */
  lossPercent: 55,
  restBytes: 26.8e9,
} as const;

export interface Beside {
  readonly name: string;
  readonly peer: number;
  readonly lapor: number;
  readonly unit: string;
}

/** The same figures of ours. Not the same machine, nor the same load: each as its own makers measure it. */
export function besidePeer(
  { lapor, loaded }: Pick<Measurement, 'lapor' | 'loaded'>,
  processors: number,
): readonly Beside[] {
  const rest = [...lapor.idleParts.values()].reduce((sum, { residentBytes }) => sum + residentBytes, 0);
  const row = (name: string, unit: string, peer: number, ours: number): Beside => ({
    name,
    unit,
    peer,
    lapor: ours,
  });
  return [
    row('processors', '', PEER.processors, processors),
    row('lifecycles', '/s', PEER.lifecyclesASecond, lapor.closed.sustained),
    row(
      'lifecycles for each processor',
      '/s',
      PEER.lifecyclesASecond / PEER.processors,
      lapor.closed.sustained / processors,
    ),
    row('p95 of these', 'ms', PEER.p95Milliseconds, lapor.closedLatencies.quantiles(LIFECYCLE).p95),
    row(
      'lost with full stores (there 27,000 rows)',
      '%',
      PEER.lossPercent,
      loaded === undefined ? Number.NaN : 100 * (1 - loaded.closed.sustained / lapor.closed.sustained),
    ),
    row(
      'memory at rest, everything',
      'MB',
      PEER.restBytes / 1024 / 1024,
      (Number.isNaN(rest) ? lapor.memory.idle : rest) / 1024 / 1024,
    ),
  ];
}
