import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, solved } from './builders.ts';
import { OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';
import { until } from './until.ts';

// Why a case is urgent is read on its page; and what its reporter says later is read for danger as the report was, as a hint.

const ROADS = 'petugas.pu@kota.example';
const HINT = 'pesan pelapor mungkin berarti bahaya';
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

async function pageOf(id: string): Promise<string> {
  const pages = openPages(city.platform.url, 'curl');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.roads, sandi: OFFICER_PASSWORD });
  return (await pages.get(`/petugas/laporan/${id}`)).text;
}

test('an officer reads why a case is urgent: its words, its tick', async () => {
  const roads = await city.as('roads');
  const words = await city.file(aboutARoad({ body: 'Kabel listrik menjuntai di atas jalan.' }), {
    prefer: 'wait=5',
  });
  expect(await roads.view(words.trackingId)).toMatchObject({
    danger: true,
    dangerReasons: [{ why: 'words', words: ['kabel', 'menjuntai'] }],
  });
  expect(await pageOf(words.trackingId)).toContain('Darurat karena: laporan menyebut “kabel” … “menjuntai”.');
  const ticked = await city.file(aboutARoad({ body: 'Jalan retak panjang.', danger: true }), {
    prefer: 'wait=5',
  });
  expect(await pageOf(ticked.trackingId)).toContain('Darurat karena: pelapor menandai ada bahaya.');
  const calm = await city.file(aboutARoad({ body: 'Jalan retak panjang.' }), { prefer: 'wait=5' });
  expect(await pageOf(calm.trackingId)).not.toContain('Darurat karena');
});

test('a later message that reads like danger reaches the officer at night, with the words that say so, and changes nothing else', async () => {
  const receipt = await city.file(aboutARoad({ body: 'Lampu jalan padam sejak Senin.' }), {
    prefer: 'wait=5',
  });
  const { trackingId: id, trackingIdText, accessCode } = receipt;
  await city.mailbox.waitFor(ROADS, `${trackingIdText}: laporan baru`);
  await city.moveClock(14 * 3_600_000);
  const write = (text: string) =>
    city.platform.request('POST', `/api/v1/complaints/${id}/messages`, { accessCode, body: { text } });
  good(await write('Terima kasih, masih menunggu.'), 201);
  good(await write('Tiangnya roboh, kabel listrik menjuntai ke jalan.'), 201);
  const mail = await city.mailbox.waitFor(ROADS, `${trackingIdText}: ${HINT}`);
  expect(mail.subject).toMatch(/^DARURAT /);
  expect(mail.text).not.toContain('menjuntai');
  const view = await (await city.as('roads')).view(id);
  expect(view).toMatchObject({
    danger: false,
    dangerReasons: [],
    laterDanger: [{ words: ['kabel', 'menjuntai'] }],
  });
  expect(await pageOf(id)).toContain('Kata pelapor kemudian: “kabel” … “menjuntai”.');
  // The other one waits for the morning, as messages do.
  const told = () => city.mailbox.to(ROADS).filter(({ subject }) => subject.includes(trackingIdText));
  expect(told().filter(({ subject }) => subject.endsWith('pesan dari pelapor'))).toEqual([]);
});

const HOUR_MILLISECONDS = 3_600_000;
/** From nine in the morning to eleven at night. */
const TO_THE_NIGHT = 14 * HOUR_MILLISECONDS;

/** Mails to the officer about a case whose subject ends so. */
function mailsOf({ trackingIdText }: { readonly trackingIdText: string }, words: string) {
  return city.mailbox
    .to(ROADS)
    .filter(({ subject }) => subject.includes(trackingIdText) && subject.endsWith(words));
}

/** Filed, worked on and answered in the day. */
async function answeredCase() {
  const receipt = await city.file(aboutARoad({ body: 'Aspal retak di depan kios.' }), { prefer: 'wait=5' });
  await (await city.as('roads')).do(receipt.trackingId, solved());
  return receipt;
}

