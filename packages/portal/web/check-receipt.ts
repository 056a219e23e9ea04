import { canVerify, contentDigest, readKeys, verify } from './receipt.ts';
import type { Flaw, ProofKey, ReceiptClaims } from './receipt.ts';

/** Where the browser checks receipts: it shows its own means only where it has them, and then they come first. */
export async function checkReceipts(part: HTMLElement): Promise<void> {
  const published = readKeys(part.dataset['receiptCheck'] ?? '') ?? [];
  if (!(await canVerify())) {
    show(part, '[data-cannot]', true);
    return;
  }
  for (const each of part.querySelectorAll<HTMLElement>('[data-offline]')) each.hidden = false;
  part.querySelector('[data-ask]')?.classList.add('plain');
  const field = part.querySelector<HTMLTextAreaElement>('textarea');
  const check = () => void run(part, published).catch(() => tellFlaw(part, 'shape'));
  part.querySelector('[data-check]')?.addEventListener('click', check);
  const chosen = part.querySelector<HTMLInputElement>('input[data-receipt]');
  const read = async () => {
    const file = chosen?.files?.[0];
    if (field === null || file === undefined) return;
    field.value = (await file.text()).trim();
    check();
  };
  chosen?.addEventListener('change', () => void read());
}

async function run(part: HTMLElement, published: readonly ProofKey[]): Promise<void> {
  const typed = (name: string) =>
    part.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`)?.value ?? '';
  const own = await ownKeys(part);
  if (own === null) {
    tellFlaw(part, 'keyFile');
    return;
  }
  const checked = await verify(typed('tanda-terima'), own ?? published);
  if (typeof checked === 'string') {
    tellFlaw(part, checked);
    return;
  }
  const body = typed('isi');
  const same =
    body.trim() === '' ? undefined : (await contentDigest(typed('judul'), body)) === checked.claims.content;
  tellGood(part, checked.claims, { key: checked.key, own: own !== undefined, same });
}

/** Undefined: none were chosen; null: the file is not of keys. */
async function ownKeys(part: HTMLElement): Promise<readonly ProofKey[] | undefined | null> {
  const file = part.querySelector<HTMLInputElement>('input[data-key-file]')?.files?.[0];
  return file === undefined ? undefined : (readKeys(await file.text()) ?? null);
}

function tellGood(
  part: HTMLElement,
  { iss, sub, at, content }: ReceiptClaims,
  { key, own, same }: { readonly key: string; readonly own: boolean; readonly same: boolean | undefined },
): void {
  const good = part.querySelector<HTMLElement>('[data-verdict="good"]');
  if (good === null) return;
  const when = new Date(at);
  const moment = Number.isNaN(when.getTime())
    ? at
    : when.toLocaleString(document.documentElement.lang, { dateStyle: 'full', timeStyle: 'long' });
  const number = sub.replace(/^(.{4})(.{3})(.{3})$/, '$1-$2-$3');
  const said = { number, issuer: iss, moment, content, key };
  for (const [name, text] of Object.entries(said)) {
    const slot = good.querySelector(`[data-slot="${name}"]`);
    if (slot !== null) slot.textContent = text;
  }
  show(good, '[data-key-from="page"]', !own);
  show(good, '[data-key-from="file"]', own);
  show(good, '[data-words="same"]', same === true);
  show(good, '[data-words="other"]', same === false);
  good.className = `verdict ${same === false ? 'warning' : 'flash'}`;
  reveal(part, good);
}

function tellFlaw(part: HTMLElement, flaw: Flaw | 'keyFile'): void {
  const bad = part.querySelector<HTMLElement>('[data-verdict="bad"]');
  if (bad === null) return;
  for (const each of bad.querySelectorAll<HTMLElement>('[data-flaw]'))
    each.hidden = each.dataset['flaw'] !== flaw;
  reveal(part, bad);
}

/** One verdict at a time; what the server said before is not it. */
function reveal(part: HTMLElement, verdict: HTMLElement): void {
  for (const each of part.querySelectorAll<HTMLElement>('[data-verdict]')) each.hidden = each !== verdict;
  show(document.body, '[data-server-verdict]', false);
  verdict.focus();
  verdict.scrollIntoView({ block: 'nearest' });
}

function show(within: HTMLElement, selector: string, shown: boolean): void {
  for (const each of within.querySelectorAll<HTMLElement>(selector)) each.hidden = !shown;
}
