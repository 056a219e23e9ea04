import type { AttachmentInfo, ComplaintView, OfficerCaseView, Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, solved } from './builders.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork, Officer } from './city-at-work.ts';
import { passedOn, picture, sendImages } from './pictures.ts';

// An office shows what was done: photos of officers, seen by reporter and officers at once, by anybody when they were released, and
// flagged where the same picture was shown for something else.

let city: CityAtWork;
let roads: Officer;
let admin: Officer;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  [roads, admin] = await Promise.all([city.as('roads'), city.as('cityAdmin')]);
});
afterAll(() => city.close());

const file = (more: Parameters<typeof aboutARoad>[0] = {}): Promise<Receipt> =>
  city.file(aboutARoad(more), { prefer: 'wait=5' });

const send = (id: string, images: readonly Uint8Array[], { token }: Pick<Officer, 'token'> = roads) =>
  sendImages(city.platform, `/api/v1/cases/${id}/attachments`, { authorization: `Bearer ${token}` }, images);

async function attach(id: string, images: readonly Uint8Array[], by: Officer = roads): Promise<string[]> {
  const answer = await send(id, images, by);
  expect(answer.status, await answer.clone().text()).toBe(201);
  const { attachments } = (await answer.json()) as { attachments: AttachmentInfo[] };
  return attachments.map((each) => each.id);
}

const look = async (id: string, photo: string, headers: Record<string, string> = {}) => {
  const path = `${city.platform.url}/api/v1/complaints/${id}/attachments/${photo}`;
  const [full, small] = await Promise.all([
    fetch(path, { headers }),
    fetch(`${path}/thumbnail`, { headers }),
  ]);
  expect(small.status).toBe(full.status);
  return { status: full.status, bytes: Buffer.from(await full.arrayBuffer()) };
};
const as = ({ token }: Officer) => ({ authorization: `Bearer ${token}` });
const code = ({ accessCode }: Receipt) => ({ 'access-code': accessCode });
const stepOf = ({ timeline }: Pick<ComplaintView | OfficerCaseView, 'timeline'>, type: string) =>
  timeline.findLast((step) => step.type === type);
const shown = (view: Pick<ComplaintView, 'timeline'>, type: string) =>
  stepOf(view, type)?.photos?.map(({ id }) => id);

