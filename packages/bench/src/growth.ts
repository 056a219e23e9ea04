import type { Measurement } from './measure.ts';

/** What an installation of some size takes, reckoned from what one lifecycle was measured to take; not measured itself. */
export interface Growth {
  readonly complaintsADay: number;
  /** Per second, in the hour that has most of the day. */
  readonly peak: number;
  /** Cores that are busy then, of all: services, database, broker. */
  readonly coresAtPeak: number;
  /** Bytes after a year. */
  readonly disk: number;
}

const SIZES = [2_000, 20_000, 200_000, 2_000_000];
/** Of a day's complaints come in its busiest hour. */
const PEAK_HOUR_SHARE = 0.15;
const DAYS_A_YEAR = 365;
/** As long as the streams keep what they carry. */
const TRANSPORT_DAYS = 30;

/** A case is taken to be a lifecycle: filed, disposed, answered, found again; everybody told, everything counted. */
export function growthOf({ lapor, loaded }: Pick<Measurement, 'lapor' | 'loaded'>): readonly Growth[] {
  // With full stores, where those were measured: that is what a year looks like.
  const { closed, diskEach } = loaded ?? lapor;
  const cpuSeconds = serverMilliseconds(closed) / 1_000;
  return SIZES.map((complaintsADay) => {
    const peak = (complaintsADay * PEAK_HOUR_SHARE) / 3_600;
    const disk = complaintsADay * (DAYS_A_YEAR * diskEach.kept + TRANSPORT_DAYS * (diskEach.transport || 0));
    return { complaintsADay, peak, coresAtPeak: peak * cpuSeconds, disk };
  });
}

/** Of services and servers together; not the load generator's. */
export function serverMilliseconds({ parts }: Measurement['lapor']['closed']): number {
  return [...parts.values()].reduce((sum, { cpuMilliseconds }) => sum + cpuMilliseconds, 0);
}
