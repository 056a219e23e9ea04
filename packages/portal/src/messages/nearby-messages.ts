/** Before a report is sent: what is known already nearby. */
export const nearbyMessages = {
  title: { id: 'Mungkin sudah dilaporkan', en: 'Perhaps it is known already' },
  intro: {
    id: 'Laporan Anda belum terkirim. Ini laporan {category} di {place} yang masih dikerjakan. Adakah yang membahas hal yang sama?',
    en: 'Your report has not been sent yet. These reports about {category} in {place} are being worked on. Is one of them about the same thing?',
  },
  introAny: {
    id: 'Laporan Anda belum terkirim. Ini yang masih dikerjakan di {place}, yang paling banyak dilaporkan lebih dulu. Adakah yang membahas hal yang sama?',
    en: 'Your report has not been sent yet. This is being worked on in {place}, what most have reported first. Is any of it about the same thing?',
  },
  what: {
    id: '“Saya juga” tetap mengirim laporan Anda sendiri, dengan nomor dan kode sendiri. Petugas hanya diberi tahu bahwa halnya sama; pelapor lain tidak tahu siapa Anda.',
    en: '“Me too” still sends a report of your own, with its own number and code. Officers are told that it is the same thing; other reporters do not learn who you are.',
  },
  meToo: { id: 'Saya juga', en: 'Me too' },
  meTooOn: { id: 'Saya juga: laporan {id}', en: 'Me too: report {id}' },
  look: { id: 'Lihat perjalanannya (tab baru)', en: 'See how it stands (new tab)' },
  untitled: { id: '{topic}, {place}', en: '{topic}, {place}' },
  others: { id: '{count} orang lain melaporkan hal yang sama', en: '{count} others reported the same' },
  reported: { id: 'dilaporkan {day}', en: 'reported {day}' },
  at: { id: 'ditangani {agency}', en: 'with {agency}' },
  none: { id: 'Bukan salah satu dari ini', en: 'None of these' },
  sendNew: { id: 'Kirim sebagai laporan baru', en: 'Send as a new report' },
  back: { id: 'Ubah laporan saya', en: 'Change my report' },
} as const;
