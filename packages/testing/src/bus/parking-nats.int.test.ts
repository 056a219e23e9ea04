import { JetStreamParking, LetterBox, openLetterBox } from '@lapor/events/parking';
import { systemClock } from '@lapor/kernel';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { busEvent, silentLog } from './bus-builders.ts';
import { parkingContract } from './parking-contract.ts';
import { natsUrl } from '../servers.ts';
import type { TestServer } from '../servers.ts';

let server: TestServer;
beforeAll(async () => {
  server = await natsUrl();
});
afterAll(() => server.stop());

/** An empty box on the server. */
async function emptyBox() {
  const connection = await connect({ servers: server.url });
  const manager = await jetstreamManager(connection);
  await manager.streams.delete('KV_LAPOR_PARKED').catch(() => false);
  return { box: await openLetterBox(jetstream(connection), 1), connection, manager };
}

const parkingIn = (box: LetterBox) =>
  new JetStreamParking({
    box,
    durable: 'reporting',
    context: 'routing',
    clock: systemClock,
    log: silentLog,
  });

parkingContract('JetStream', async () => {
  const { box, connection } = await emptyBox();
  return {
    open: () => Promise.resolve(parkingIn(box)),
    letters: () => box.list('reporting'),
    dispose: () => connection.close(),
  };
});

test('a letter released in the very moment something is put behind it takes that along', async () => {
  const { box, connection, manager } = await emptyBox();
  onTestFinished(() => connection.close());
  const replaying = parkingIn(box);
  await replaying.bury(busEvent('A', 1), 'invalid', 1);
  let released: boolean | undefined;
  class Slow extends LetterBox {
    /** Between the look for the letter and the event behind it. */
    override async park(...args: Parameters<LetterBox['park']>): Promise<void> {
      await replaying.remove('A', 1);
      released = await replaying.release('A');
      await super.park(...args);
    }
  }
  const late = parkingIn(new Slow(box.bucket, manager));
  expect(await late.wait(busEvent('A', 2))).toBe(false);
  expect(released).toBe(true);
  expect(await late.first('A')).toBeUndefined();
});

test('looking leaves nothing behind on the server, whether there is something or not', async () => {
  const { box, connection, manager } = await emptyBox();
  onTestFinished(() => connection.close());
  const consumers = async () => (await manager.streams.info('KV_LAPOR_PARKED')).state.consumer_count;
  const one = parkingIn(box);
  for (let time = 0; time < 20; time++) {
    expect(await box.list(undefined)).toEqual([]);
    expect(await one.first('A')).toBeUndefined();
  }
  for (let seq = 1; seq <= 150; seq++) await box.park('reporting.routing.A', busEvent('A', seq));
  await one.bury(busEvent('A', 1), 'invalid', 1);
  expect(await box.list('reporting')).toMatchObject([{ waitingBehind: 149 }]);
  for (let seq = 1; seq <= 148; seq++) await one.remove('A', seq);
  expect(await box.parkedSeqs('reporting.routing.A')).toEqual([149, 150]);
  expect(await consumers()).toBe(0);
});
