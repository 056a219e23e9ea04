import { describe, expect, it } from 'vitest';
import { countEvidence, isBareAcknowledgement, requireNextStep } from './substance.ts';

/** As offices answer on such platforms. */
const BARE = [
  'Terima kasih atas laporan Anda.',
  'Laporan Anda sudah kami terima dan akan segera ditindaklanjuti.',
  'Sudah kami catat dan akan segera ditindaklanjuti oleh petugas',
  'Terima kasih atas laporannya, akan kami koordinasikan dengan pihak terkait',
  'Laporan diteruskan ke bidang terkait',
  'Laporan telah kami teruskan kepada instansi yang berwenang.',
  'Sudah diteruskan ke OPD terkait untuk ditindaklanjuti sesuai ketentuan yang berlaku',
  'Akan kami tindaklanjuti sesuai dengan peraturan perundang-undangan.',
  'Siap, kami koordinasikan dengan dinas terkait 🙏',
  'Akan kami sampaikan kepada pimpinan',
  'Sdh didisposisikan ke seksi ybs',
  'Terima kasih atas masukan dan sarannya, menjadi bahan evaluasi kami',
  'Mohon maaf atas ketidaknyamanannya, akan menjadi perhatian kami.',
  'Laporan sedang kami pelajari',
  'Laporan masih dalam tahap verifikasi petugas.',
  'Kami akan berupaya semaksimal mungkin.',
  'Mohon bersabar, sedang dalam proses',
  'Baik Bapak/Ibu, segera kami cek.',
  'Dimonitor',
  'Siap 86',
  'Thank you, your report was forwarded to the relevant unit.',
  'We have noted your report and will coordinate with the parties concerned.',
  'Your report is under review.',
  '👍',
  '-',
];

/** Short, and about the matter. */
const TELLING = [
  'Lampu diganti hari ini.',
  'Pipa bocor ditutup sementara.',
  'Air mengalir lagi sejak pukul sepuluh.',
  'Tim turun ke lokasi dan memangkas pohon.',
  'Petugas sudah memeriksa pompa.',
  'Laporan diteruskan ke PLN, nomor gangguan 8812.',
  'Guru pengganti mulai mengajar hari Senin.',
  'Perbaikan masuk anggaran perubahan 2026.',
  'Pungutan itu retribusi resmi.',
  'Truk sampah dijadwalkan ulang setiap Selasa.',
  'Kepala puskesmas ditegur.',
  'The road was closed for repair.',
];

describe('a bare acknowledgement', () => {
  it.each(BARE)('is %j', (text) => expect(isBareAcknowledgement(text, 0)).toBe(true));
  it.each(TELLING)('is not %j', (text) => expect(isBareAcknowledgement(text, 0)).toBe(false));

  it('is no next step either, and one word about the matter will do next to evidence', () => {
    expect(() => requireNextStep('Koordinasi dengan pihak terkait')).toThrow(/next concrete step/);
    expect(() => requireNextStep('Menambal lubang')).not.toThrow();
    expect(isBareAcknowledgement('Sudah ditambal.', 1)).toBe(false);
    expect(isBareAcknowledgement('Sudah ditindaklanjuti oleh petugas.', 1)).toBe(true);
  });
});

describe('evidence', () => {
  it.each([
    '',
    ' ',
    '-',
    '.',
    '---',
    '👍',
    'ok',
    'ada',
    'Terlampir',
    'foto terlampir',
    'tidak ada',
    'x',
    '12',
  ])('is not %j', (item) => expect(countEvidence({ evidence: [item] })).toBe(0));
  it.each([
    'foto.jpg',
    'https://kota.example/foto/tambalan.jpg',
    'Foto sesudah perbaikan, 12 Maret',
    'SPK 600/112',
    'BA-2026-17',
    'nota bengkel',
  ])('is %j', (item) => expect(countEvidence({ evidence: [item] })).toBe(1));
  it('is a photo, whatever is written beside it', () =>
    expect(countEvidence({ evidence: ['terlampir'], photos: ['A', 'B'] })).toBe(2));
});
