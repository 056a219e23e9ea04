import { formatTrackingId } from '@lapor/kernel';
import type { Inbox, Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, solved } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

// Duplicates annoy everyone, and merging must lose nobody: one matter, worked on once, and every reporter keeps their own thread,
// privacy, notices and rating.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const HOLE = 'Lubang di depan pasar makin dalam, dua motor jatuh.';
let people = 0;

async function file(fields: Parameters<typeof aboutARoad>[0] = {}): Promise<Receipt & { mail: string }> {
  people += 1;
  const mail = `warga${people}@warga.example`;
  const reporter = { name: `Warga ${people}`, email: mail, language: 'id' as const };
  const receipt = await city.file(aboutARoad({ body: HOLE, reporter, ...fields }), { prefer: 'wait=5' });
  return { ...receipt, mail };
}

async function merge(member: Receipt, master: Receipt): Promise<void> {
  const admin = await city.as('cityAdmin');
  await admin.do(member.trackingId, {
    command: 'merge',
    masterId: formatTrackingId(master.trackingId),
    reason: 'Lubang yang sama di depan pasar',
  });
}

describe('many who tell of one matter (pain 7)', () => {
  test('are told each step and the answer, and judge it each for themselves', async () => {
    const [roads, admin] = await Promise.all([city.as('roads'), city.as('cityAdmin')]);
    const [master, one, two, three] = [
      await file(),
      await file(),
      await file({ secret: true }),
      await file(),
    ];
    await merge(one, master);
    await merge(two, master);
    await merge(three, master);

    // One thing to work on: those that follow are not in the inbox, and say where work goes on.
    const inbox = new Set((await roads.inbox()).map(({ id }) => id));
    expect(inbox).toContain(master.trackingId);
    for (const { trackingId } of [one, two, three]) expect(inbox).not.toContain(trackingId);
    const seen = await roads.view(one.trackingId);
    expect(seen).toMatchObject({ merged: true, masterId: master.trackingId });
    expect(seen.legal.toSorted()).toEqual(['note']);
    expect((await admin.view(one.trackingId)).legal).toContain('unmerge');
    expect(seen).not.toHaveProperty('reporterName');
    expect((await roads.try(one.trackingId, followUp())).status).toBe(409);
    const members = good<Inbox>(await roads.get(`/api/v1/cases?master=${master.trackingId}`), 200).cases;
    expect(new Set(members.map(({ id }) => id))).toEqual(
      new Set([one.trackingId, two.trackingId, three.trackingId]),
    );
    expect(JSON.stringify(members)).not.toContain('Warga');
    await city.mailbox.waitFor(one.mail, 'digabung dengan laporan lain');

    await roads.do(master.trackingId, followUp());
    // At once, for whoever looks: nobody waits until all have been told.
    const followed = await city.view(one.trackingId, one.accessCode);
    expect(followed.status).toBe('in_progress');
    expect(followed.merged).toBe(true);
    expect(followed.timeline.findLast(({ type }) => type === 'CaseFollowedUp')?.text).toContain('memeriksa');
    await roads.do(master.trackingId, solved());
    // The next command is not refused because the news has not come yet.
    good(await city.reporter(one, { command: 'solved', rating: 4 }), 200);
    for (const { mail } of [one, three, master]) await city.mailbox.waitFor(mail, 'sudah dijawab');
    expect((await city.view(two.trackingId, two.accessCode)).status).toBe('answered');

    // None of them learns of another: neither who, nor which report.
    for (const mine of [one, two, three]) {
      const view = await city.view(mine.trackingId, mine.accessCode);
      const text = JSON.stringify(view);
      for (const other of [master, one, two, three]) {
        if (other === mine) continue;
        expect(text).not.toContain(other.trackingId);
        expect(text).not.toContain(other.trackingIdText);
        expect(text).not.toContain(other.mail);
      }
      expect(text).not.toContain('Lubang yang sama');
      expect(view.timeline.filter(({ type }) => type === 'CaseAnswered')).toHaveLength(1);
    }
    expect((await city.view(two.trackingId)).visibility).toBe('status_only');
    expect((await city.view(one.trackingId, one.accessCode)).status).toBe('closed');
    expect((await city.view(one.trackingId)).rating).toBe(4);
    expect((await city.view(master.trackingId, master.accessCode)).status).toBe('answered');

    // Not solved for one: that one goes on, the others keep their answer.
    good(await city.reporter(three, { command: 'not-solved', text: 'Masih berlubang' }), 200);
    const again = await city.view(three.trackingId, three.accessCode);
    expect(again).toMatchObject({ status: 'in_progress' });
    expect(again).not.toHaveProperty('merged');
    expect((await roads.inbox()).map(({ id }) => id)).toContain(three.trackingId);
    expect((await city.view(two.trackingId, two.accessCode)).status).toBe('answered');
    await city.mailbox.waitFor('petugas.pu@kota.example', 'belum selesai menurut pelapor');

    // Reporters and cases are counted both; whoever has it is judged once.
    const { figures } = await city.summaryOf({ received: 4, closed: 0, done: 1 });
    expect(figures).toMatchObject({ received: 4, cases: 2, followedUp: 1, assigned: 2 });
    expect(figures.closedByOutcome).toMatchObject({ confirmed: 1 });
  });

  test('go on by themselves again where it was another matter', async () => {
    const [roads, admin] = await Promise.all([city.as('roads'), city.as('cityAdmin')]);
    const [master, other] = [await file(), await file()];
    const before = await admin.view(other.trackingId);
    await merge(other, master);
    await roads.do(master.trackingId, followUp());
    await admin.do(other.trackingId, { command: 'unmerge' });
    const after = await admin.view(other.trackingId);
    expect(after).toMatchObject({ status: 'assigned', merged: false, agency: before.agency });
    expect(after.due.caseDueAt).toBe(before.due.caseDueAt);
    expect(after.legal).not.toContain('unmerge');
    await roads.do(master.trackingId, solved());
    expect((await admin.view(other.trackingId)).status).toBe('assigned');
    expect((await roads.inbox()).map(({ id }) => id)).toContain(other.trackingId);
    await city.mailbox.waitFor(other.mail, 'dikerjakan tersendiri lagi');
  });

  test('are led by another when the one they followed is withdrawn', async () => {
    const roads = await city.as('roads');
    const [master, one, two] = [await file(), await file(), await file()];
    await merge(one, master);
    await merge(two, master);
    good(await city.reporter(master, { command: 'withdraw' }), 200);
    const leader = await until(
      async () => {
        const views = await Promise.all([one, two].map(({ trackingId }) => roads.view(trackingId)));
        return views.find(({ members }) => members === 1);
      },
      () => 'nobody leads the two that are left',
    );
    const follower = leader.id === one.trackingId ? two : one;
    await roads.do(leader.id, solved());
    expect((await city.view(follower.trackingId, follower.accessCode)).status).toBe('answered');
    expect((await city.view(master.trackingId, master.accessCode)).status).toBe('withdrawn');
  });
});

