import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { findChainFault, openEmbeddedDocuments } from '@lapor/store';
import type { DomainEvent, StoredEvent } from '@lapor/store';
import { afterAll, expect, test } from 'vitest';
import { enterCity } from '../city.ts';
import { embeddedInstallation } from '../embedded/installation.ts';
import { settle } from '../round.ts';
import { preloadFile } from '../embedded/preload-file.ts';
import { liveTemplates } from './live-templates.ts';

const COUNT = 300;
const BROKEN_OFF_AT = 170;
const folder = mkdtempSync(join(tmpdir(), 'lapor-preload-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Listed {
  readonly cases: readonly { readonly id: string; readonly title: string; readonly submittedAt: string }[];
}

test('a Lapor with cases of the past shows them as if it had lived them', { timeout: 180_000 }, async () => {
  const installation = embeddedInstallation({ folder, connections: 4, profileFolder: undefined });
  const first = await installation.startLapor();
  const city = await enterCity(first.call);
  const lived = await liveTemplates(first.call, city);
  await settle(first);
  await first.stop();
  const preload = (step: (by?: number) => void) =>
    preloadFile({
      file: join(folder, 'data', 'lapor.db'),
      keysFolder: join(folder, 'keys'),
      count: COUNT,
      noteEvery: 100,
      lived,
      progress: { step },
    });
  // Broken off in the middle of what is noted last, as by Ctrl-C.
  let made = 0;
  await expect(
    preload(() => {
      made += 1;
      if (made > BROKEN_OFF_AT) throw new Error('broken off');
    }),
  ).rejects.toThrow('broken off');
  const steps: number[] = [];
  await preload((by = 1) => steps.push(by));
  expect(steps[0]).toBe(100);
  expect(steps).toHaveLength(1 + COUNT - 100);
  // Once more it has nothing to do.
  await preload((by = 1) => expect(by).toBe(COUNT));

  const second = await installation.startLapor();
  try {
    const known = new Set([...lived.open, ...lived.closed]);
    const copies: Listed['cases'][number][] = [];
    for (const { token } of city.units) {
      const { cases } = (await second.call('GET', '/api/v1/cases?ownOnly=true&pageSize=50', {
        token,
      })) as Listed;
      copies.push(...cases.filter(({ id }) => !known.has(id)));
    }
    expect(copies).toHaveLength(COUNT / 50);
    for (const { title, submittedAt } of copies) {
      expect(title).toMatch(/^Lubang di Jalan/);
      expect(Date.parse(submittedAt)).toBeLessThan(Date.now() - 86_000_000);
    }
    const one = (await second.call('GET', `/api/v1/cases/${copies[0]?.id}`, { token: city.adminToken })) as {
      readonly body: string;
      readonly reporterName: string;
      readonly timeline: readonly { readonly text?: string }[];
    };
    expect(one).toMatchObject({
      body: expect.stringMatching(/^Laporan/) as string,
      reporterName: 'Wahyu Prasetyo',
    });
    expect(one.timeline.some(({ text }) => text === 'Mohon ditangani dalam minggu ini.')).toBe(true);
  } finally {
    await second.stop();
  }

  const database = new DatabaseSync(join(folder, 'data', 'lapor.db'));
  const documents = openEmbeddedDocuments(database);
  for (const [service, collection] of [
    ['routing', 'cases'],
    ['intake', 'complaints'],
  ] as const) {
    let chains = 0;
    for await (const page of documents.read({ service, collection }, 100)) {
      for (const { events } of page) {
        expect(findChainFault(events as StoredEvent<DomainEvent>[])).toBeUndefined();
        chains += 1;
      }
    }
    expect(chains).toBe(COUNT + lived.open.length + lived.closed.length);
  }
  database.close();
});
