import { invalid } from '@lapor/kernel';
import { type CaseWords, UNKEPT } from '../case-contents.ts';
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
  const missing = photos.filter((id) => !found.some((photo) => photo.id === id));
  if (missing.length > 0)
    throw invalid(
      'photos',
      `must be photos that were attached to this case as evidence: not ${missing.join(', ')}`,
    );
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
  if (ENDS_DRAFT.has(command.type)) await forgetDraft(parts, state);
  if (read.words === undefined || !isShown(command)) return command;
  const othersWith: OthersWith = (id, photo) =>
    command.type === 'draft_answer' ? parts.photoUses.find(id, photo) : parts.photoUses.note(id, photo);
  const photosUsedOn = await countPhotos(parts, state, photos, othersWith);
  const shown = { ...command, ...(photos.length === 0 ? {} : { photosUsedOn }) };
  if (shown.type === 'report_promise') return shown;
  const { id, holder } = state;
  const { text } = read.words;
  const usedOn =
    command.type === 'draft_answer'
      ? await parts.textUses.wouldCount(id, text, holder.id)
      : await parts.textUses.count(id, text, holder.id);
  return { ...shown, usedOn };
}

async function withDraftsUses(
  parts: RoutingParts,
  state: RoutingState,
  command: Extract<CaseCommand, { type: 'release_answer' }>,
): Promise<CaseCommand> {
  const drafted = await wordsOfDraft(parts, state);
  if (drafted === undefined) return command;
  const { id, holder } = state;
  const usedOn = await parts.textUses.count(id, drafted.text, holder.id);
  const { photos: names = [] } = drafted;
  if (names.length === 0) return { ...command, usedOn };
  const photos = await parts.evidencePhotos.find(id, names);
  const note: OthersWith = (caseId, photo) => parts.photoUses.note(caseId, photo);
  return { ...command, usedOn, photosUsedOn: await countPhotos(parts, state, photos, note) };
}

/** Without its being released. */
const ENDS_DRAFT: ReadonlySet<CaseCommand['type']> = new Set(['send_back_draft', 'draft_answer', 'answer']);

/** Those of before counted from when they were written: one that ends unsaid counts no more. Those of now have counted nothing. */
async function forgetDraft(parts: RoutingParts, state: RoutingState): Promise<void> {
  const drafted = await wordsOfDraft(parts, state);
  if (drafted !== undefined) await forgetUnsaid(parts, state.id, drafted);
}

async function wordsOfDraft(
  parts: RoutingParts,
  { id, draft }: RoutingState,
): Promise<CaseWords | undefined> {
  if (draft === undefined) return undefined;
  return (await parts.contents.read(id, [draft.content.id])).get(draft.content.id);
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

/** A step that was refused when all was ready, because somebody was faster: what no other says or shows has been said and shown nowhere. */
export async function letGo(parts: RoutingParts, state: RoutingState, read: ReadCommand): Promise<void> {
  const { id } = state;
  const command = read.with(UNKEPT);
  const isRelease = command.type === 'release_answer';
  const refused = isRelease ? await wordsOfDraft(parts, state) : read.words;
  if (refused === undefined || !(isRelease || isShown(command))) return;
  const unshown = await forgetUnsaid(parts, id, refused);
  if (unshown.length === 0) return;
  const drafted = new Set((await wordsOfDraft(parts, (await parts.cases.get(id)).state))?.photos);
  const unnamed = unshown.filter((photo) => !drafted.has(photo));
  if (unnamed.length > 0) await parts.evidencePhotos.unname(id, unnamed);
}

/** Neither text nor photos of these words count on the case, unless a step of it says or shows them. @returns photos that none shows */
async function forgetUnsaid(
  parts: RoutingParts,
  id: string,
  { text: unsaid, photos = [] }: CaseWords,
): Promise<readonly string[]> {
  const { head } = await parts.cases.get(id);
  const steps = (await parts.cases.history(id, head)).filter(({ type }) => type !== 'AnswerDrafted');
  const contents = steps.flatMap(({ data }) => (data['content'] as ContentRef | undefined)?.id ?? []);
  const said = [...(await parts.contents.read(id, [...new Set(contents)])).values()];
  if (!said.some(({ text }) => text === unsaid)) await parts.textUses.forget(id, [unsaid]);
  const shown = new Set(said.flatMap((words) => words.photos ?? []));
  const unshown = photos.filter((photo) => !shown.has(photo));
  await parts.photoUses.forget(id, unshown);
  return unshown;
}
