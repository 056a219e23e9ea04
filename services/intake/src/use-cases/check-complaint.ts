import type { Category } from '@lapor/contracts/directory/v1/directory_service';
import { AppError, isBlank, normalizeTrackingId } from '@lapor/kernel';
import type { ChannelName, NewComplaint } from '@lapor/portal';
import type { Issue } from '@lapor/kernel';
import { normalizePhone } from '../domain/phone.ts';
import type { Intake } from '../intake.ts';

/** What goes into the vault. */
export interface CheckedContact {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** E.164. */
  readonly phone?: string | undefined;
  readonly language?: 'id' | 'en' | undefined;
}

/** Free text and paper name no place in a form: a person finds it out. */
const PLACE_OPTIONAL: ReadonlySet<ChannelName> = new Set(['sms', 'whatsapp', 'x', 'email', 'suggestion_box']);

export interface CheckedComplaint {
  readonly contact: CheckedContact;
  /** Its category is one of danger. */
  readonly dangerous: boolean;
  /** What it is filed under: of one that was merged the survivor. An app may know the tree of last year. */
  readonly category?: string | undefined;
}

/** What a schema cannot say of a complaint. @throws AppError invalid naming each field */
export async function checkComplaint(intake: Intake, complaint: NewComplaint): Promise<CheckedComplaint> {
  const issues: Issue[] = [];
  const { reporter } = complaint;
  if (isBlank(complaint.body)) issues.push({ field: 'body', rule: 'must not be blank' });
  if (needsPlace(complaint)) issues.push({ field: 'area', rule: 'one of area and agency is required' });
  const phone = reporter?.phone === undefined ? undefined : normalizePhone(reporter.phone);
  if (reporter?.phone !== undefined && phone === undefined)
    issues.push({ field: 'reporter.phone', rule: 'must be a phone number: 0812… or +62812…' });
  if (complaint.occurredAt !== undefined && new Date(complaint.occurredAt) > dayAfter(intake.clock.now()))
    issues.push({ field: 'occurredAt', rule: 'must not be in the future' });
  if (complaint.sameAs !== undefined && normalizeTrackingId(complaint.sameAs) === undefined)
    issues.push({ field: 'sameAs', rule: 'must be a tracking id: "7K3M-9Q2-TXA"' });
  const { broken, leaf } = await checkPlaces(intake, complaint);
  issues.push(...broken);
  if (leaf?.retired === true) issues.push({ field: 'category', rule: 'must be a category that is in use' });
  if (issues.length > 0) throw new AppError('invalid', inWords(issues), { issues });
  const contact = {
    name: filled(reporter?.name),
    email: filled(reporter?.email),
    phone,
    language: reporter?.language,
  };
  // Without an answer of the directory what was named goes on.
  return { contact, dangerous: leaf?.danger ?? false, category: leaf?.code ?? complaint.category };
}

function needsPlace({ area, agency, channel }: NewComplaint): boolean {
  return area === undefined && agency === undefined && !PLACE_OPTIONAL.has(channel ?? 'web');
}

/** When the directory cannot be asked, the complaint comes in all the same: routing looks again. */
export async function checkPlaces(
  intake: Intake,
  { area, agency, category }: Pick<NewComplaint, 'area' | 'agency' | 'category'>,
): Promise<{ readonly broken: readonly Issue[]; readonly leaf: Category | undefined }> {
  const { places } = intake;
  const [areaFound, agencyFound, categories] = await Promise.all([
    area === undefined ? true : askedOr(true, async () => (await places.findArea(area)) !== undefined),
    agency === undefined ? true : askedOr(true, async () => (await places.findAgency(agency)) !== undefined),
    category === undefined ? [] : askedOr(undefined, () => places.categories()),
  ]);
  const issues: Issue[] = [];
  if (!areaFound) issues.push({ field: 'area', rule: 'must be the code of an area, as "21.71.01.1001"' });
  if (!agencyFound) issues.push({ field: 'agency', rule: 'must be the id of an agency' });
  const find = (wanted?: string) =>
    categories?.find(({ code, parentCode }) => code === wanted && parentCode !== '');
  const named = find(category);
  const leaf = find(named?.successorCode) ?? named;
  if (category !== undefined && categories !== undefined && leaf === undefined)
    issues.push({ field: 'category', rule: 'must be the code of a category' });
  return { broken: issues, leaf };
}

/** The detail of a problem: every broken rule, after its field. */
export function inWords(issues: readonly Issue[]): string {
  return issues.map(({ field, rule }) => `${field} ${rule}`).join('; ');
}

async function askedOr<Value>(fallback: Value, ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AppError && error.retryable) return fallback;
    throw error;
  }
}

/** Clocks of phones go wrong by hours, time zones add up to a day. */
function dayAfter(now: Date): Date {
  return new Date(now.getTime() + 86_400_000);
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || isBlank(text) ? undefined : text.trim();
}
