/** Why a case is urgent, on its page for officers. */
export const dangerMessages = {
  urgent: { id: 'Darurat karena: {why}.', en: 'Urgent because: {why}.' },
  'why.tick': { id: 'pelapor menandai ada bahaya', en: 'the reporter marked it as danger' },
  'why.words': { id: 'laporan menyebut {words}', en: 'the report says {words}' },
  'why.category': { id: 'topiknya termasuk bahaya', en: 'its topic is one of danger' },
  'why.filed': { id: 'ditandai darurat ketika masuk', en: 'it was marked urgent when it came in' },
  'why.joined': {
    id: 'laporan lain yang digabung menyebut bahaya',
    en: 'another report that was merged tells of danger',
  },
  later: { id: 'Kata pelapor kemudian: {words}.', en: 'The reporter said later: {words}.' },
  laterAt: {
    id: 'Ditulis {moment} dan mungkin berarti bahaya. Baca sekarang; tidak ada yang berubah dengan sendirinya.',
    en: 'Written {moment}, and may mean danger. Read it now; nothing changes by itself.',
  },
  member: {
    id: 'Pelapor lain yang laporannya digabung ke sini menulis sesuatu yang mungkin berarti bahaya. Baca sekarang:',
    en: 'Another reporter, whose report was merged into this one, wrote something that may mean danger. Read it now:',
  },
} as const;
