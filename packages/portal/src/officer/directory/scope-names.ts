import { adminMessages } from '../../messages/admin-messages.ts';
import type { OfficerInfo } from '../../officer-types.ts';
import { speaker } from '../../shell/speak.ts';
import type { OfficerPage } from '../officer-session.ts';

type Scope = Pick<OfficerInfo, 'scopeAgencyId' | 'scopeArea'>;

/** What each overseer among them looks over, in words, by their id: an agency, an area, what is in both, or all of the country. */
export async function scopeNames(
  page: OfficerPage,
  officers: readonly OfficerInfo[],
): Promise<ReadonlyMap<string, string>> {
  const overseers = officers.filter(({ role }) => role === 'overseer');
  return new Map(
    await Promise.all(overseers.map(async (officer) => [officer.id, await nameOf(page, officer)] as const)),
  );
}

async function nameOf(page: OfficerPage, { scopeAgencyId, scopeArea }: Scope): Promise<string> {
  const t = speaker(adminMessages)(page.language);
  const [agency, area] = await Promise.all([
    scopeAgencyId === undefined ? undefined : page.api.agency(scopeAgencyId),
    scopeArea === undefined ? undefined : page.api.area(scopeArea),
  ]);
  if (agency !== undefined && area !== undefined)
    return t('overseesBoth', { agency: agency.name, area: area.fullName });
  const name = agency?.name ?? area?.fullName;
  return name === undefined ? t('overseesAll') : t('oversees', { name });
}
