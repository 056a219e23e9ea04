import type { OfficerCaseView } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic, forTriage } from './builders.ts';
import { agencyId } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

describe('an officer', () => {
  test('pages through the inbox without gaps where hidden cases are', async () => {
    for (let i = 0; i < 9; i += 1) {
      await city.file(
        i % 3 === 0 ? aboutTheClinic({ aboutOfficial: true, agency: agencyId('clinic') }) : aboutARoad(),
      );
    }
    const leader = await city.as('leader');
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const { json } = await leader.get(`/api/v1/cases?pageSize=2${token ? `&pageToken=${token}` : ''}`);
      const page = json as { cases: { id: string; protected: boolean }[]; nextPageToken?: string };
      token = page.nextPageToken;
      if (token) expect(page.cases).toHaveLength(2);
      expect(page.cases.some((one) => one.protected)).toBe(false);
      seen.push(...page.cases.map((one) => one.id));
    } while (token);
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
  });

  test('leaves nothing behind with a stale version: the same key does with the right one', async () => {
    const { trackingId } = await city.file(aboutARoad());
    const roads = await city.as('roads');
    const key = { 'idempotency-key': 'sekali-saja-1234567' };
    const ask = (question: string) => ({ command: 'ask', question }) as const;
    const stale = await roads.try(trackingId, ask('Di jalan mana?'), { ...key, 'if-match': '"99"' });
    expect([409, 412]).toContain(stale.status);
    const { version } = await roads.view(trackingId);
    const right = await roads.try(trackingId, ask('Di jalan apa, dekat apa?'), {
      ...key,
      'if-match': `"${version}"`,
    });
    expect(right.status).toBe(200);
    const asked = (right.json as OfficerCaseView).timeline.find((item) => item.type === 'QuestionAsked');
    expect(asked?.text).toBe('Di jalan apa, dekat apa?');
  });
});

describe('the reporter', () => {
  test('learns where a referred case went, and not what offices note for each other', async () => {
    const receipt = await city.file(forTriage());
    const admin = await city.as('cityAdmin');
    const referral = { bodyName: 'Polresta Barelang', contact: '0778-123456', reference: 'LP/12/III/2026' };
    const refer = { command: 'refer', text: 'Ini perkara pidana.', ...referral } as const;
    expect((await admin.try(receipt.trackingId, refer)).status).toBe(200);
    const seen = await city.view(receipt.trackingId, receipt.accessCode);
    expect(seen.timeline.find((item) => item.type === 'CaseReferred')).toMatchObject({
      ...referral,
      text: 'Ini perkara pidana.',
    });
    const anybody = JSON.stringify(await city.view(receipt.trackingId));
    expect(anybody).not.toContain('0778-123456');

    const other = await city.file(forTriage());
    const note = 'Pelapor ini sering menelepon.';
    const dispose = { command: 'dispose', agencyId: agencyId('roads'), note } as const;
    expect((await admin.try(other.trackingId, dispose)).status).toBe(200);
    expect(JSON.stringify(await city.view(other.trackingId, other.accessCode))).not.toContain(note);
    expect(JSON.stringify(await (await city.as('roads')).view(other.trackingId))).toContain(note);
  });

  test('learns on what ground something cannot be done, and where to go', async () => {
    const receipt = await city.file(aboutARoad());
    const words = { ground: 'Jalan ini milik pengembang.', whereToGo: 'Kantor pemasaran perumahan.' };
    const answer = {
      command: 'answer',
      kind: 'cannot',
      text: 'Jalan di dalam kompleks bukan jalan kota.',
      ...words,
    } as const;
    expect((await (await city.as('roads')).try(receipt.trackingId, answer)).status).toBe(200);
    const seen = await city.view(receipt.trackingId, receipt.accessCode);
    expect(seen.timeline.find((item) => item.type === 'CaseAnswered')).toMatchObject(words);
  });
});
