import type {
  AttachmentInfo,
  ComplaintView,
  OfficerCaseView,
  OfficerCommand,
  Receipt,
  ReleaseDraft,
} from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, solved } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork, Officer } from './city-at-work.ts';
import { passedOn, picture, sendImages } from './pictures.ts';
import { until } from './until.ts';

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

  test('is taken back while nothing shows it, may be sent again, and stays once it was shown', async () => {
    const { trackingId: id } = await file();
    const bytes = await picture(6);
    const [photo] = await attach(id, [bytes]);
    const path = `/api/v1/cases/${id}/attachments/${photo}`;
    const remove = ({ token }: Officer) => city.platform.request('DELETE', path, { token });
    expect((await remove(admin)).status).toBe(403);
    expect((await remove(roads)).status).toBe(204);
    expect((await remove(roads)).status).toBe(204);
    expect((await roads.view(id)).evidencePhotos).toEqual([]);
    expect((await look(id, photo!, as(roads))).status).toBe(404);
    expect((await roads.try(id, followUp({ photos: [photo!] }))).status).toBe(400);
    expect(await attach(id, [bytes])).toEqual([photo]);
    expect((await look(id, photo!, as(roads))).status).toBe(200);
    // Sent again while it is being destroyed: what is there is whole.
    for (let round = 0; round < 4; round += 1) {
      const [sent] = await Promise.all([send(id, [bytes]), remove(roads)]);
      expect(sent.status).toBe(201);
      const left = (await roads.view(id)).evidencePhotos.map((each) => each.id);
      if (left.includes(photo!)) expect((await look(id, photo!, as(roads))).status).toBe(200);
      else await attach(id, [bytes]);
      expect((await look(id, photo!, as(roads))).status).toBe(200);
    }
    await roads.do(id, followUp({ photos: [photo!] }));
    expect((await remove(roads)).status).toBe(409);
    expect((await look(id, photo!, as(admin))).status).toBe(200);
  });

  test('is taken back or shown, never both, whoever comes first', async () => {
    for (let seed = 60; seed < 66; seed += 1) {
      const receipt = await file();
      const { trackingId: id } = receipt;
      const [photo] = await attach(id, [await picture(seed)]);
      const path = `/api/v1/cases/${id}/attachments/${photo}`;
      const [answer, removal] = await Promise.all([
        roads.try(id, solved({ evidence: [], photos: [photo!] })),
        city.platform.request('DELETE', path, { token: roads.token }),
      ]);
      const seen = await look(id, photo!, code(receipt));
      if (answer.status === 200) expect([removal.status, seen.status]).toEqual([409, 200]);
      else expect([answer.status, removal.status, seen.status]).toEqual([400, 204, 404]);
    }
  });

  test('and not shown is nothing to whom the case goes next', async () => {
    const { trackingId: id } = await file();
    const bytes = await picture(67);
    const [photo] = await attach(id, [bytes]);
    await roads.do(id, { command: 'return', reason: 'Bukan jalan kota, melainkan jalan nasional.' });
    expect((await admin.view(id)).evidencePhotos).toEqual([]);
    await admin.do(id, { command: 'dispose', agencyId: agencyId('clinic') });
    const clinic = await city.as('clinic');
    expect((await clinic.view(id)).evidencePhotos).toEqual([]);
    expect((await look(id, photo!, as(clinic))).status).toBe(404);
    const path = `/api/v1/cases/${id}/attachments/${photo}`;
    expect((await city.platform.request('DELETE', path, { token: clinic.token })).status).toBe(204);
    // The same picture is theirs when they send it themselves, and the first one's lies where it lay.
    const [theirs] = await attach(id, [bytes], clinic);
    expect((await clinic.view(id)).evidencePhotos.map((each) => each.id)).toEqual([theirs]);
    await clinic.do(id, { command: 'return', reason: 'Ternyata memang jalan kota.' });
    await admin.do(id, { command: 'dispose', agencyId: agencyId('roads') });
    expect((await roads.view(id)).evidencePhotos.map((each) => each.id)).toEqual([photo]);
    expect((await look(id, photo!, as(roads))).status).toBe(200);
  });

  test('of a step that somebody else was faster than has been shown nowhere', async () => {
    const { trackingId: other } = await file();
    for (let seed = 80; seed < 84; seed += 1) {
      const receipt = await file();
      const { trackingId: id } = receipt;
      const bytes = [await picture(seed), await picture(seed + 100)] as const;
      const photos = await attach(id, bytes);
      const answers = await Promise.all(
        photos.map((photo) => roads.try(id, solved({ evidence: [], photos: [photo] }))),
      );
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
      const lost = answers.findIndex(({ status }) => status === 409);
      // It may be shown elsewhere, and nobody is asked why it is shown twice.
      const again = await attach(other, [bytes[lost]!]);
      const view = await roads.do(other, followUp({ photos: again }));
      expect(stepOf(view, 'CaseFollowedUp')).not.toHaveProperty('photosReusedOn');
      good(await city.reporter(receipt, { command: 'not-solved' }), 200);
      const removal = (photo: string) =>
        city.platform.request('DELETE', `/api/v1/cases/${id}/attachments/${photo}`, { token: roads.token });
      expect((await removal(photos[1 - lost]!)).status).toBe(409);
      expect((await removal(photos[lost]!)).status).toBe(204);
    }
  });

  test('that a refused step would have shown is taken back all the same', async () => {
    const { trackingId: id } = await file();
    const [photo] = await attach(id, [await picture(66)]);
    expect((await roads.try(id, solved({ text: '', evidence: [], photos: [photo!] }))).status).toBe(400);
    const path = `/api/v1/cases/${id}/attachments/${photo}`;
    expect((await city.platform.request('DELETE', path, { token: roads.token })).status).toBe(204);
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

  test('that is refused is named among those that came with it, and these are taken', async () => {
    const { trackingId: id } = await file();
    const large = Buffer.concat([await picture(8), Buffer.alloc(10 * 1024 * 1024)]);
    const answer = await send(id, [await picture(7), Buffer.from('no picture'), large, await picture(8)]);
    const refused = (await answer.json()) as { issues: object[]; attachments: AttachmentInfo[] };
    expect({ status: answer.status, issues: refused.issues }).toMatchObject({
      status: 415,
      issues: [
        { field: 'image/1', rule: expect.stringContaining('JPEG') },
        { field: 'image/2', rule: expect.stringContaining('bytes') },
      ],
    });
    const taken = refused.attachments.map((each) => each.id);
    expect((await roads.view(id)).evidencePhotos.map((each) => each.id)).toEqual(taken);
    expect(taken).toHaveLength(2);
    const wrong = await roads.try(id, solved({ evidence: [], photos: [...taken, 'ONE', 'TWO'] }));
    expect(wrong).toMatchObject({ status: 400, json: { issues: [{ field: 'photos' }] } });
    expect(JSON.stringify(wrong.json)).toContain('not ONE, TWO');
    const view = await roads.do(id, solved({ evidence: [], photos: taken }));
    expect(shown(view, 'CaseAnswered')).toEqual(taken);
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

  test('is named to whoever may read both cases, on the one that showed it first too', async () => {
    const bytes = await picture(22);
    const [one, two] = [await file(), await file({ agency: agencyId('clinic') })];
    const clinic = await city.as('clinic');
    await roads.do(one.trackingId, followUp({ photos: await attach(one.trackingId, [bytes]) }));
    await clinic.do(
      two.trackingId,
      followUp({ photos: await attach(two.trackingId, [await passedOn(bytes)], clinic) }),
    );
    const also = async ({ trackingId }: Receipt, by: Officer) =>
      stepOf(await by.view(trackingId), 'CaseFollowedUp')?.photosAlsoOn?.map(({ id }) => id);
    expect(await also(one, admin)).toEqual([two.trackingId]);
    expect(await also(two, admin)).toEqual([one.trackingId]);
    for (const [receipt, holder] of [
      [one, roads],
      [two, clinic],
    ] as const) {
      expect(await also(receipt, holder)).toBeUndefined();
      const own = await city.view(receipt.trackingId, receipt.accessCode);
      expect(stepOf(own, 'CaseFollowedUp')).not.toHaveProperty('photosAlsoOn');
    }
    const headers = { cookie: `lapor_petugas=${admin.token}` };
    const page = await fetch(`${city.platform.url}/petugas/laporan/${one.trackingId}`, { headers });
    expect(await page.text()).toContain(`href="/petugas/laporan/${two.trackingId}"`);
  });

  test('by the reporter is no evidence of what was done since; sent by them afterwards it is as good as before', async () => {
    const receipt = await file();
    const { trackingId: id } = receipt;
    const [theirs, ours] = [await picture(23), await picture(24)];
    const sendTheirs = (image: Buffer) =>
      sendImages(city.platform, `/api/v1/complaints/${id}/attachments`, code(receipt), [image]);
    expect((await sendTheirs(theirs)).status).toBe(201);
    await roads.do(id, followUp({ photos: await attach(id, [ours]) }));
    await roads.do(id, solved({ evidence: [], photos: await attach(id, [await passedOn(theirs)]) }));
    expect((await sendTheirs(ours)).status).toBe(201);
    const view = await admin.view(id);
    expect(stepOf(view, 'CaseAnswered')).toMatchObject({ photosFromReporter: true });
    expect(stepOf(view, 'CaseFollowedUp')).not.toHaveProperty('photosFromReporter');
    expect(stepOf(await city.view(id, receipt.accessCode), 'CaseAnswered')).not.toHaveProperty(
      'photosFromReporter',
    );
    const page = await fetch(`${city.platform.url}/petugas/laporan/${id}`, {
      headers: { cookie: `lapor_petugas=${admin.token}` },
    });
    expect(await page.text()).toContain('sama dengan foto yang dikirim pelapor');
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

describe('a photo that is shown as evidence', () => {
  const post = (id: string, command: string, body: object) =>
    city.platform.request('POST', `/api/v1/cases/${id}/${command}`, { token: admin.token, body });

  async function answered(more: Parameters<typeof file>[0] = {}, seed = 30) {
    const receipt = await file(more);
    const [photo] = await attach(receipt.trackingId, [await picture(seed)]);
    await roads.do(receipt.trackingId, solved({ evidence: [], photos: [photo!] }));
    return { receipt, photo: photo!, id: receipt.trackingId };
  }

  test('waits to be released, is public with its step as the copy that was made, and is taken back', async () => {
    const { id, photo, receipt } = await answered();
    const draft = good<ReleaseDraft>(await admin.get(`/api/v1/cases/${id}/release`), 200);
    const { seq } = stepOf(await admin.view(id), 'CaseAnswered')!;
    expect(draft.photos).toMatchObject([{ id: photo, step: seq }]);
    // What nobody shows is nobody's to release.
    const [unshown] = await attach((await file()).trackingId, [await picture(31)]);
    expect((await post(id, 'release', { report: true, photos: [{ id: unshown }] })).status).toBe(400);

    const hide = [{ left: 0, top: 0, width: 100, height: 100 }];
    good(await post(id, 'release', { report: false, photos: [{ id: photo, hide }] }), 200);
    const open = await city.view(id);
    expect(shown(open, 'CaseAnswered')).toEqual([photo]);
    expect(open.released?.photos).toMatchObject([{ id: photo, step: seq }]);
    const [copy, own] = [await look(id, photo), await look(id, photo, code(receipt))];
    expect(copy.status).toBe(200);
    expect(copy.bytes.equals(own.bytes)).toBe(false);
    good(await post(id, 'withhold', {}), 200);
    expect((await look(id, photo)).status).toBe(401);
    expect((await look(id, photo, code(receipt))).status).toBe(200);
  });

  test('makes a case wait again that was decided about before', async () => {
    const receipt = await file();
    const { trackingId: id } = receipt;
    good(await post(id, 'withhold', {}), 200);
    const waits = async () =>
      (await admin.inbox('unreleased=true&pageSize=200')).some((each) => each.id === id);
    const photos = await attach(id, [await picture(32)]);
    // Nothing is shown yet: nobody is asked, and whoever is about to answer has not come too late.
    const { version } = await roads.view(id);
    await roads.do(id, { ...solved({ evidence: [], photos }), expectedVersion: version } as OfficerCommand);
    await until(
      async () => ((await waits()) ? true : undefined),
      () => `${id} does not wait`,
    );
  });

  test('of a secret case is nobody’s but theirs who read it', async () => {
    const { id, photo, receipt } = await answered({ secret: true }, 33);
    expect((await look(id, photo)).status).toBe(401);
    expect((await look(id, photo, as(await city.as('clinic')))).status).toBe(403);
    expect((await look(id, photo, as(admin))).status).toBe(200);
    expect((await look(id, photo, code(receipt))).status).toBe(200);
    expect((await post(id, 'release', { report: false, photos: [{ id: photo }] })).status).toBe(409);
  });

  test('of a protected case is nothing that the reported office knows of', async () => {
    const { trackingId: id, accessCode } = await file({ aboutOfficial: true, agency: agencyId('roads') });
    const inspector = await city.as('inspector');
    await inspector.do(id, { command: 'dispose', agencyId: agencyId('inspectorate') });
    const [photo] = await attach(id, [await picture(36)], inspector);
    await inspector.do(id, followUp({ photos: [photo!] }));
    expect((await look(id, photo!, { 'access-code': accessCode })).status).toBe(200);
    expect((await look(id, photo!, as(inspector))).status).toBe(200);
    for (const stranger of [roads, admin]) {
      expect((await look(id, photo!, as(stranger))).status).toBe(404);
      expect((await send(id, [await picture(36)], stranger)).status).toBe(404);
    }
    expect((await look(id, photo!)).status).toBe(401);
    // Nor by showing the same picture.
    const { trackingId: own } = await file();
    const [same] = await attach(own, [await picture(36)]);
    const view = await roads.do(own, followUp({ photos: [same!] }));
    expect(stepOf(view, 'CaseFollowedUp')).toMatchObject({ photos: [{ id: same }] });
    expect(stepOf(view, 'CaseFollowedUp')).not.toHaveProperty('photosReusedOn');
  });

  test('is destroyed with all that the reporter has erased, and counts no more among those that were used', async () => {
    const { id, photo, receipt } = await answered({}, 34);
    good(await city.reporter(receipt, { command: 'solved' }), 200);
    const path = `/api/v1/complaints/${id}/erase`;
    const { accessCode } = receipt;
    good(await city.platform.request('POST', path, { accessCode, body: { scope: 'all' } }), 200);
    for (const viewer of [code(receipt), as(admin)]) expect((await look(id, photo, viewer)).status).toBe(404);
    expect(shown(await city.view(id, accessCode), 'CaseAnswered') ?? []).toEqual([]);
    // Routing hears of it a moment later.
    await until(
      async () => (stepOf(await admin.view(id), 'CaseAnswered')?.text === undefined ? true : undefined),
      () => 'the words are still there',
    );
    const again = await answered({}, 34);
    expect(stepOf(await admin.view(again.id), 'CaseAnswered')).not.toHaveProperty('photosReusedOn');
  });

  test('of a master is shown to everybody who follows it, and to nobody where it lies', async () => {
    const [master, member] = [await file(), await file()];
    await admin.do(member.trackingId, { command: 'merge', masterId: master.trackingId });
    const photos = await attach(master.trackingId, [await picture(35)]);
    await roads.do(master.trackingId, solved({ evidence: [], photos }));
    const own = await until(
      async () => {
        const view = await city.view(member.trackingId, member.accessCode);
        return view.status === 'answered' ? view : undefined;
      },
      () => 'the member was not answered',
    );
    expect(shown(own, 'CaseAnswered')).toEqual(photos);
    expect(JSON.stringify(own)).not.toContain(master.trackingId);
    expect((await look(member.trackingId, photos[0]!, code(member))).status).toBe(200);
    expect((await look(member.trackingId, photos[0]!, as(admin))).status).toBe(200);
    expect((await look(master.trackingId, photos[0]!, code(member))).status).toBe(401);
    expect((await look(member.trackingId, photos[0]!)).status).toBe(401);
    const releasable = async () =>
      good<ReleaseDraft>(await admin.get(`/api/v1/cases/${member.trackingId}/release`), 200).photos;
    expect(await releasable()).toEqual([]);
    // Once it is a matter of its own its page has what was shown of it.
    await admin.do(member.trackingId, { command: 'unmerge', reason: 'Lubang yang lain.' });
    const { seq } = stepOf(await admin.view(member.trackingId), 'CaseAnswered')!;
    expect(await releasable()).toMatchObject([{ id: photos[0], step: seq }]);
    const hide = [{ left: 0, top: 0, width: 100, height: 100 }];
    const wish = { report: false, photos: [{ id: photos[0], hide }] };
    good(await post(member.trackingId, 'release', wish), 200);
    const open = await look(member.trackingId, photos[0]!);
    expect(open.status).toBe(200);
    expect(open.bytes.equals((await look(member.trackingId, photos[0]!, code(member))).bytes)).toBe(false);
    expect((await look(master.trackingId, photos[0]!)).status).toBe(401);
    good(await post(member.trackingId, 'withhold', {}), 200);
    expect((await look(member.trackingId, photos[0]!)).status).toBe(401);
  });
});

describe('on the pages', () => {
  const pageOf = (path: string, cookie = `lapor_petugas=${roads.token}`) =>
    city.platform.request('GET', path, { headers: { accept: 'text/html', cookie } });
  async function send(id: string, command: string, fields: readonly (readonly [string, string | Blob])[]) {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    const answer = await fetch(`${city.platform.url}/petugas/laporan/${id}/${command}`, {
      method: 'POST',
      body,
      headers: { accept: 'text/html', origin: city.platform.url, cookie: `lapor_petugas=${roads.token}` },
      redirect: 'manual',
    });
    return { status: answer.status, text: await answer.text() };
  }
  const jpeg = async (seed: number) =>
    new Blob([new Uint8Array(await picture(seed))], { type: 'image/jpeg' });

  test('a form that is refused has not lost its photos; sent again they stand with the step', async () => {
    const receipt = await file();
    const { trackingId: id } = receipt;
    expect((await pageOf(`/petugas/laporan/${id}`)).text).toContain('enctype="multipart/form-data"');
    const words = [
      ['jenis', 'solved'],
      ['teks', 'Lubang sudah ditambal.'],
    ] as const;
    const refused = await send(id, 'jawaban', [
      ['jenis', 'solved'],
      ['foto', await jpeg(40)],
      ['foto', await jpeg(41)],
    ]);
    expect(refused.status).toBe(400);
    const kept = [...refused.text.matchAll(/name="foto_ada" value="(\w+)" checked/g)].map(
      ([, name]) => name!,
    );
    expect(kept).toHaveLength(2);
    // Both are ticked to be used: taken back is the one alone whose button it was.
    const fewer = await send(id, 'jawaban', [
      ...words,
      ['foto_ada', kept[0]!],
      ['foto_ada', kept[1]!],
      ['langkah', `buang-foto:${kept[1]}`],
    ]);
    expect(fewer.text).toContain('Lubang sudah ditambal.</textarea>');
    expect(fewer.text).toContain('Foto sudah dibuang.');
    expect(fewer.text).toContain(`name="foto_ada" value="${kept[0]}" checked`);
    expect(fewer.text).not.toContain(kept[1]);
    const done = await send(id, 'jawaban', [...words, ['foto_ada', kept[0]!], ['foto', new Blob([])]]);
    expect(done.status, done.text).toBe(303);
    expect(shown(await roads.view(id), 'CaseAnswered')).toEqual([kept[0]]);

    const officers = (await pageOf(`/petugas/laporan/${id}`)).text;
    expect(officers).toContain(`/petugas/laporan/${id}/foto/${kept[0]}/kecil`);
    const cookie = `lapor_petugas=${admin.token}`;
    expect((await pageOf(`/petugas/laporan/${id}/publikasi`, cookie)).text).toMatch(
      /Foto 1 · Dinas Pekerjaan Umum menjawab/,
    );
    const photo = `/lacak/${id}/foto/${kept[0]}`;
    expect((await pageOf(`/lacak/${id}`, '')).text).not.toContain(photo);
    const path = `/api/v1/cases/${id}/release`;
    const body = { report: true, photos: [{ id: kept[0] }] };
    good(await city.platform.request('POST', path, { token: admin.token, body }), 200);
    expect((await pageOf(`/lacak/${id}`, '')).text).toContain(`${photo}/kecil`);
    expect((await pageOf(`${photo}/kecil`, '')).status).toBe(200);
  });

  test('what is no photo is told of at its field', async () => {
    const { trackingId: id } = await file();
    const refused = await send(id, 'tindak-lanjut', [
      ['jenis', 'inspection'],
      ['teks', 'Sudah diukur.'],
      ['foto', new Blob(['#!/bin/sh'], { type: 'image/jpeg' })],
    ]);
    expect(refused.status).toBe(415);
    expect(refused.text).toContain('Berkas ini bukan foto yang dapat kami baca');
    expect(refused.text).toContain('Sudah diukur.</textarea>');
  });

  test('of several each that is none is named, and the others are ticked', async () => {
    const { trackingId: id } = await file();
    const script = new File(['#!/bin/sh'], 'bukan <foto>.jpg', { type: 'image/jpeg' });
    const large = new File([Buffer.alloc(11 * 1024 * 1024)], 'besar.jpg', { type: 'image/jpeg' });
    const refused = await send(id, 'tindak-lanjut', [
      ['jenis', 'inspection'],
      ['teks', 'Sudah diukur.'],
      ['foto', script],
      ['foto', await jpeg(42)],
      ['foto', large],
    ]);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('bukan &lt;foto&gt;.jpg: Berkas ini bukan foto yang dapat kami baca');
    expect(refused.text).toContain('besar.jpg: Sebuah foto lebih dari 10 MB.');
    expect(refused.text.match(/name="foto_ada" value="\w+" checked/g)).toHaveLength(1);
    expect(refused.text).toContain('Sudah diukur.</textarea>');
  });
});
