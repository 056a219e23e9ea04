import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDangerMatcher, loadDangerSigns } from './load-danger-signs.ts';
import { createDangerMatcher } from './danger-signs.ts';
import { mayBeMadeOf, rootsOf } from './word-forms.ts';

const { isDangerous, findDanger } = loadDangerMatcher();

describe('danger', () => {
  it.each([
    'Ada kabel listrik menjuntai di depan SD, anak-anak lewat situ',
    'kabel PLN putus dan jatuh ke jalan',
    'Kabelnya sudah terkelupas, tolong cepat',
    'tiang listrik di tikungan hampir roboh',
    'anak tetangga tersengat listrik dari tiang lampu taman',
    'saya kesetrum waktu pegang pagar halte',
    'KEBAKARAN di gudang belakang pasar!!!',
    'rumah tetangga terbakar',
    'api semakin membesar dekat SPBU',
    'tabung gas meledak di warung',
    'tercium gas bocor dari pipa',
    'jembatan kayu ambruk, warga tidak bisa lewat',
    'Jembatan penghubung di Tanjung Buntung ambruk tadi malam',
    'Tembok sekolah runtuh menimpa motor',
    'jalan amblas sedalam dua meter',
    'tanah longsor menutup jalan',
    'pohon besar tumbang menimpa mobil',
    'ada bocah hanyut di parit',
    'nelayan tenggelam belum ditemukan',
    'banjir sedada, lansia terjebak di dalam rumah',
    'saya mau bunuh diri',
    'teman saya bilang ingin mengakhiri hidupnya',
    'anak itu dipukuli bapaknya tiap malam',
    'ada anak disiksa di kontrakan sebelah',
    'tetangga saya menganiaya istrinya',
    'siswi diperkosa',
    'ada yang mengancam akan membunuh keluarga saya',
    'orang mabuk membawa parang mengejar warga',
    'ada begal di jembatan',
    'orang pingsan di halte tidak ada yang menolong',
    'pasien sesak nafas ditolak IGD',
    'ular kobra masuk rumah',
    'kecelakaan beruntun, korban luka parah',
    'There is a live wire hanging over the pavement',
    'a power line is down on the road',
    'the house next door is on fire',
    'I want to kill myself',
    'the footbridge collapsed this morning',
    'a child is being abused next door',
    'someone is unconscious at the bus stop',
  ])('is in %j', (text) => expect(isDangerous(text)).toBe(true));

  it.each([
    'jalan berlubang di depan pasar',
    'kabel internet putus sejak kemarin, wifi mati',
    'kabel wifi semrawut merusak pemandangan',
    'kantor buka pukul 08.00 tetapi petugas belum ada',
    'terpukul oleh kenaikan harga beras',
    'warga membakar sampah tiap sore, asapnya mengganggu',
    'warung ayam bakar memakai trotoar',
    'Dinas Pemadam Kebakaran mohon mengadakan sosialisasi',
    'mohon simulasi kebakaran di sekolah kami',
    'pemandangan matahari tenggelam tertutup baliho',
    'penjual sate tusuk parkir sembarangan',
    'lampu mau mati terus',
    'harga beras meledak',
    'jembatan penyeberangan kotor dan bau',
    'pohon perlu dipangkas karena menutup rambu',
    'pohon terlalu rimbun, warga takut tumbang saat hujan',
    'mohon pohon pisang di jalan dibersihkan, bantuan pangan belum turun',
    'jalan paving di gang kami ambles sedikit',
    'mohon bantuan bedah rumah, atapnya ambruk tahun lalu',
    'persimpangan ini rawan kecelakaan, mohon lampu merah',
    'banjir setinggi mata kaki setiap hujan',
    'rumah saya butuh bantuan renovasi',
    'jalanan gelap karena lampu jalan mati',
    'air PDAM mati dua hari',
    'e-KTP saya belum jadi',
    'Where is the fire station?',
    'the road has potholes',
    'my internet cable is down',
    'akta kelahiran anak saya belum terbit',
    'kereta api besar sekali manfaatnya',
    'pegawai dipindah ke kantor lain',
    '',
  ])('is not in %j', (text) => expect(findDanger(text)).toBeUndefined());

  it('tells which words it saw', () => {
    expect(findDanger('Pak, kabel listriknya sudah menjuntai')).toEqual({
      signId: 'kabel-listrik',
      words: ['kabel', 'menjuntai'],
    });
  });

  it('does not hang on case, punctuation or what stands around', () => {
    const filler = fc.array(fc.constantFrom('dan', 'saya', 'rumah', 'di', 'pagi', '...', '!!'), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(filler, filler, fc.boolean(), (before, after, loud) => {
        const text = [...before, 'saya', 'mau', 'bunuh', 'diri', ...after].join(' ');
        expect(isDangerous(loud ? text.toUpperCase() : text)).toBe(true);
      }),
    );
  });

  it('needs the parts to be near each other', () => {
    const far = createDangerMatcher([{ id: 'x', near: [['kabel'], ['putus']], within: 2 }]);
    expect(far.isDangerous('kabel itu putus')).toBe(true);
    expect(far.isDangerous('kabel rapi tetapi jembatan putus')).toBe(false);
    const unless = createDangerMatcher([{ id: 'x', near: [['api']], unless: ['kereta'] }]);
    expect(unless.isDangerous('kereta api')).toBe(false);
    expect(unless.isDangerous('kereta api terlambat lalu ada banyak orang melihat api')).toBe(true);
  });

  it('has well-formed data', () => {
    const signs = loadDangerSigns();
    expect(new Set(signs.map(({ id }) => id)).size).toBe(signs.length);
    for (const sign of signs) {
      expect(sign.near.length).toBeGreaterThan(0);
      for (const word of [...sign.near.flat(), ...(sign.unless ?? [])]) expect(word).toMatch(/^=?[a-z]{2,}$/);
    }
  });
});

describe('roots', () => {
  it.each([
    ['menjuntai', 'juntai'],
    ['kabelnya', 'kabel'],
    ['tersengat', 'sengat'],
    ['membunuh', 'bunuh'],
    ['memukul', 'pukul'],
    ['menyiksa', 'siksa'],
    ['penganiayaan', 'aniaya'],
    ['diancam', 'ancam'],
    ['mengancamnya', 'ancam'],
    ['kelongsoran', 'longsor'],
    ['nyetrum', 'setrum'],
    ['diperlihatkan', 'lihat'],
  ])('%s comes from %s', (word, root) => expect(rootsOf(word)).toContain(root));
});

it('the quick look passes every word that may have been made of a root', () => {
  const part = fc.constantFrom(
    'me',
    'meng',
    'mem',
    'per',
    'di',
    'ke',
    'ny',
    'an',
    'kan',
    'nya',
    'i',
    'bakar',
    'api',
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const word = parts.join('');
      for (const root of rootsOf(word)) expect(mayBeMadeOf([root])(word), root).toBe(true);
    }),
  );
  expect(mayBeMadeOf(['bakar', 'pukul'])('memukul')).toBe(true);
  expect(mayBeMadeOf(['bakar', 'pukul'])('lampu')).toBe(false);
});
