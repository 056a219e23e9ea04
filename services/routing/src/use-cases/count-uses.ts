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

/** How often words and pictures of a step have been used is known before it is decided, never after. A draft shows nothing yet: its pictures count when it is released. */
export async function withUses(
  parts: RoutingParts,
  state: RoutingState,
  { read, photos }: { readonly read: ReadCommand; readonly photos: readonly EvidencePhoto[] },
  content: ContentRef,
): Promise<CaseCommand> {
  const command = read.with(content);
  if (command.type === 'release_answer') return withDraftsUses(parts, state, command);
  if (read.words === undefined || !isShown(command)) return command;
  const othersWith: OthersWith = (id, photo) =>
    command.type === 'draft_answer' ? parts.photoUses.find(id, photo) : parts.photoUses.note(id, photo);
  const photosUsedOn = await countPhotos(parts, state, photos, othersWith);
  const shown = { ...command, ...(photos.length === 0 ? {} : { photosUsedOn }) };
  if (shown.type === 'report_promise') return shown;
  const { id, holder } = state;
  return { ...shown, usedOn: await parts.textUses.count(id, read.words.text, holder.id) };
}

async function withDraftsUses(
  parts: RoutingParts,
  state: RoutingState,
  command: Extract<CaseCommand, { type: 'release_answer' }>,
): Promise<CaseCommand> {
  const drafted = await photosOfDraft(parts, state);
  if (drafted.length === 0) return command;
  const photos = await parts.evidencePhotos.find(state.id, drafted);
  const note: OthersWith = (id, photo) => parts.photoUses.note(id, photo);
  return { ...command, photosUsedOn: await countPhotos(parts, state, photos, note) };
}

async function photosOfDraft(parts: RoutingParts, { id, draft }: RoutingState): Promise<readonly string[]> {
  if (draft === undefined) return [];
  return (await parts.contents.read(id, [draft.content.id])).get(draft.content.id)?.photos ?? [];
}

type OthersWith = (caseId: string, photo: EvidencePhoto) => Promise<readonly string[]>;

/** On how many cases that are about different matters; of several pictures the one that was used on most. */
async function countPhotos(
  parts: RoutingParts,
  state: RoutingState,
  photos: readonly EvidencePhoto[],
  othersWith: OthersWith,
): Promise<number> {
  let most = 0;
  for (const photo of photos) {
    const others = await othersWith(state.id, photo);
    const foreign = (await parts.cases.findAll(others)).filter((other) => isReuse(state, other.state));
    most = Math.max(most, 1 + foreign.length);
  }
  return most;
}

/** A step that was refused when all was ready, because somebody was faster: what no other shows has been shown nowhere. */
export async function letGo(parts: RoutingParts, state: RoutingState, command: CaseCommand): Promise<void> {
  const { id } = state;
  const given =
    command.type === 'release_answer'
      ? await photosOfDraft(parts, state)
      : isShown(command)
        ? (command.photos ?? [])
        : [];
  if (given.length === 0) return;
  const now = await parts.cases.get(id);
  const steps = (await parts.cases.history(id, now.head)).filter(({ type }) => type !== 'AnswerDrafted');
  const contents = steps.flatMap(({ data }) => (data['content'] as ContentRef | undefined)?.id ?? []);
  const words = await parts.contents.read(id, [...new Set(contents)]);
  const shown = new Set([...words.values()].flatMap(({ photos = [] }) => photos));
  const unshown = given.filter((photo) => !shown.has(photo));
  await parts.photoUses.forget(id, unshown);
  const drafted = new Set(await photosOfDraft(parts, now.state));
  const unnamed = unshown.filter((photo) => !drafted.has(photo));
  if (unnamed.length > 0) await parts.evidencePhotos.unname(id, unnamed);
}
