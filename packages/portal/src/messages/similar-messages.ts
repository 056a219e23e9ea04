/** Beside a case: others that may be about the same matter. */
export const similarMessages = {
  title: { id: 'Mungkin hal yang sama', en: 'Perhaps the same matter' },
  intro: {
    id: 'Mirip isi, tempat, dan waktunya. Periksa sebelum mendisposisi; menggabungkan dapat dibatalkan.',
    en: 'Alike in words, place and time. Look before you pass it on; a merger can be undone.',
  },
  introRead: { id: 'Mirip isi, tempat, dan waktunya.', en: 'Alike in words, place and time.' },
  likeness: { id: 'kemiripan {percent} %', en: '{percent} % alike' },
  told: { id: 'Pelapornya menyebut hal yang sama', en: 'A reporter says it is the same' },
  'near.village': { id: 'kelurahan yang sama', en: 'same village' },
  'near.district': { id: 'kecamatan yang sama', en: 'same district' },
  'near.regency': { id: 'kota atau kabupaten yang sama', en: 'same city or regency' },
  'near.elsewhere': { id: 'tempat lain', en: 'elsewhere' },
  metres: { id: 'berjarak {count} m', en: '{count} m away' },
  kilometres: { id: 'berjarak {count} km', en: '{count} km away' },
  sameDay: { id: 'hari yang sama', en: 'same day' },
  daysApart: { id: 'selisih {count} hari', en: '{count} days apart' },
  mergeInto: { id: 'Gabungkan ke {id}', en: 'Merge into {id}' },
} as const;
