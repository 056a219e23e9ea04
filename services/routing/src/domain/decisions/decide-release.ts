import { invalid } from '@lapor/kernel';
import type { CaseState } from '../case.ts';
import type { CommandOf, DecisionContext } from '../commands.ts';
import { illegal } from '../legal.ts';
import { contentOf, record, type Decision } from '../record.ts';

/** More steps than this are not shown with words: the chain itself is there in any case. */
const MOST_RELEASED_STEPS = 50;
/** All that a case may have of the reporter's and of officers'. */
const MOST_RELEASED_PHOTOS = 25;

/** What the public reads from now on, and nothing besides: what was released before and is not in it is public no more. */
export function decideReleaseWords(
  state: CaseState,
  command: CommandOf<'release_words'>,
  context: DecisionContext,
): Decision {
  const { report, steps, photos, words } = command;
  if (command.neverPublic === true)
    throw illegal(state, context.actor, context, 'what this category is about is never public: withhold it');
  if (!report && steps.length === 0 && photos.length === 0)
    throw invalid('report', 'must release something: to release nothing, withhold the words');
  if (steps.length > MOST_RELEASED_STEPS) throw invalid('steps', `are at most ${MOST_RELEASED_STEPS}`);
  if (command.strangeStep === true)
    throw invalid('steps', 'must be numbers of follow-ups, answers and the like of this case');
  if (photos.length > MOST_RELEASED_PHOTOS) throw invalid('photos', `are at most ${MOST_RELEASED_PHOTOS}`);
  const fields = { content: words.content, report, steps, photos };
  return record(state, context, 'WordsReleased', state.status, {}, fields);
}

/** Nothing is released: what was public is taken back. */
export function decideWithholdWords(
  state: CaseState,
  { words }: CommandOf<'withhold_words'>,
  context: DecisionContext,
): Decision {
  const wasPublic = state.release?.decision === 'released';
  const fields = { wasPublic, ...contentOf(words) };
  return record(state, context, 'WordsWithheld', state.status, {}, fields);
}

/** More came after somebody had decided: it is looked at too. What was decided about already is not asked again. */
export function decideAwaitRelease(
  state: CaseState,
  { photo }: CommandOf<'await_release'>,
  context: DecisionContext,
): Decision {
  const known = state.release?.decision === 'released' && state.release.photos.includes(photo);
  if (known) return { events: [], state };
  return record(state, context, 'WordsAwaitRelease', state.status, {}, {});
}
