/** Deciding what of words and photos the public sees, and seeing it. */
export const releaseMessages = {
  queue: { id: 'Menunggu dipublikasikan', en: 'Waiting to be made public' },
  queueIntro: {
    id: 'Isi dan foto laporan baru dapat dibaca publik setelah Anda memeriksanya. Yang paling lama menunggu ada di atas; tidak ada yang terbit dengan sendirinya.',
    en: 'Words and photos of a report are public only after you have looked at them. What has waited longest is on top; nothing is made public by itself.',
  },
  queueKeys: {
    id: 'Papan ketik: j dan k atau panah untuk berpindah, Enter buka.',
    en: 'Keyboard: j and k or arrows to move, Enter to open.',
  },
  queueReports: { id: 'Laporan', en: 'Reports' },
  queueEmpty: { id: 'Tidak ada yang menunggu.', en: 'Nothing is waiting.' },
  queueStart: { id: 'Mulai dari yang terlama', en: 'Start with the oldest' },
  queueMore: { id: 'Halaman berikutnya', en: 'Next page' },
  since: { id: 'menunggu sejak {moment}', en: 'waiting since {moment}' },

  title: { id: 'Apa yang boleh dibaca publik?', en: 'What may the public read?' },
  backToCase: { id: 'Ke laporan', en: 'To the report' },
  backToQueue: { id: 'Ke antrean', en: 'To the queue' },
  skip: { id: 'Lewati, ke laporan berikutnya', en: 'Skip to the next report' },
  done: { id: 'Sudah dipublikasikan.', en: 'It is public now.' },
  doneWithheld: {
    id: 'Disimpan: isi dan foto tidak untuk publik.',
    en: 'Kept: words and photos are not for the public.',
  },
  changedSince: {
    id: 'Pilihan berubah sejak pratinjau. Periksa sekali lagi.',
    en: 'Something has changed since the preview. Look at it once more.',
  },
  conflict: {
    id: 'Laporan ini baru saja berubah. Periksa lagi, lalu publikasikan.',
    en: 'This report has just changed. Look at it again, then make it public.',
  },
  nothing: { id: 'Pilih sesuatu untuk dipublikasikan.', en: 'Choose something to make public.' },
  nowPublic: {
    id: 'Sekarang publik membaca versi tanggal {moment}.',
    en: 'The public reads the version of {moment}.',
  },

  what: { id: 'Yang dipublikasikan', en: 'What is made public' },
  report: { id: 'Isi laporan', en: 'The report' },
  erased: { id: 'Pelapor sudah menghapus isinya.', en: 'The reporter has erased the words.' },
  photo: { id: 'Foto {number}', en: 'Photo {number}' },
  areas: { id: 'Area yang dihitamkan', en: 'Areas to black out' },
  areasHint: {
    id: 'Wajah, plat nomor, nama, rumah. Angka dalam persen dari tepi kiri dan atas foto; garis bantu berjarak 10 persen.',
    en: 'Faces, plates, names, houses. Numbers in percent from the left and upper edge of the photo; the lines are 10 percent apart.',
  },
  area: { id: 'Area {number}', en: 'Area {number}' },
  left: { id: 'Kiri', en: 'Left' },
  top: { id: 'Atas', en: 'Top' },
  width: { id: 'Lebar', en: 'Width' },
  height: { id: 'Tinggi', en: 'Height' },
  areaWhole: {
    id: 'Foto {photo}, area {number}: isi keempat angka, 0 sampai 100; lebar dan tinggi lebih dari 0.',
    en: 'Photo {photo}, area {number}: fill in all four numbers, 0 to 100; width and height above 0.',
  },
  markPhoto: { id: 'Tandai di foto', en: 'Mark on the photo' },
  markPhotoDone: { id: 'Selesai menandai', en: 'Done marking' },

  hide: { id: 'Kata yang dihitamkan', en: 'Words to black out' },
  hideHint: {
    id: 'NIK, nomor telepon, dan alamat surel selalu disamarkan. Yang dicentang di bawah ini dihitamkan di mana pun kata itu muncul; buang centangnya bila boleh dibaca publik.',
    en: 'NIK, phone numbers and e-mail addresses are always masked. What is ticked below is blacked out wherever it stands; untick what the public may read.',
  },
  more: { id: 'Kata lain, satu per baris', en: 'Other words, one on each line' },
  moreHint: {
    id: 'Nama orang, nomor rumah, nomor rekening.',
    en: 'Names of people, house numbers, bank accounts.',
  },
  markWords: { id: 'Hitamkan “{text}”', en: 'Black out “{text}”' },
  'kind.name': { id: 'nama', en: 'name' },
  'kind.plate': { id: 'plat nomor', en: 'plate' },
  'kind.account': { id: 'rekening', en: 'account' },
  'kind.address': { id: 'alamat', en: 'address' },

  preview: { id: 'Lihat pratinjau', en: 'See the preview' },
  previewTitle: { id: 'Begini publik akan membacanya', en: 'This is how the public will read it' },
  publish: { id: 'Publikasikan', en: 'Make public' },
  again: { id: 'Perbarui pratinjau', en: 'Update the preview' },
  withhold: { id: 'Jangan publikasikan', en: 'Do not make public' },
  takeBack: { id: 'Tarik dari publik', en: 'Take back from the public' },
  withholdText: {
    id: 'Publik tetap melihat status, topik, dan instansinya, tanpa isi dan foto.',
    en: 'The public still sees status, topic and agency, without words and photos.',
  },
  reason: { id: 'Alasan', en: 'Reason' },
  reasonHint: {
    id: 'Dibaca pelapor dan instansi, bukan publik.',
    en: 'Read by the reporter and the offices, not by the public.',
  },

  // On the pages of a case
  forPublic: { id: 'Dibaca publik', en: 'Read by the public' },
  isPublic: { id: 'sejak {moment}', en: 'since {moment}' },
  waits: { id: 'belum, menunggu diperiksa', en: 'not yet, waiting to be looked at' },
  asMaster: { id: 'yang tampil adalah laporan induk', en: 'the master report is what is shown' },
  isNot: { id: 'tidak', en: 'no' },
  decide: { id: 'Tentukan', en: 'Decide' },
  publicReport: { id: 'Isi laporan', en: 'The report' },
  publicNote: {
    id: 'Dipublikasikan {moment}. Yang hitam atau dalam kurung siku disamarkan.',
    en: 'Made public on {moment}. What is black or in square brackets was masked.',
  },
  ownNote: { id: 'Yang dibaca publik dari laporan Anda', en: 'What the public reads of your report' },
} as const;