describe('a photo that an officer attached', () => {
  test('is evidence of a follow-up and an answer, and seen at once by reporter and officers', async () => {
    const receipt = await file();
    const { trackingId: id } = receipt;
    const [before] = await attach(id, [await picture(1)]);
    // Nobody but those who may show it has it before it is shown.
    expect((await roads.view(id)).evidencePhotos.map((each) => each.id)).toEqual([before]);
    expect((await look(id, before!, as(roads))).status).toBe(200);
    expect((await look(id, before!, code(receipt))).status).toBe(404);

    await roads.do(id, followUp({ nextDate: undefined, photos: [before!] }));
    const [after] = await attach(id, [await picture(2)]);
    await roads.do(id, solved({ evidence: [], photos: [after!] }));

    const own = await city.view(id, receipt.accessCode);
    expect(shown(own, 'CaseFollowedUp')).toEqual([before]);
    expect(shown(own, 'CaseAnswered')).toEqual([after]);
    // It is none of the reporter's own.
    expect(own.private?.attachments).toEqual([]);
    expect(shown(await admin.view(id), 'CaseAnswered')).toEqual([after]);
    for (const viewer of [code(receipt), as(roads), as(admin)]) {
      const { status, bytes } = await look(id, after!, viewer);
      expect(status).toBe(200);
      // Pixels alone: what the phone wrote into it is gone.
      expect(bytes.includes('Rahasia')).toBe(false);
    }
    // What was done is public, not what is shown of it.
    expect(stepOf(await city.view(id), 'CaseAnswered')).not.toHaveProperty('photos');
    expect((await look(id, after!)).status).toBe(401);
  });

  test('sent again is the same one; twenty are enough', async () => {
    const { trackingId: id } = await file();
    const images = await Promise.all([10, 11].map(picture));
    const first = await attach(id, images);
    expect(await attach(id, images)).toEqual(first);
    const many = await Promise.all(Array.from({ length: 6 }, (_each, at) => picture(100 + at)));
    expect((await send(id, many)).status).toBe(422);
    expect((await roads.view(id)).evidencePhotos).toHaveLength(2);
    for (let at = 0; at < 3; at += 1)
      await attach(id, await Promise.all(Array.from({ length: 5 }, (_each, n) => picture(200 + at * 5 + n))));
    expect((await send(id, many.slice(0, 4))).status).toBe(422);
    await attach(id, many.slice(0, 3));
    expect((await roads.view(id)).evidencePhotos).toHaveLength(20);
  });

  test('is taken of nobody who has nothing to show there, nor what is no picture', async () => {
    const { trackingId: id } = await file();
    const image = await picture(3);
    expect((await send(id, [image], await city.as('clinic'))).status).toBe(403);
    expect((await send(id, [image], { token: 'nobody' })).status).toBe(401);
    expect((await send('7K3M9Q2TXA', [image])).status).toBe(404);
    expect((await send(id, [Buffer.from('no picture')])).status).toBe(415);
    expect((await send(id, [])).status).toBe(400);
    await roads.do(id, solved());
    const over = await send(id, [image]);
    expect({ status: over.status, body: await over.json() }).toMatchObject({
      status: 409,
      body: { code: 'illegal' },
    });
  });

  test('of another case, of the reporter or of nobody is none', async () => {
    const [one, other] = [await file(), await file()];
    const [foreign] = await attach(other.trackingId, [await picture(4)]);
    const sent = await sendImages(
      city.platform,
      `/api/v1/complaints/${one.trackingId}/attachments`,
      code(one),
      [await picture(5)],
    );
    const { attachments } = (await sent.json()) as { attachments: AttachmentInfo[] };
    for (const photo of [foreign!, attachments[0]!.id, 'NONE']) {
      const refused = await roads.try(one.trackingId, solved({ evidence: [], photos: [photo] }));
      expect(refused).toMatchObject({ status: 400, json: { issues: [{ field: 'photos' }] } });
    }
    expect((await look(one.trackingId, foreign!, as(roads))).status).toBe(404);
    expect((await city.view(one.trackingId)).status).toBe('assigned');
  });
});

describe('a picture that was shown before', () => {
  test('for another case is flagged to those above, also when it was saved anew (pain 13)', async () => {
    const picked = await picture(20);
    const [one, two, three] = [await file(), await file(), await file()];
    const answer = async ({ trackingId }: Receipt, bytes: Buffer) => {
      const photos = await attach(trackingId, [bytes]);
      await roads.do(trackingId, solved({ evidence: [], photos }));
      return stepOf(await admin.view(trackingId), 'CaseAnswered')?.photosReusedOn;
    };
    expect(await answer(one, picked)).toBeUndefined();
    expect(await answer(two, await passedOn(picked))).toBe(2);
    expect(await answer(three, picked)).toBe(3);
    const own = await city.view(two.trackingId, two.accessCode);
    expect(stepOf(own, 'CaseAnswered')).not.toHaveProperty('photosReusedOn');
    expect(stepOf(await city.view(two.trackingId), 'CaseAnswered')).not.toHaveProperty('photosReusedOn');
  });

  test('for the same case, or one about the same matter, is not', async () => {
    const [master, member] = [await file(), await file()];
    const bytes = await picture(21);
    const photos = await attach(member.trackingId, [bytes]);
    await roads.do(member.trackingId, followUp({ photos }));
    await roads.do(member.trackingId, followUp({ text: 'Lubang kedua di sebelahnya ikut diukur.', photos }));
    await admin.do(member.trackingId, { command: 'merge', masterId: master.trackingId });
    const again = await attach(master.trackingId, [bytes]);
    const view = await roads.do(master.trackingId, solved({ evidence: [], photos: again }));
    expect(stepOf(view, 'CaseAnswered')).not.toHaveProperty('photosReusedOn');
    expect(stepOf(await admin.view(member.trackingId), 'CaseFollowedUp')).not.toHaveProperty(
      'photosReusedOn',
    );
  });
});
