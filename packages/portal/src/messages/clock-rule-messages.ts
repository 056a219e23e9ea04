import type { Message } from '@lapor/kernel';

/** Holidays and limits, for those who keep them. */
export const clockRuleMessages = {
  title: { id: 'Kalender kerja', en: 'Working calendar' },
  lead: {
    id: 'Perubahan hari libur menghitung ulang semua batas waktu yang masih berjalan.',
    en: 'A change of holidays counts all limits anew that still run.',
  },
  years: { id: 'Tahun yang sudah diisi', en: 'Years that are entered' },
  yearLine: { id: '{year}: {count} hari libur', en: '{year}: {count} days off' },
  yearEmpty: {
    id: '{year}: belum ada harinya; batas waktu di tahun itu masih sementara',
    en: '{year}: no days yet; limits in that year are provisional',
  },
  none: { id: 'Belum ada yang diisi di sini.', en: 'Nothing is entered here yet.' },
  holiday: { id: 'libur nasional', en: 'holiday' },
  collective_leave: { id: 'cuti bersama', en: 'collective leave' },
  enter: { id: 'Isi tahun {year}: {area}', en: 'Enter the year {year}: {area}' },
  'kind.holiday': { id: 'libur', en: 'holiday' },
  'kind.collective_leave': { id: 'cuti bersama', en: 'collective_leave' },
  change: { id: 'Ubah {year}', en: 'Change {year}' },
  added: { id: 'Bertambah {count}: {days}', en: '{count} come: {days}' },
  gone: { id: 'Hilang {count}: {days}', en: '{count} go: {days}' },
  sameDays: { id: 'Daftar harinya tetap sama.', en: 'The days stay the same.' },
  weekChanged: { id: 'Hari libur mingguan', en: 'Free days of the week' },
  area: { id: 'Daerah', en: 'Area' },
  see: { id: 'Lihat', en: 'See' },
  nation: { id: 'Seluruh negeri', en: 'The whole nation' },
  areaNamed: { id: '{name} ({code})', en: '{name} ({code})' },
  above: { id: 'Berlaku juga di sini:', en: 'What holds here too:' },
  ownAreas: { id: 'Daerah dengan hari libur sendiri', en: 'Areas with days off of their own' },
  week: { id: 'Hari libur mingguan: {area}', en: 'Free days of the week: {area}' },
  weekKept: {
    id: 'Pemerintah daerah menambah sendiri sampai 10 hari setahun, paling lambat 7 hari sebelumnya; selebihnya diisi admin di atasnya. Hari yang sudah lewat dan hari libur mingguan diubah oleh admin nasional.',
    en: 'A government adds up to 10 days a year itself, each at least 7 days before; more is entered by an admin above it. Days that lie behind, and the free days of the week, are changed by the national admin.',
  },
  freeDays: { id: 'Hari yang libur setiap pekan', en: 'Days that are free every week' },
  weekInherited: {
    id: 'Libur mingguan mengikuti daerah di atasnya; bila di sana pun tidak diisi, Sabtu dan Minggu.',
    en: 'The week is that of the area above; where nothing is entered there either, Saturday and Sunday are free.',
  },
  weekOwn: { id: 'Libur mingguan: {days}.', en: 'Free every week: {days}.' },
  'day.0': { id: 'Minggu', en: 'Sunday' },
  'day.1': { id: 'Senin', en: 'Monday' },
  'day.2': { id: 'Selasa', en: 'Tuesday' },
  'day.3': { id: 'Rabu', en: 'Wednesday' },
  'day.4': { id: 'Kamis', en: 'Thursday' },
  'day.5': { id: 'Jumat', en: 'Friday' },
  'day.6': { id: 'Sabtu', en: 'Saturday' },
  areaHint: {
    id: 'Provinsi, kabupaten atau kota: ketik namanya lalu pilih, atau tulis kodenya seperti 21 atau 21.71. Kosong: seluruh negeri.',
    en: 'A province, a regency or a city: type its name and choose, or write its code such as 21 or 21.71. Empty: the whole nation.',
  },
  year: { id: 'Tahun', en: 'Year' },
  days: { id: 'Hari libur', en: 'Days off' },
  daysHint: {
    id: 'Satu hari per baris: 2027-01-01,libur atau 2027-02-08,cuti bersama. Yang sudah berlaku sudah tertulis: tambah atau hapus barisnya. Atau ganti semuanya dengan isi berkas .ics (iCalendar).',
    en: 'A day per line: 2027-01-01,holiday or 2027-02-08,collective_leave. What holds already stands there: add lines or take them away. Or put the whole of an .ics (iCalendar) file in their place.',
  },
  reasonHint: { id: 'Keputusan yang menjadi dasarnya.', en: 'The decree it rests on.' },
  mayNot: {
    id: 'Kalender ini diisi admin pemerintah daerahnya atau admin nasional.',
    en: 'This calendar is kept by the admins of its own government, or by the national admin.',
  },
  send: { id: 'Simpan', en: 'Save' },
  preview: { id: 'Lihat dampaknya dulu', en: 'See first what it moves' },
  movesNone: {
    id: 'Tidak ada batas waktu yang bergeser; {looked} laporan terbuka diperiksa. Belum ada yang disimpan.',
    en: 'No limit would move; {looked} open cases were tried. Nothing is saved yet.',
  },
  moves: {
    id: 'Batas waktu {moved} dari {looked} laporan terbuka akan bergeser. Belum ada yang disimpan.',
    en: 'Limits of {moved} of {looked} open cases would move. Nothing is saved yet.',
  },
  movesFollowing: {
    id: 'Termasuk {following} yang mengikuti laporan lain: batas waktunya sendiri ikut bergeser.',
    en: 'Among them {following} that follow another report: their own limits move too.',
  },
  movesMore: {
    id: 'Yang diperiksa hanya {looked} yang pertama dari {open} laporan terbuka; sisanya belum dihitung di sini.',
    en: 'Only the first {looked} of {open} open cases were tried; the rest is not counted here.',
  },
  movedFromTo: { id: '{before} menjadi {after}', en: '{before} becomes {after}' },
  saved: {
    id: 'Tersimpan. Batas waktu yang berjalan sedang dihitung ulang.',
    en: 'Saved. Running limits are being counted anew.',
  },
  'refused.line': { id: 'Baris {place}: {text}', en: 'Line {place}: {text}' },
  'refused.at': { id: 'Hari ke-{place}: {text}', en: 'Day {place}: {text}' },
  'refused.outside': { id: '{day} tidak termasuk tahun {year}.', en: '{day} is not in {year}.' },
  'refused.twice': { id: '{day} tertulis dua kali.', en: '{day} stands there twice.' },
  'refused.day': { id: 'tulis tanggal sebagai 2027-01-31.', en: 'write a day as 2027-01-31.' },
  'refused.kind': {
    id: 'jenisnya libur atau cuti bersama.',
    en: 'its kind is holiday or collective_leave.',
  },
  'refused.columns': { id: 'isinya tanggal dan jenis saja.', en: 'it has a day and a kind, no more.' },
  'refused.year': { id: 'Tahun antara {first} dan {last}.', en: 'A year from {first} to {last}.' },
  'refused.icsLine': {
    id: 'isinya nama, titik dua, dan nilai.',
    en: 'it has a name, a colon and a value.',
  },
  'refused.icsFrame': {
    id: 'berkas dimulai dengan BEGIN:VCALENDAR dan berakhir dengan END:VCALENDAR.',
    en: 'the file begins with BEGIN:VCALENDAR and ends with END:VCALENDAR.',
  },
  'refused.icsEvent': {
    id: 'BEGIN:VEVENT dan END:VEVENT berpasangan.',
    en: 'BEGIN:VEVENT and END:VEVENT come in pairs.',
  },
  'refused.icsStart': { id: 'acara ini tidak punya DTSTART.', en: 'this event has no DTSTART.' },
  'refused.icsDay': {
    id: 'tulis hari penuh, misalnya 20270131.',
    en: 'write a whole day, such as 20270131.',
  },
  'refused.icsRepeats': {
    id: 'tulis setiap harinya: pengulangan tidak dibaca.',
    en: 'write each day: what repeats is not read.',
  },
  'refused.icsEnd': {
    id: 'berakhir setelah mulai, paling lama {most} hari.',
    en: 'it ends after it begins, within {most} days.',
  },
  'refused.icsNone': { id: 'Tidak ada hari di tahun {year}.', en: 'There is no day of {year}.' },
  'refused.number': { id: 'Angka bulat.', en: 'A whole number.' },
  'refused.range': {
    id: 'Angka bulat dari {first} sampai {last}.',
    en: 'A whole number from {first} to {last}.',
  },
  'refused.version': {
    id: '2 sampai 40 huruf kecil, angka, titik dan tanda hubung.',
    en: '2 to 40 small letters, digits, dots and hyphens.',
  },
  'refused.versionTaken': {
    id: 'Nama ini sudah dipakai versi lain.',
    en: 'Another version has this name already.',
  },
  'refused.past': {
    id: 'Harus hari yang akan datang: batas yang sudah diberikan tidak ditarik kembali.',
    en: 'It must be a day to come: limits that were given are not taken back.',
  },
  'refused.behind': {
    id: '{day} sudah lewat dan kinerja hari itu sudah dinilai: hanya admin nasional yang dapat mengubahnya.',
    en: '{day} lies behind and offices have been judged by it: only the national admin can change it.',
  },
  'refused.soon': {
    id: '{day} kurang dari {days} hari lagi: mintalah admin di atas pemerintah daerah ini mengisinya.',
    en: '{day} comes in less than {days} days: ask an admin above this government to enter it.',
  },
  'refused.many': {
    id: 'Pemerintah daerah menetapkan sendiri paling banyak {most} hari setahun: mintalah admin di atasnya mengisi selebihnya.',
    en: 'A government gives itself {most} days a year at the most: ask an admin above it to enter more.',
  },
  'refused.within': {
    id: 'Tidak boleh lebih lama dari “{whole}”.',
    en: 'It cannot be longer than “{whole}”.',
  },
  'refused.weekBehind': {
    id: 'Hari kerja sepekan berlaku juga untuk yang sudah lewat: hanya admin nasional yang dapat mengubahnya.',
    en: 'The days of the week hold for what lies behind too: only the national admin can change them.',
  },
  'refused.warnAt': {
    id: 'Paling banyak lima angka di bawah 100, menaik: 75, 90.',
    en: 'Up to five numbers below 100, ascending: 75, 90.',
  },
  'refused.week': {
    id: 'Pilih satu sampai enam hari.',
    en: 'Choose one to six days.',
  },
  'refused.area': {
    id: 'Tidak ada satu provinsi, kabupaten atau kota dengan nama atau kode ini. Pilih dari daftar, atau tulis kodenya seperti 21.71.',
    en: 'There is no one province, regency or city of this name or code. Choose from the list, or write its code such as 21.71.',
  },
  'refused.empty': { id: 'Harus diisi.', en: 'This must be filled in.' },
  'refused.long': { id: 'Paling banyak {most} huruf.', en: 'At most {most} characters.' },
  overtaken: {
    id: 'Ada yang mengubahnya sejak Anda membuka halaman ini. Isian Anda tetap di sini dan belum disimpan: sesuaikan dengan perubahan itu, lalu simpan lagi.',
    en: 'Somebody has changed this since you opened the page. What you typed is still here, and not saved: fit it to that change, and save again.',
  },
  since: { id: 'Yang diubah sejak Anda membukanya:', en: 'Changed since you opened it:' },
  changes: { id: 'Perubahan', en: 'Changes' },
} as const satisfies Readonly<Record<string, Message>>;
