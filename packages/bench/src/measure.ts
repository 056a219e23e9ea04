import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enterCity } from './city.ts';
import { distributedInstallation } from './distributed/installation.ts';
import { embeddedInstallation } from './embedded/installation.ts';
import type { Installation } from './installation.ts';
import type { Latencies } from './latencies.ts';
import { floorComplaints, floorLifecycles, lifecycles, newComplaint } from './lifecycle.ts';
import type { Filed } from './lifecycle.ts';
import { OPEN_SHARE, STAGES_OF_ONE, measureOne } from './measure-one.ts';
import type { Measured, Subject } from './measure-one.ts';
import type { BenchOptions } from './options.ts';
import type { Progress } from './progress.ts';
import type { Round } from './round.ts';

export interface Measurement {
  readonly lapor: Measured;
  readonly floor: Measured;
  /** Lifecycles that arrived per second in the open loop. */
  readonly rate: number;
  /** Complaints that arrived per second in theirs. */
  readonly complaintRate: number;
}

export const STAGES = 2 * STAGES_OF_ONE;

export async function measure(
  options: BenchOptions,
  progress: Progress,
  profileFolder?: string,
): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-bench-'));
  try {
    const installation = await install(options, folder, profileFolder);
    try {
      return await measureBoth(options, progress, installation);
    } finally {
      await installation.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function install(
  options: BenchOptions,
  folder: string,
  profileFolder: string | undefined,
): Promise<Installation> {
  const shared = { ...options, folder, profileFolder };
  return options.profile === 'embedded' ? embeddedInstallation(shared) : distributedInstallation(shared);
}

async function measureBoth(
  options: BenchOptions,
  progress: Progress,
  installation: Installation,
): Promise<Measurement> {
  const lapor = await measureOne('Lapor', options, progress, laporOn(installation));
  const rate = options.rate ?? lapor.closed.sustained * OPEN_SHARE;
  const complaintRate = lapor.complaints.sustained * OPEN_SHARE;
  const floor = await measureOne(
    'floor',
    { ...options, rate, complaintRate, seconds: options.seconds / 2 },
    progress,
    floorOf(installation, lapor),
  );
  return { lapor, floor, rate, complaintRate };
}

function laporOn(installation: Installation): Subject {
  return {
    start: () => installation.startLapor(),
    async prepare({ call }) {
      const city = await enterCity(call);
      return {
        complaints: async (index) => {
          await call('POST', '/api/v1/complaints', { body: newComplaint(city, index) });
        },
        lifecycles: (latencies: Latencies, filed?: Filed) => lifecycles(call, city, latencies, filed),
        ...(installation.followNews ? { followNews: () => installation.followNews!(city) } : {}),
      };
    },
  };
}

/** It makes as many inserts and publications as Lapor did. */
function floorOf(installation: Installation, lapor: Measured): Subject {
  return {
    start: () => installation.startFloor(),
    prepare: ({ call }) =>
      Promise.resolve({
        complaints: floorComplaints(call, writesOf(lapor.complaints)),
        lifecycles: (latencies) => floorLifecycles(call, writesOf(lapor.closed), latencies),
      }),
  };
}

function writesOf({ each }: Round): { readonly inserts: number; readonly appends: number } {
  return { inserts: each.stored, appends: each.published };
}