test('danger in "not solved", in the answer to a question, or on opening it again calls at night; the ordinary notice waits', async () => {
  await city.moveClock(10 * HOUR_MILLISECONDS);
  const [unsolved, reopened] = [await answeredCase(), await answeredCase()];
  good(await city.reporter(reopened, { command: 'solved' }), 200);
  const asked = await city.file(aboutARoad({ body: 'Tiang condong.' }), { prefer: 'wait=5' });
  await (await city.as('roads')).do(asked.trackingId, { command: 'ask', question: 'Tiang yang mana?' });
  await city.moveClock(TO_THE_NIGHT);
  const text = 'Sekarang kabel listriknya putus menjuntai, ada kebakaran.';
  good(await city.reporter(unsolved, { command: 'not-solved', text }), 200);
  good(await city.reporter(asked, { command: 'reply', text }), 200);
  good(await city.reporter(reopened, { command: 'reopen', text }), 200);
  for (const { trackingId, trackingIdText } of [unsolved, asked, reopened]) {
    const call = await city.mailbox.waitFor(ROADS, `${trackingIdText}: ${HINT}`);
    expect(call.subject).toMatch(/^DARURAT /);
    expect(call.text).not.toContain('kebakaran');
    expect(await pageOf(trackingId)).toContain('Kata pelapor kemudian:');
  }
  expect(mailsOf(unsolved, 'belum selesai menurut pelapor')).toEqual([]);
  expect(mailsOf(asked, 'pelapor sudah menjawab')).toEqual([]);
  await city.moveClock(10 * HOUR_MILLISECONDS);
  await city.mailbox.waitFor(ROADS, `${unsolved.trackingIdText}: belum selesai menurut pelapor`);
  await city.mailbox.waitFor(ROADS, `${asked.trackingIdText}: pelapor sudah menjawab`);
});

test('an officer is called once to what is said again and again, and again when it is said hours later', async () => {
  const receipt = await city.file(aboutARoad({ body: 'Lampu taman padam.' }), { prefer: 'wait=5' });
  await city.mailbox.waitFor(ROADS, `${receipt.trackingIdText}: laporan baru`);
  await city.moveClock(TO_THE_NIGHT);
  const write = async (text: string) => {
    const path = `/api/v1/complaints/${receipt.trackingId}/messages`;
    good(await city.platform.request('POST', path, { accessCode: receipt.accessCode, body: { text } }), 201);
  };
  await write('Ada kebakaran di taman.');
  await city.mailbox.waitFor(ROADS, `${receipt.trackingIdText}: ${HINT}`);
  for (const text of ['Kebakaran!', 'Tolong, kebakaran.', 'Kebakaran makin besar.']) await write(text);
  // Everything that was to come by then has come.
  await city.moveClock(HOUR_MILLISECONDS);
  expect(mailsOf(receipt, HINT)).toHaveLength(1);
  await city.moveClock(2 * HOUR_MILLISECONDS);
  await write('Kebakaran lagi.');
  await until(
    () => Promise.resolve(mailsOf(receipt, HINT).length === 2 ? true : undefined),
    () => 'nobody was called again',
  );
  // In the morning they are read as the messages they are.
  await city.moveClock(8 * HOUR_MILLISECONDS);
  await until(
    () => Promise.resolve(mailsOf(receipt, 'pesan dari pelapor').length === 3 ? true : undefined),
    () => `${mailsOf(receipt, 'pesan dari pelapor').length} of three messages were told in the morning`,
  );
});

test('danger that an admin finds out calls the officer at night, also where it was followed up before', async () => {
  const file = (body: string) => city.file(aboutARoad({ body }), { prefer: 'wait=5' });
  const [fresh, known] = [
    await file('Benda tergantung di pohon.'),
    await file('Sesuatu melintang di jalan.'),
  ];
  await (await city.as('roads')).do(known.trackingId, followUp());
  await city.moveClock(TO_THE_NIGHT);
  const admin = await city.as('cityAdmin');
  for (const { trackingId } of [fresh, known])
    await admin.do(trackingId, {
      command: 'reclassify',
      category: 'kabel-bahaya',
      reason: 'Kabel bertegangan.',
    });
  for (const { trackingId, trackingIdText } of [fresh, known]) {
    const call = await city.mailbox.waitFor(ROADS, `${trackingIdText}: ada bahaya`);
    expect(call.subject).toMatch(/^DARURAT /);
    expect(await admin.view(trackingId)).toMatchObject({ danger: true, nextClock: 'urgent' });
  }
  await city.moveClock(10 * HOUR_MILLISECONDS);
});

