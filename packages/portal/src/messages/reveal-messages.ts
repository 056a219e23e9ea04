/** Looking at who the reporter is. */
export const revealMessages = {
  link: { id: 'Lihat identitas pelapor', en: 'See who the reporter is' },
  title: { id: 'Lihat identitas pelapor', en: 'See who the reporter is' },
  warning: {
    id: 'Pelapor akan melihat di halaman laporannya bahwa instansi Anda melihat identitasnya, dengan tujuan dan alasan yang Anda tulis di sini. Catatan ini tidak dapat dihapus.',
    en: 'The reporter will see on the page of the report that your agency looked at their identity, with the purpose and the reason you write here. This record cannot be removed.',
  },
  purpose: { id: 'Tujuan', en: 'Purpose' },
  reason: { id: 'Alasan', en: 'Reason' },
  reasonHint: {
    id: 'Sebutkan dasar dan nomor suratnya. Pelapor membacanya.',
    en: 'Name the ground and the number of the letter. The reporter reads it.',
  },
  noGround: {
    id: 'Tulis alasannya: surat, perintah, atau keperluan yang mana.',
    en: 'Say why: which letter, order or need it is.',
  },
  send: { id: 'Catat dan lihat identitas', en: 'Record it and see the identity' },
  cancel: { id: 'Batal', en: 'Cancel' },
  shown: { id: 'Identitas pelapor', en: 'The reporter’s identity' },
  shownOnce: {
    id: 'Hanya tampil di sini, sekarang. Sudah dicatat dan diberitahukan kepada pelapor.',
    en: 'Shown here and now only. It has been recorded, and the reporter is told.',
  },
  nobody: {
    id: 'Pelapor tidak meninggalkan identitas, atau sudah menghapusnya.',
    en: 'The reporter left no identity, or has erased it.',
  },
  name: { id: 'Nama', en: 'Name' },
  email: { id: 'Surel', en: 'E-mail' },
  phone: { id: 'Telepon', en: 'Phone' },
  back: { id: 'Kembali ke laporan', en: 'Back to the report' },
} as const;
