import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Call } from '../call.ts';
import type { City } from '../city.ts';
import type { News } from '../installation.ts';

/** As many as its durable lets through. */
const HELD = 500;

/** A system of the city, with a key of its own, that reads its feed as any agency does: through the door, acknowledging. */
export async function followAsAgency(natsUrl: string, call: Call, city: City): Promise<News> {
  const { key } = (await call('POST', '/api/v1/agency-keys', {
    token: city.nationalToken,
    body: { agencyId: city.bodyId, label: 'pengukuran', reason: 'Pengukuran' },
  })) as { readonly key: string };
  const [, user = '', pass = ''] = key.split('_');
  const connection = await connect({ servers: natsUrl, user, pass, inboxPrefix: `_INBOX_${user}` });
  const consumer = await jetstream(connection, { domain: 'lapor' }).consumers.get('AGENCY_FEED', user);
  const messages = await consumer.consume({ max_messages: HELD });
  const arrived = arrivals();
  const reading = (async () => {
    for await (const message of messages) {
      arrived.note(message.headers?.get('ce-subject') ?? '');
      message.ack();
    }
  })();
  return {
    arrivedAt: (trackingId) => arrived.at(trackingId),
    async stop() {
      messages.stop();
      await reading;
      await connection.close();
    },
  };
}

/** On a server without accounts: the first event of routing about each case, as the services get it. */
export async function followRouting(natsUrl: string): Promise<News> {
  const connection: NatsConnection = await connect({ servers: natsUrl });
  const arrived = arrivals();
  connection.subscribe('lapor.routing.v1.*.*', {
    callback: (_error, { subject }) => arrived.note(subject.slice(subject.lastIndexOf('.') + 1)),
  });
  await connection.flush();
  return { arrivedAt: (trackingId) => arrived.at(trackingId), stop: () => connection.close() };
}

function arrivals() {
  const first = new Map<string, number>();
  return {
    note(caseId: string) {
      if (!first.has(caseId)) first.set(caseId, performance.now());
    },
    at: (caseId: string) => first.get(caseId),
  };
}
