import { Closeness } from '@lapor/contracts/routing/v1/routing_service';
import type { SimilarCase as SimilarMessage } from '@lapor/contracts/routing/v1/routing_service';
import { enumWords } from '@lapor/contracts';
import type { SimilarCase } from '@lapor/portal';
import { metresBetween } from '../domain/distance.ts';
import type { Intake } from '../intake.ts';
import { caseIdOf, withCase } from './case-access.ts';
import { namesIn } from './case-mapping.ts';
import { listItem } from './cases.ts';
import { callerOf } from './directory/officer-session.ts';
import { readSubmissions } from './private-parts.ts';
import type { FiledWords } from './private-parts.ts';

const closenesses = enumWords(Closeness);

/**
 * Other cases that may be about the same matter, likeliest first: for an officer to decide on.
 * @throws AppError not_found, forbidden for whoever may not read the case
 */
export async function listSimilarCases(
  intake: Intake,
  token: string,
  typed: string,
): Promise<readonly SimilarCase[]> {
  const caller = await callerOf(intake, token);
  const caseId = caseIdOf(typed);
  const { cases } = await withCase(intake, caseId, () => intake.routing.listSimilar({ caseId }, { caller }));
  const views = cases.flatMap((one) => (one.case === undefined ? [] : [one.case]));
  const readable = views.flatMap(({ textVisible, snapshot }) =>
    textVisible && snapshot ? snapshot.caseId : [],
  );
  const [names, words] = await Promise.all([
    namesIn(intake.places, views),
    // Its own too: routing has just said that it may be read.
    readSubmissions(intake, [caseId, ...readable]),
  ]);
  const items = cases.map(async (one): Promise<readonly SimilarCase[]> => {
    if (one.case === undefined) return [];
    const said = words.get(one.case.snapshot?.caseId ?? '');
    const item = await listItem(intake, one.case, names, said);
    return [{ ...whyOf(one), metres: metresTo(words.get(caseId), said), case: item }];
  });
  return (await Promise.all(items)).flat();
}

function whyOf({ score, closeness, daysApart, sameCategory, told, mayLead, mayFollow }: SimilarMessage) {
  return {
    score,
    closeness: closenesses.word(closeness) ?? 'elsewhere',
    daysApart,
    sameCategory,
    told,
    mayLead,
    mayFollow,
  } as const;
}

function metresTo(one: FiledWords | undefined, other: FiledWords | undefined): number | undefined {
  if (one?.point === undefined || other?.point === undefined) return undefined;
  return Math.round(metresBetween(one.point, other.point));
}
