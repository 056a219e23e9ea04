import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, systemClock } from '@lapor/kernel';
import { openDatabase } from '@lapor/sqlite';
import {
  connectEmbedded,
  documentFiles,
  folderFiles,
  openAggregateStore,
  openContentStore,
  openKeyring,
  storeWriterModule,
} from '@lapor/store';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideFile } from '../domain/complaint.ts';
import { decideRemoveEvidence } from '../domain/decide-photos.ts';
import type { Intake } from '../intake.ts';
import { complaintDefinition } from '../stores/store.ts';
import { finishDiscarding } from './evidence-photos.ts';
import { readImage } from './keep-images.ts';
import { takeIn } from './take-in-images.ts';

// What an officer takes back is gone for good, also when the process died in between, and when it was sent again meanwhile.

const ID = '7K3M9Q2TXA';
const SENT = { actor: { kind: 'officer', id: 'o1' }, agencyId: 'roads' } as const;
const folder = mkdtempSync(join(tmpdir(), 'lapor-taken-back-'));
let intake: Pick<Intake, 'complaints' | 'contents' | 'files' | 'mac'>;
let close: () => Promise<void>;
let image: Buffer;
/** As in one process, and as where there are several. */
const places = new Map<string, Intake['files']>();

beforeAll(async () => {
  const database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [storeWriterModule] });
  const connection = await connectEmbedded(database, 'intake');
  const keyring = openKeyring({ secret: new Uint8Array(32).fill(3), service: 'intake' });
  intake = {
    complaints: openAggregateStore(complaintDefinition, { connection, clock: systemClock }),
    contents: openContentStore({ connection, keyring, name: 'contents' }),
    files: folderFiles(join(folder, 'files')),
    mac: (purpose, data) => keyring.mac(purpose, data),
  };
  places.set('a folder', intake.files);
  places.set('documents', documentFiles(connection));
  await connection.ready();
  close = async () => {
    await connection.close();
    await database.close();
  };
  image = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#385' } })
    .jpeg()
    .toBuffer();
  const filing = {
    type: 'complaint',
    channel: 'web',
    category: '',
    agencyId: '',
    areaCode: '21.71',
    anonymous: false,
    secret: false,
    protected: false,
    danger: false,
    reachable: true,
  } as const;
  await run('file', (complaint) => decideFile(complaint, filing, { id: 's', digest: 'd' }, 'c'));
});
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (commandId: string, decide: Parameters<Intake['complaints']['execute']>[1]) =>
  intake.complaints.execute({ aggregateId: ID, commandId, bodyHash: '', actor: { kind: 'system' } }, decide);
const send = async () => {
  const complaint = await intake.complaints.get(ID);
  const [photo] = await takeIn(intake as Intake, complaint, [image], SENT);
  return photo!.id;
};
const takeBack = (id: string, commandId: string) =>
  run(commandId, (complaint) => decideRemoveEvidence(complaint, id));
const files = () =>
  readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => name);
const sealed = async (name: string) =>
  (await intake.contents.readMany(ID, [`attachment-key-${name}`, `picture-look-${name}`])).size;

test('what was taken back and sent again before it was destroyed stays whole, and of the first nothing is left', async () => {
  const id = await send();
  expect(files()).toHaveLength(2);
  await takeBack(id, 'one');
  // The process dies here.
  expect(await send()).toBe(id);
  expect(files()).toHaveLength(4);
  await finishDiscarding(intake as Intake);
  const { state } = await intake.complaints.get(ID);
  const [attachment] = state.attachments;
  expect(await readImage(intake as Intake, ID, attachment!, 'full')).toBeInstanceOf(Uint8Array);
  expect(files().every((name) => name.startsWith(attachment!.name!))).toBe(true);
  expect([await sealed(id), await sealed(attachment!.name!)]).toEqual([0, 2]);
  expect(state.discarded).toBeUndefined();
});

test('whoever was storing it while it was taken back stores it once more, and leaves nothing behind', async () => {
  const { state } = await intake.complaints.get(ID);
  const { id } = state.attachments[0]!;
  const old = await intake.complaints.get(ID);
  await takeBack(id, 'two');
  const before = { ...old, state: { ...old.state, attachments: [] } };
  let thrice = 0;
  // It is taken back twice more between storing and writing down.
  const meanwhile: Intake['complaints'] = {
    ...intake.complaints,
    get: async (trackingId) => {
      const loaded = await intake.complaints.get(trackingId);
      thrice += 1;
      if (thrice === 1) {
        await send();
        await takeBack(id, 'three');
      }
      return loaded;
    },
  };
  const [photo] = await takeIn({ ...intake, complaints: meanwhile } as Intake, before, [image], SENT);
  expect(photo!.id).toBe(id);
  await finishDiscarding(intake as Intake);
  const [attachment] = (await intake.complaints.get(ID)).state.attachments;
  expect(await readImage(intake as Intake, ID, attachment!, 'full')).toBeInstanceOf(Uint8Array);
  expect(files()).toHaveLength(2);
  expect(files().every((name) => name.startsWith(attachment!.name!))).toBe(true);
  expect(await sealed(attachment!.name!)).toBe(2);
});

test.each([
  ['a folder', '#a20'],
  ['documents', '#02a'],
])(
  'of two who send the same at once to %s the one that wins keeps its files, whatever becomes of the other',
  async (place, background) => {
    const here = { ...intake, files: places.get(place)! };
    const other = await sharp({ create: { width: 60, height: 40, channels: 3, background } })
      .jpeg()
      .toBuffer();
    const old = await intake.complaints.get(ID);
    const { promise: isStored, resolve: stored } = Promise.withResolvers<void>();
    const { promise: hasGivenUp, resolve: gaveUp } = Promise.withResolvers<void>();
    // It is held up when its files lie there, before it has written down that they do.
    const slow: Intake['complaints'] = {
      ...intake.complaints,
      execute: async (command, decide) => {
        stored();
        await hasGivenUp;
        return intake.complaints.execute(command, decide);
      },
    };
    const winner = takeIn({ ...here, complaints: slow } as Intake, old, [other], SENT);
    await isStored;
    const dies = new Error('its process ends');
    let looks = 0;
    const crowded: Intake['complaints'] = {
      ...intake.complaints,
      execute: () => Promise.reject(new AppError('conflict', 'written too often at the same time')),
      get: (trackingId) => {
        looks += 1;
        return looks < 3 ? intake.complaints.get(trackingId) : Promise.reject(dies);
      },
    };
    const loser = takeIn({ ...here, complaints: crowded } as Intake, old, [other], SENT);
    await expect(loser).rejects.toBe(dies);
    gaveUp();
    const [photo] = await winner;
    const { attachments } = (await intake.complaints.get(ID)).state;
    const attachment = attachments.find(({ id }) => id === photo!.id);
    for (const size of ['full', 'thumbnail'] as const)
      expect(await readImage(here as Intake, ID, attachment!, size)).toBeInstanceOf(Uint8Array);
  },
);
