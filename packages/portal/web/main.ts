import { drawAreas, markWords } from './black-out.ts';
import { keepDrafts } from './drafts.ts';
import { countTicked, keysForCase, keysForLists } from './keys.ts';
import { shrinkPhotos } from './photos.ts';
import { suggest } from './suggest.ts';

/** Small comforts. Every page works without them. */
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    window.print();
  });
}
for (const input of document.querySelectorAll<HTMLInputElement>('[data-suggest]')) suggest(input);
for (const form of document.querySelectorAll<HTMLFormElement>('[data-photos]')) shrinkPhotos(form);
for (const part of document.querySelectorAll<HTMLElement>('[data-areas]')) drawAreas(part);
const marked = document.querySelector<HTMLTextAreaElement>('textarea[data-label]');
if (marked !== null) markWords(marked);
const receipts = document.querySelector<HTMLElement>('[data-receipt-check]');
// Few people ever check one: nobody else loads it.
if (receipts !== null) void import('./check-receipt.ts').then(({ checkReceipts }) => checkReceipts(receipts));
keepDrafts();
keysForLists();
keysForCase();
countTicked();
// Once sent is enough.
document.addEventListener('submit', ({ target }) => {
  if (!(target instanceof HTMLFormElement) || target.method === 'get') return;
  // After this turn: a disabled button would not be sent along.
  setTimeout(() => {
    for (const button of target.querySelectorAll('button')) button.disabled = true;
  });
});
// Coming back with the back button, the page is as it was left: let it be sent again.
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) for (const button of document.querySelectorAll('button')) button.disabled = false;
});
