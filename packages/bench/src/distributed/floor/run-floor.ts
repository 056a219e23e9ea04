import { randomUUID } from 'node:crypto';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { fastify } from 'fastify';
import { MongoClient } from 'mongodb';

const STREAM = 'FLOOR';
const SUBJECT = 'floor.written';

interface WriteQuery {
  readonly inserts: string;
  readonly appends: string;
}

interface FloorDocument {
  readonly _id: string;
  readonly at: number;
  readonly body: unknown;
}

/**
 * One process: Fastify, the drivers, nothing else. A call makes its inserts (`w: majority, j: true`) and JetStream
 * publications all at once and answers when every one is acknowledged. No hop to another service, nobody consumes.
 */
export async function runFloor(): Promise<void> {
  const mongo = new MongoClient(process.env['FLOOR_MONGO_URL'] ?? '', {
    writeConcern: { w: 'majority', journal: true },
  });
  const documents = mongo.db(process.env['FLOOR_DATABASE']).collection<FloorDocument>('documents');
  await documents.createIndex({ at: 1 });
  const { FLOOR_NATS_USER: user = '', FLOOR_NATS_PASSWORD: pass = '' } = process.env;
  const nats = await connect({
    servers: process.env['FLOOR_NATS_URL'] ?? '',
    ...(user === '' ? {} : { user, pass }),
  });
  const manager = await jetstreamManager(nats);
  await manager.streams.add({ name: STREAM, subjects: [SUBJECT] });
  const stream = jetstream(nats);
  const app = fastify();
  let published = 0;

  app.post<{ Querystring: WriteQuery }>('/write', async (request) => {
    const { inserts, appends } = request.query;
    published += Number(appends);
    await Promise.all([
      ...Array.from({ length: Number(inserts) }, () =>
        documents.insertOne({ _id: randomUUID(), at: Date.now(), body: request.body }),
      ),
      ...Array.from({ length: Number(appends) }, () => stream.publish(SUBJECT, JSON.stringify(request.body))),
    ]);
    return { ok: true };
  });
  app.get('/newest', () => documents.find({}, { sort: { at: -1 }, limit: 20 }).toArray());
  app.get('/metrics', (_request, reply) => {
    const { user, system } = process.cpuUsage();
    return reply
      .type('text/plain')
      .send(
        [
          `process_cpu_seconds_total ${(user + system) / 1e6}`,
          `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
          `lapor_events_published_total ${published}`,
        ].join('\n'),
      );
  });
  process.once('SIGTERM', () => {
    void app
      .close()
      .then(() => Promise.all([mongo.close(), nats.drain()]))
      .then(() => process.exit(0));
  });
  await app.listen({ host: '127.0.0.1', port: Number(process.env['FLOOR_PORT']) });
}
