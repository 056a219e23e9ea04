import { invalid } from '@lapor/kernel';
import type { RoutingState } from '../case-store.ts';
import type { CaseCommand } from '../domain/commands.ts';
import type { ContentRef } from '../domain/events.ts';
import { isReuse } from '../domain/reuse.ts';
import type { EvidencePhoto } from '../evidence-photos.ts';
import type { RoutingParts } from '../parts.ts';
import type { ReadCommand } from '../read-command.ts';

type Shown = Extract<CaseCommand, { type: 'follow_up' | 'answer' | 'draft_answer' | 'report_promise' }>;

function isShown(command: CaseCommand): command is Shown {
  return 'evidence' in command;
}

/** The photos that a command gives as evidence. @throws AppError invalid for one that is none of this case */
export async function findPhotos(
  parts: RoutingParts,
  caseId: string,
  command: CaseCommand,
): Promise<readonly EvidencePhoto[]> {
  const { photos = [] } = isShown(command) ? command : {};
  if (photos.length === 0) return [];
  const found = await parts.evidencePhotos.find(caseId, photos);
  if (photos.some((id) => !found.some((photo) => photo.id === id)))
    throw invalid('photos', 'must be photos that were attached to this case as evidence');
  return found;
}

/** How often words and pictures of a step have been used is known before it is decided, never after. */
export async function withUses(
  parts: RoutingParts,
  state: RoutingState,
  { read, photos }: { readonly read: ReadCommand; readonly photos: readonly EvidencePhoto[] },
  content: ContentRef,
): Promise<CaseCommand> {
  const command = read.with(content);
  if (read.words === undefined || !isShown(command)) return command;
  const photosUsedOn = await countPhotos(parts, state, photos);
  const shown = { ...command, ...(photos.length === 0 ? {} : { photosUsedOn }) };
  if (shown.type === 'report_promise') return shown;
  const { id, holder } = state;
  return { ...shown, usedOn: await parts.textUses.count(id, read.words.text, holder.id) };
}

/** On how many cases that are about different matters; of several pictures the one that was used on most. */
async function countPhotos(
  parts: RoutingParts,
  state: RoutingState,
  photos: readonly EvidencePhoto[],
): Promise<number> {
  let most = 0;
  for (const photo of photos) {
    const others = await parts.photoUses.note(state.id, photo);
    const foreign = (await parts.cases.findAll(others)).filter((other) => isReuse(state, other.state));
    most = Math.max(most, 1 + foreign.length);
  }
  return most;
}

/** A draft that was sent back, or answered in other words, has shown nothing: its pictures count no more where no step shows them. */
export async function forgetDraft(
  parts: RoutingParts,
  before: RoutingState,
  { id, draft }: RoutingState,
): Promise<void> {
  const gone = before.draft?.content.id;
  if (gone === undefined || gone === draft?.content.id) return;
  const given = (await parts.contents.read(id, [gone])).get(gone)?.photos ?? [];
  if (given.length === 0) return;
  const steps = (await parts.cases.history(id)).filter(({ type }) => type !== 'AnswerDrafted');
  const shownIn = steps.flatMap(({ data }) => (data['content'] as ContentRef | undefined)?.id ?? []);
  const shown = [...shownIn, ...(draft === undefined ? [] : [draft.content.id])];
  const words = await parts.contents.read(id, [...new Set(shown)]);
  const stay = new Set(shown.flatMap((each) => words.get(each)?.photos ?? []));
  await parts.photoUses.forget(
    id,
    given.filter((photo) => !stay.has(photo)),
  );
}
