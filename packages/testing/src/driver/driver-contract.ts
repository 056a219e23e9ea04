import type { StoreConnection } from '@lapor/store';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { guardContract } from './driver-contract-guard.ts';
import { modelContract } from './driver-contract-models.ts';
import { queryContract } from './driver-contract-queries.ts';
import { updateContract } from './driver-contract-updates.ts';
import { writeContract } from './driver-contract-writes.ts';
import { openSamples } from './driver-samples.ts';
import type { Samples } from './driver-samples.ts';

/** A database to connect services to. */
export interface DriverUnderTest {
  connect(service: string): Promise<StoreConnection>;
  dispose(): Promise<void>;
}

/** What both store profiles promise, word for word the same. */
export function driverContract(name: string, start: () => Promise<DriverUnderTest>): void {
  describe(`the store driver on ${name}`, () => {
    let driver: DriverUnderTest;
    let samples: Samples;

    beforeAll(async () => {
      driver = await start();
      samples = await openSamples(await driver.connect('contract'));
    });
    beforeEach(async () => {
      await samples.rows.deleteMany({});
    });
    afterAll(async () => {
      await samples.connection.close();
      await driver.dispose();
    });

    const current = (): Samples => samples;
    writeContract(current);
    updateContract(current);
    queryContract(current);
    guardContract(current);
    modelContract(current, (service) => driver.connect(service));
  });
}