test('danger whose reporter is asked stays on top of the list and is followed up without the answer', async () => {
  const roads = await city.as('roads');
  const { trackingId } = await city.file(aboutARoad({ body: 'Kabel listrik menjuntai.', danger: true }), {
    prefer: 'wait=5',
  });
  await roads.do(trackingId, { command: 'ask', question: 'Di depan rumah nomor berapa?' });
  expect(await roads.view(trackingId)).toMatchObject({ status: 'held', nextClock: 'urgent' });
  expect(await pageOf(trackingId)).toContain('bahaya tidak menunggu jawaban');
  await roads.do(trackingId, followUp());
  const { status, nextClock, legal } = await roads.view(trackingId);
  expect({ status, urgent: nextClock === 'urgent' }).toEqual({ status: 'in_progress', urgent: false });
  expect(legal).toContain('answer');
});

test('danger in the words of a withdrawal calls whoever may go on', async () => {
  const receipt = await city.file(aboutARoad({ body: 'Tiang lampu karatan.' }), { prefer: 'wait=5' });
  await city.mailbox.waitFor(ROADS, `${receipt.trackingIdText}: laporan baru`);
  const text = 'Saya pindah rumah. Kabel listriknya masih menjuntai.';
  good(await city.reporter(receipt, { command: 'withdraw', text }), 200);
  const call = await city.mailbox.waitFor(ROADS, `${receipt.trackingIdText}: ${HINT}`);
  expect(call.subject).toMatch(/^DARURAT /);
  expect(await pageOf(receipt.trackingId)).toContain('Kata pelapor kemudian: “kabel” … “menjuntai”.');
});

test('danger in the words of a hand-over calls whoever has the case, who reads them', async () => {
  const receipt = await city.file(aboutARoad({ body: 'Trotoar retak.' }), { prefer: 'wait=5' });
  await city.mailbox.waitFor(ROADS, `${receipt.trackingIdText}: laporan baru`);
  await city.moveClock(15 * 24 * HOUR_MILLISECONDS);
  const text = 'Tidak ada yang datang, dan kini kabel listriknya menjuntai.';
  good(await city.reporter(receipt, { command: 'hand-over', text }), 200);
  const call = await city.mailbox.waitFor(ROADS, `${receipt.trackingIdText}: ${HINT}`);
  expect(call.subject).toMatch(/^DARURAT /);
  const page = await pageOf(receipt.trackingId);
  expect(page).toContain('Kata pelapor kemudian: “kabel” … “menjuntai”.');
  expect(page).toContain(text);
});

test('the page of a master says that somebody whose report follows it wrote of danger, until it is followed up', async () => {
  const file = (body: string) => city.file(aboutARoad({ body }), { prefer: 'wait=5' });
  const [master, follower] = [await file('Tiang lampu miring.'), await file('Tiangnya makin miring.')];
  const admin = await city.as('cityAdmin');
  await admin.do(follower.trackingId, { command: 'merge', masterId: master.trackingId });
  const roads = await city.as('roads');
  expect((await roads.view(master.trackingId)).membersInDanger).toEqual([]);
  const { accessCode } = follower;
  const path = `/api/v1/complaints/${follower.trackingId}/messages`;
  const body = { text: 'Tiangnya roboh, kabel listrik menjuntai ke jalan.' };
  good(await city.platform.request('POST', path, { accessCode, body }), 201);
  const inDanger = () =>
    until(
      async () => {
        const { membersInDanger } = await roads.view(master.trackingId);
        return membersInDanger.length > 0 ? membersInDanger : undefined;
      },
      () => 'the master does not say so',
    );
  expect((await inDanger()).map(({ id }) => id)).toEqual([follower.trackingId]);
  const page = await pageOf(master.trackingId);
  expect(page).toContain('menulis sesuatu yang mungkin berarti bahaya');
  expect(page).toContain(`href="/petugas/laporan/${follower.trackingId}"`);
  const evidence = ['https://kota.example/foto/tiang.jpg'];
  await roads.do(master.trackingId, followUp({ nextDate: undefined, evidence }));
  await until(
    async () => ((await roads.view(master.trackingId)).membersInDanger.length === 0 ? true : undefined),
    () => 'it says so still',
  );
});
