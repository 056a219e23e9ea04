import { formatTrackingId } from '@lapor/kernel';
import type { NearbyReport } from '@lapor/portal';
import type { Intake } from '../intake.ts';
import { caseStatuses, complaintTypes } from '../names.ts';
import { districtOf } from '../domain/district.ts';
import { namesIn, isoOf, publicWordsOf } from './case-mapping.ts';

/**
 * Open reports in one district, of one category or of all: what the public may see of each, and no list where few could point
 * at somebody. @throws AppError invalid, rate_limited
 */
export async function listNearbyReports(
  intake: Intake,
  { area, category = '' }: { readonly area: string; readonly category?: string | undefined },
  clientAddress: string,
): Promise<readonly NearbyReport[]> {
  intake.limits.take('read-address', clientAddress);
  const views = await intake.nearby.find(area, category);
  const names = await namesIn(intake.places, views);
  return Promise.all(
    views.flatMap((view) => {
      const { snapshot } = view;
      return snapshot === undefined ? [] : [reportOf(intake, view, snapshot, names)];
    }),
  );
}

async function reportOf(
  { places }: Intake,
  view: Parameters<typeof publicWordsOf>[0],
  snapshot: NonNullable<Parameters<typeof publicWordsOf>[0]['snapshot']>,
  names: Awaited<ReturnType<typeof namesIn>>,
): Promise<NearbyReport> {
  const [category, area] = await Promise.all([
    places.nameCategory(snapshot.categoryCode),
    places.nameArea(districtOf(snapshot.areaCode)),
  ]);
  const title = publicWordsOf(view)?.report?.title ?? '';
  return {
    trackingId: snapshot.caseId,
    trackingIdText: formatTrackingId(snapshot.caseId),
    status: caseStatuses.word(snapshot.status) ?? 'unverified',
    type: complaintTypes.word(snapshot.type),
    category,
    area,
    agency: names.get(snapshot.holderAgencyId),
    submittedAt: isoOf(snapshot.submittedAt),
    members: view.members === 0 ? undefined : view.members,
    title: title === '' ? undefined : title,
  };
}
