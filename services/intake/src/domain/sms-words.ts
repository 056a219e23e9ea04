/** Words of text messages as people write them, also in a hurry. */
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
const union = (...sets: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  new Set(sets.flatMap((set) => [...set]));

export const THANKS = words(
  'terimakasih trimakasih makasih makasi mksh trims trim tks thx tq thank thanks thankyou alhamdulillah syukur',
);
export const YES = words('ya iya iyah yes betul benar ada sudah udah dah sdh udh');
/** Politeness is no complaint and no verdict. */
export const POLITE = union(
  THANKS,
  words(
    `ok oke okey okay ya iya iyah baik baiklah siap sip mantap mantab atas banyak bantuannya bantuan responnya respon responsnya infonya
    info pak bu bapak ibu min admin kak mas mbak bang lapor tim semua sekali sudah udah dah sdh udh`,
  ),
);
export const SUDAH = words('sudah sdh udah udh dah telah');
/** Said of a matter that is done with, also without "sudah" before. */
export const STRONG = words('selesai slesai beres tuntas kelar rampung teratasi');
/** Means done only after "sudah", and not done after "belum" or "tidak". */
export const DONE = union(
  STRONG,
  words(
    'baik bagus normal lancar aman bersih rapi mulus nyala menyala diperbaiki dibenahi dibersihkan ditambal diganti diangkut ditangani',
  ),
);
/** The matter stands as it stood. */
export const STILL = words('belum blm blum belom masih msh tetap ttp');
export const NOT = words('tidak tdk tak gak ga gk nggak ngga enggak ndak bukan');
/** Who has not looked, or is not sure, gives no verdict; nor who says yes and but. */
export const UNSURE = words(
  'tahu tau cek dicek ngecek lihat liat melihat sempat periksa pasti yakin mungkin kayaknya sepertinya katanya kalau kalo bila semoga apakah apa apanya',
);
/** Asks or points, and names nothing. */
export const EMPTY = words(
  'kapan kenapa knp mengapa bagaimana gimana gmn kok lagi lg lama sama begini begitu gini gitu apanya hanya punya tanya bertanya katanya',
);
/** What stands beside a verdict and adds nothing. */
export const OTHER = words(
  `1 satu 2 dua 3 4 dan dengan dgn itu ini tadi kemarin sekarang skrg semuanya saya kami laporan masalah yang yg untuk utk sangat cepat kerja
  petugas dinas dibantu membantu sesuai juga jg nih nya deh kok semua perubahan perbaikan`,
);
