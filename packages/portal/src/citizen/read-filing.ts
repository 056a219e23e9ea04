import type { Issue } from '@lapor/kernel';
import type { ComplaintKind, NewComplaint } from '../complaint-types.ts';
import { errorMessages } from '../messages/error-messages.ts';
import { fileMessages } from '../messages/file-messages.ts';
import type { FormState, FormValues } from '../shell/form-values.ts';
import type { Page } from '../shell/page.ts';
import { speaker } from '../shell/speak.ts';
import type { AgencyState } from './agency-picker.ts';
import { sameAsIn } from './nearby-step.ts';
import type { PlaceState } from './place-picker.ts';

const say = speaker(errorMessages);
const KINDS: readonly ComplaintKind[] = ['complaint', 'information', 'aspiration'];
const EMAIL = /^[^\s@"(),:;<>[\]\\]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/u;
const LIMITS = { judul: 200, isi: 10_000, alamat: 500, nama: 200, hp: 32, email: 254 } as const;

/** The API's name of a field → the form's. */
const FORM_NAMES: Readonly<Record<string, string>> = {
  body: 'isi',
  title: 'judul',
  area: 'wilayah_teks',
  agency: 'instansi_teks',
  category: 'kategori',
  address: 'alamat',
  occurredAt: 'tanggal',
  'reporter.name': 'nama',
  'reporter.phone': 'hp',
  'reporter.email': 'email',
};

/** Rules of the API in plain words, beside the field of the form they are about. */
export function filingIssues(page: Page, issues: readonly Issue[]): readonly Issue[] {
  const t = say(page.language);
  return issues.map(({ field, rule }) => {
    const key = `field.${field}`;
    const text = key in errorMessages ? t(key as 'field.body') : rule;
    return { field: FORM_NAMES[field] ?? field, rule: text };
  });
}

/** What the form itself can tell is wrong, before anybody is asked. */
export function checkFiling(
  page: Page,
  { values }: FormState,
  place: PlaceState,
  agency: AgencyState,
): readonly Issue[] {
  const t = say(page.language);
  const f = speaker(fileMessages)(page.language);
  const issues: Issue[] = [];
  const broken = (field: string, rule: string) => issues.push({ field, rule });
  if (values.text('isi') === undefined) broken('isi', t('field.body'));
  for (const [field, most] of Object.entries(LIMITS))
    if ((values.text(field)?.length ?? 0) > most) broken(field, t('field.tooLong', { most }));
  const email = values.text('email');
  if (email !== undefined && !EMAIL.test(email)) broken('email', t('field.reporter.email'));
  if (place.found !== undefined)
    broken('wilayah_teks', f(place.found.length === 0 ? 'areaNone' : 'areaPick'));
  if (values.text('tahu') === 'ya' && agency.chosen === undefined)
    broken('instansi_teks', agency.found?.length === 0 ? f('agencyNone') : f('agencyPick'));
  else if (place.chosen === undefined && place.found === undefined && agency.chosen === undefined)
    broken('wilayah_teks', t('field.area'));
  const day = values.text('tanggal');
  if (day !== undefined && occurredAt(day) === undefined) broken('tanggal', t('field.occurredAt'));
  return issues;
}

/** The complaint the form tells. */
export function readFiling(
  page: Page,
  values: FormValues,
  place: PlaceState,
  agency: AgencyState,
): NewComplaint {
  const [name, phone, email] = [values.text('nama'), values.text('hp'), values.text('email')];
  const someone = name !== undefined || phone !== undefined || email !== undefined;
  return {
    type: KINDS.find((kind) => kind === values.text('jenis')) ?? 'complaint',
    title: values.text('judul'),
    body: values.text('isi') ?? '',
    category: values.text('kategori'),
    area: place.chosen?.code,
    agency: agency.chosen?.id,
    address: values.text('alamat'),
    occurredAt: occurredAt(values.text('tanggal')),
    channel: 'web',
    reporter: someone ? { name, phone, email, language: page.language } : undefined,
    anonymous: values.ticked('anonim') || values.ticked('rahasia'),
    secret: values.ticked('rahasia'),
    aboutOfficial: values.ticked('tentang_petugas'),
    danger: values.ticked('bahaya'),
    sameAs: sameAsIn(values),
  };
}

/** A day is all a person remembers: noon in Jakarta is that day in every Indonesian zone. */
function occurredAt(day: string | undefined): string | undefined {
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const at = new Date(`${day}T12:00:00+07:00`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
