import { invalid } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { UNKEPT } from '../case-contents.ts';
import type { RoutingState } from '../case-store.ts';
import type { Actor } from '../domain/agency.ts';
import type { CaseCommand, CommandOf } from '../domain/commands.ts';
import { RELEASABLE } from '../domain/releasable.ts';
import type { RoutingParts } from '../parts.ts';
import type { ReadCommand } from '../read-command.ts';

/** What a command names must be there. Before the case is looked at, so that the answer says nothing of it. */
export async function checkedAgainstDirectory(parts: RoutingParts, read: ReadCommand): Promise<ReadCommand> {
  const command = read.with(UNKEPT);
  if (command.type === 'merge') {
    const master = (await parts.cases.find(command.masterId))?.state;
    if (master === undefined) return read;
    return {
      words: read.words,
      with: (content) => ({ ...command, ...read.with(content), master }) as CaseCommand,
    };
  }
  if (command.type === 'return' && command.betterAgencyId !== undefined) {
    const { betterAgencyId: id } = command;
    if ((await parts.directory.agencies([id])).get(id) === undefined)
      throw invalid('betterAgencyId', 'must be a known agency');
  }
  if (command.type !== 'reclassify' || command.categoryCode === undefined) return read;
  const named = await parts.directory.category(command.categoryCode);
  if (named === undefined) throw invalid('categoryCode', 'must be the code of a category');
  const categoryCode = named.successorCode === '' ? command.categoryCode : named.successorCode;
  const category = (await parts.directory.category(categoryCode)) ?? named;
  if (category.retired) throw invalid('categoryCode', 'must be a category that is in use');
  const { danger } = category;
  return {
    words: read.words,
    with: (content) => ({ ...read.with(content), categoryCode, danger }) as CaseCommand,
  };
}

/** What a reporter says is read as the report was. What offices say is not: that tells of what is done. */
export function readForDanger({ danger }: RoutingParts, read: ReadCommand, actor: Actor): ReadCommand {
  if (actor.kind !== 'reporter' || read.words === undefined) return read;
  if (!danger.isDangerous(read.words.text)) return read;
  return {
    words: read.words,
    with(content) {
      const command = read.with(content);
      if (!('words' in command) || typeof command.words !== 'object') return command;
      return { ...command, words: { ...command.words, danger: true } };
    },
  };
}

/** What a command says of the case it is for, in sight of that. */
export async function checkedOnCase(
  parts: RoutingParts,
  read: ReadCommand,
  loaded: Loaded<RoutingState>,
): Promise<ReadCommand> {
  const command = read.with(UNKEPT);
  if (command.type === 'release_words') return checkedRelease(parts, read, command, loaded);
  if (command.type === 'decide_objection' && command.accept) return restoring(parts, read, loaded);
  return read;
}

/** A category that was merged away meanwhile comes back as what it is now. */
async function restoring(
  { directory }: RoutingParts,
  read: ReadCommand,
  { state }: Loaded<RoutingState>,
): Promise<ReadCommand> {
  const code = state.reclassification?.before.categoryCode ?? '';
  const successorCode = code === '' ? '' : ((await directory.category(code))?.successorCode ?? '');
  if (successorCode === '') return read;
  return { words: read.words, with: (content) => ({ ...read.with(content), successorCode }) as CaseCommand };
}

/** Whether what is released is there to be released, and of a category whose cases may be shown: said to whoever may release. */
async function checkedRelease(
  parts: RoutingParts,
  read: ReadCommand,
  command: CommandOf<'release_words'>,
  { id, head, state }: Loaded<RoutingState>,
): Promise<ReadCommand> {
  const [category, history] = await Promise.all([
    parts.directory.category(state.categoryCode),
    command.steps.length === 0 ? [] : parts.cases.history(id, head),
  ]);
  const releasable = new Set(history.flatMap(({ seq, type }) => (RELEASABLE.has(type) ? seq : [])));
  const found = {
    neverPublic: category?.neverPublic === true,
    strangeStep: command.steps.some((seq) => !releasable.has(seq)),
  };
  return { words: read.words, with: (content) => ({ ...read.with(content), ...found }) };
}
