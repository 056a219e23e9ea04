import { randomUUID } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import { openDatabase, prepared } from '@lapor/sqlite';
import { fastify } from 'fastify';
import { floorWriterModule } from './floor-writer.ts';

export const FLOOR_READY = 'the floor is ready';

interface WriteQuery {
  readonly inserts: string;
  readonly appends: string;
}

/** Fastify over the same writer, and nothing else: what no platform on these parts can beat. */
export async function runFloor(): Promise<void> {
  const database = await openDatabase({
    file: process.env['FLOOR_FILE'] ?? '',
    modules: [floorWriterModule],
  });
  const app = fastify();
  let appended = 0;

  app.post<{ Querystring: WriteQuery }>('/write', async (request) => {
    const body = JSON.stringify(request.body);
    const { inserts, appends } = request.query;
    appended += Number(appends);
    // All at once: they share one commit, which is the least there can be.
    await Promise.all([
      ...Array.from({ length: Number(inserts) }, () =>
        database.call('floor.insert', { id: randomUUID(), at: Date.now(), body }),
      ),
      ...Array.from({ length: Number(appends) }, () => database.call('floor.append', { body })),
    ]);
    return { ok: true };
  });

  app.get('/newest', () =>
    prepared(database.reader, 'SELECT body FROM document ORDER BY at DESC LIMIT 20')
      .all()
      .map(({ body }) => JSON.parse(String(body)) as unknown),
  );

  app.get('/metrics', (_request, reply) => {
    const { user, system } = process.cpuUsage();
    const { operations, groups } = database.counters;
    return reply
      .type('text/plain')
      .send(
        [
          `process_cpu_seconds_total ${(user + system) / 1e6}`,
          `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
          `lapor_sqlite_operations_total ${operations}`,
          `lapor_sqlite_commits_total ${groups}`,
          `lapor_events_published_total ${appended}`,
        ].join('\n'),
      );
  });

  process.once('SIGTERM', () => {
    void app
      .close()
      .then(() => database.close())
      .then(() => process.exit(0));
  });
  await app.listen({ host: '127.0.0.1', port: Number(process.env['FLOOR_PORT']) });
  process.stdout.write(`${FLOOR_READY}\n`);
  flushCompileCache();
}