describe('what may follow what', () => {
  test('never a protected case an ordinary one, nor the other way round, and a refusal tells of no case', async () => {
    const [admin, inspectorate] = await Promise.all([city.as('cityAdmin'), city.as('inspector')]);
    const [plain, secret] = [await file(), await file({ secret: true })];
    const hidden = await file({ aboutOfficial: true, agency: agencyId('roads') });
    const attempts = [
      [admin, plain, hidden.trackingId],
      [admin, plain, '0000000000'],
      [admin, plain, 'bukan nomor'],
      [admin, plain, secret.trackingId],
      [admin, plain, plain.trackingId],
      [inspectorate, hidden, plain.trackingId],
    ] as const;
    const rules = [];
    for (const [officer, member, masterId] of attempts) {
      const answer = await officer.try(member.trackingId, { command: 'merge', masterId });
      expect(answer.status).toBe(400);
      rules.push((answer.json as { issues: { field: string; rule: string }[] }).issues[0]);
    }
    expect(rules.every((rule) => rule?.field === 'masterId')).toBe(true);
    expect(rules[0]).toEqual(rules[1]);
    expect(rules[0]).toEqual(rules[2]);
    expect((await admin.view(plain.trackingId)).merged).toBe(false);
    // Who follows cannot lead.
    const another = await file();
    await merge(another, plain);
    const third = await file();
    const chained = await admin.try(third.trackingId, { command: 'merge', masterId: another.trackingId });
    expect(chained.status).toBe(400);
  });
});
