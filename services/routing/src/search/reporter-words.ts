import { type Client, SYSTEM_CALLER } from '@lapor/contracts';
import type { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import { AppError } from '@lapor/kernel';

/** Has the words of complaints: asked for them, never keeping them here. */
export type WordsOfReporters = Pick<Client<typeof IntakeService>, 'getSubmission' | 'getSubmissions'>;

export interface ReporterWords {
  readonly filed: string;
  /** Written later, oldest first. */
  readonly messages: readonly string[];
}

export const NO_WORDS: ReporterWords = { filed: '', messages: [] };

/** Complaints in one call: long ones with long quarrels must go into one answer. */
const AT_ONCE = 16;
const CALL = { caller: SYSTEM_CALLER };

/** What reporters have said, by complaint; those that intake does not know are missing. */
export async function wordsOfReporters(
  intake: WordsOfReporters,
  trackingIds: readonly string[],
): Promise<ReadonlyMap<string, ReporterWords>> {
  const parts = Array.from({ length: Math.ceil(trackingIds.length / AT_ONCE) }, (_, nth) =>
    trackingIds.slice(nth * AT_ONCE, (nth + 1) * AT_ONCE),
  );
  return new Map((await Promise.all(parts.map((part) => askedTogether(intake, part)))).flat());
}

type Named = readonly [trackingId: string, words: ReporterWords];

async function askedTogether(
  intake: WordsOfReporters,
  trackingIds: readonly string[],
): Promise<readonly Named[]> {
  try {
    const asked = { trackingIds: [...trackingIds], withMessages: true };
    const { submissions } = await intake.getSubmissions(asked, CALL);
    return submissions.map((one) => [one.trackingId, wordsIn(one)] as const);
  } catch (error) {
    // An intake of an earlier version is asked for each.
    if (!(error instanceof AppError) || error.code !== 'unsupported') throw error;
    return (await Promise.all(trackingIds.map((trackingId) => askedAlone(intake, trackingId)))).flat();
  }
}

async function askedAlone(intake: WordsOfReporters, trackingId: string): Promise<readonly Named[]> {
  try {
    return [[trackingId, wordsIn(await intake.getSubmission({ trackingId, withMessages: true }, CALL))]];
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return [];
    throw error;
  }
}

interface Submission extends Pick<ReporterWords, 'messages'> {
  readonly title: string;
  readonly body: string;
  readonly address: string;
}

function wordsIn({ title, body, address, messages }: Submission): ReporterWords {
  return { filed: `${title} ${body} ${address}`, messages };
}
