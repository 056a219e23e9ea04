import { createSecretKey, hash } from 'node:crypto';
import { trackingIdFromBytes } from '@lapor/kernel';
import { searchWords } from '@lapor/language';
import { seal } from '@lapor/store';
import type { Keyrings, OpenTemplate } from '../preload/copy-case.ts';
import { shifted } from '../preload/shift-values.ts';
import type { Template, TemplateDocument } from '../preload/template.ts';
import type { Holder, Village } from './nation.ts';
import { caseKeys, searchOrder } from './word-keys.ts';
import type { WordKeys } from './word-keys.ts';

/** All that a page of what was found is made of. */
export const SEARCHED = [
  { service: 'routing', collection: 'cases' },
  { service: 'routing', collection: 'search_terms' },
  { service: 'intake', collection: 'contents' },
  { service: 'intake', collection: 'contents_keys' },
] as const;

const KEY_BYTES = 32;

/** A made report: who has it, where and when it was, what it says. */
export interface Made {
  readonly seed: string;
  readonly holder: Holder;
  readonly village: Village;
  readonly submittedAt: number;
  readonly text: string;
  /** Whether the text is there to be read, or only found by. */
  readonly readable: boolean;
}

interface CaseState {
  readonly areaCode: string;
  readonly submittedAt: number;
  readonly changedDay: string;
  readonly holder: { readonly id: string; readonly path: readonly string[] };
}

/** What of a lived case is needed to search, its report first among the words. */
export function searchedPart(template: Template): Template {
  const names = new Set(SEARCHED.map(({ service, collection }) => `${service}.${collection}`));
  const wanted = ({ name, document }: TemplateDocument) =>
    names.has(`${name.service}.${name.collection}`) &&
    (name.collection !== 'contents' || document._id.endsWith(':submission'));
  return { ...template, documents: template.documents.filter(wanted) };
}

/**
 * The documents of a made report, after the pattern of a lived one. What happened to it is left out: no search
 * looks there.
 */
export function makeCase(
  template: OpenTemplate,
  keyrings: Keyrings,
  keysOf: WordKeys,
  { seed, holder, village, submittedAt, text, readable }: Made,
): readonly TemplateDocument[] {
  const bytes = hash('sha512', seed, 'buffer');
  const id = trackingIdFromBytes(bytes);
  const secret = bytes.subarray(bytes.length - KEY_BYTES);
  const key = bytes.toString('hex', 0, 6);
  const before = stateOf(template);
  const wanted = template.documents.filter(({ name }) => readable || name.service === 'routing');
  return wanted.map((place) => {
    const { name, document } = place;
    switch (name.collection) {
      case 'cases': {
        const shift = {
          earlier: before.submittedAt - submittedAt,
          replaced: [[template.trackingId, id]] as const,
        };
        const state = shifted(before, shift) as CaseState;
        const held = { ...state.holder, id: holder.id, path: holder.path };
        // The days whose roots are to be signed stay as they are.
        const { changedDay } = before;
        const placed = { ...state, changedDay, areaCode: village.code, holder: held };
        return { name, document: { ...document, _id: id, state: placed, events: [] } };
      }
      case 'search_terms': {
        const terms = [
          ...caseKeys(keysOf, holder.path, searchWords(`${village.fullName} ${holder.names} ${text}`)),
          ...keysOf('near', [village.code.slice(0, 5), village.code.slice(0, 8), `${village.code} made`]),
        ];
        return { name, document: { ...document, _id: id, order: searchOrder(id, submittedAt), terms } };
      }
      case 'contents': {
        const { salt, text: filed } = template.words.get(place)!;
        const said = { ...(JSON.parse(filed) as object), title: titleOf(text), body: text, address: '' };
        const _id = `${id}:submission`;
        const plain = Buffer.concat([salt, Buffer.from(JSON.stringify(said))]);
        const sealed = seal(createSecretKey(secret), plain, Buffer.from(_id)).toString('base64');
        return { name, document: { ...document, _id, subject: id, key, sealed } };
      }
      default: {
        const wrapped = Buffer.from(keyrings.get(name.service)!.wrap(secret)).toString('base64');
        return { name, document: { ...document, _id: id, key, wrapped } };
      }
    }
  });
}

function titleOf(text: string): string {
  return text.split(' ', 6).join(' ');
}

export function stateOf({ documents }: Template): CaseState {
  const found = documents.find(({ name }) => name.service === 'routing' && name.collection === 'cases');
  if (found === undefined) throw new Error('routing has no case to copy');
  return found.document['state'] as CaseState;
}

/** @throws Error unless a lived case lies in the index under what would be made of its words here */
export function checkKeys(template: OpenTemplate, keysOf: WordKeys): void {
  const state = stateOf(template);
  const [text = ''] = [...template.words.values()].map((words) => words.text);
  const { title, body } = JSON.parse(text) as { readonly title: string; readonly body: string };
  const entry = template.documents.find(({ name }) => name.collection === 'search_terms')?.document;
  const there = new Set(entry?.['terms'] as readonly string[] | undefined);
  const missing = caseKeys(keysOf, state.holder.path, searchWords(`${title} ${body}`)).filter(
    (key) => !there.has(key),
  );
  if (missing.length > 0 || entry?.['order'] !== searchOrder(template.trackingId, state.submittedAt))
    throw new Error(
      'routing makes something else of words than is made here: search/word-keys.ts must follow',
    );
}
