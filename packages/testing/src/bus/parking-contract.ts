import type { DeadLetter } from '@lapor/events';
import type { Parking } from '@lapor/events/parking';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { busEvent } from './bus-builders.ts';

/** Where one consumer's dead letters are kept; every `open` is another replica of the consumer. */
export interface ParkingHarness {
  open(): Promise<Parking>;
  letters(): Promise<readonly DeadLetter[]>;
  dispose(): Promise<void>;
}

/** What both places promise, replica against replica. */
export function parkingContract(name: string, start: () => Promise<ParkingHarness>): void {
  describe(`parking, ${name}`, () => {
    let harness: ParkingHarness;
    beforeEach(async () => {
      harness = await start();
    });
    afterEach(() => harness.dispose());

    test('nothing waits behind a letter that is gone: it would be acked and never handled', async () => {
      const [one, other] = [await harness.open(), await harness.open()];
      await one.bury(busEvent('A', 1), 'invalid', 1);
      await one.remove('A', 1);
      expect(await one.release('A')).toBe(true);
      expect(await other.wait(busEvent('A', 2))).toBe(false);
      expect(other.has('A')).toBe(false);
      expect(await other.first('A')).toBeUndefined();
    });

    test('a letter is not released while something waits behind it', async () => {
      const [replaying, other] = [await harness.open(), await harness.open()];
      await replaying.bury(busEvent('A', 1), 'invalid', 1);
      await replaying.remove('A', 1);
      expect(await replaying.first('A')).toBeUndefined();
      // Comes in between the look and the release.
      expect(await other.wait(busEvent('A', 2))).toBe(true);
      expect(await replaying.release('A')).toBe(false);
      expect((await replaying.first('A'))?.pubSeq).toBe(2);
      expect(await harness.letters()).toHaveLength(1);
      await replaying.remove('A', 2);
      expect(await replaying.release('A')).toBe(true);
      expect(await harness.letters()).toEqual([]);
    });

    test('what waits comes out in order, and each once', async () => {
      const one = await harness.open();
      await one.bury(busEvent('A', 2), 'invalid', 1);
      for (const seq of [11, 3, 10, 3]) expect(await one.wait(busEvent('A', seq))).toBe(true);
      expect(await harness.letters()).toMatchObject([{ waitingBehind: 3, reason: 'invalid', attempts: 1 }]);
      const order: number[] = [];
      for (let next = await one.first('A'); next; next = await one.first('A')) {
        order.push(next.pubSeq);
        await one.remove('A', next.pubSeq);
      }
      expect(order).toEqual([2, 3, 10, 11]);
    });
  });
}
