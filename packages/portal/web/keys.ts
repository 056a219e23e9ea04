/** The inbox by keyboard: what the mouse can do, without it. Nothing is only for the keyboard. */
export function keysForLists(): void {
  const lists = document.querySelectorAll('[data-keys]');
  const box = document.querySelector<HTMLInputElement>('#cari');
  if (lists.length === 0 && box === null) return;
  showHelp();
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const here = document.activeElement?.closest('[data-keys] > li') ?? undefined;
    if (act(event.key, here, box)) event.preventDefault();
  });
}

/** @returns whether the key was ours */
function act(key: string, here: Element | undefined, box: HTMLInputElement | null): boolean {
  switch (key) {
    case '/':
      box?.select();
      box?.focus();
      return box !== null;
    case 'j':
      return move(here, 1);
    case 'k':
      return move(here, -1);
    // The arrows scroll, unless somebody walks through the list already.
    case 'ArrowDown':
      return here !== undefined && move(here, 1);
    case 'ArrowUp':
      return here !== undefined && move(here, -1);
    case 'x':
      return tick(here);
    case 'a':
      return tickAll();
    case 'b':
      return goTo('.bulk select, .bulk input:not([type=hidden])');
    default:
      return false;
  }
}

function move(here: Element | undefined, by: 1 | -1): boolean {
  const lines = [...document.querySelectorAll('[data-keys] > li')];
  const at = here === undefined ? (by === 1 ? -1 : lines.length) : lines.indexOf(here);
  const next = lines[Math.min(lines.length - 1, Math.max(0, at + by))];
  // The link of the line: Enter opens it.
  const link = next?.querySelector<HTMLElement>('h3 a');
  link?.focus();
  link?.scrollIntoView({ block: 'nearest' });
  return link !== undefined && link !== null;
}

function tick(here: Element | undefined): boolean {
  const box = here?.querySelector<HTMLInputElement>('input[type=checkbox]');
  box?.click();
  return box !== undefined && box !== null;
}

const boxes = () => [...document.querySelectorAll<HTMLInputElement>('[data-keys] .tick input')];

/** All of the page, or none where all are. */
function tickAll(): boolean {
  const all = boxes();
  const ticked = all.every((box) => box.checked);
  for (const box of all) box.checked = !ticked;
  tellTicked();
  return all.length > 0;
}

function tellTicked(): void {
  const count = boxes().filter((box) => box.checked).length;
  for (const told of document.querySelectorAll<HTMLElement>('[data-ticked]')) {
    told.hidden = count === 0;
    told.textContent = count === 0 ? '' : String(count);
  }
}

/** How many are ticked, and all at once: beside what can be done with them. */
export function countTicked(): void {
  const all = document.querySelector<HTMLElement>('[data-all]');
  if (all === null || boxes().length === 0) return;
  all.hidden = false;
  all.querySelector('button')?.addEventListener('click', () => void tickAll());
  document.addEventListener('change', tellTicked);
  // The browser may have kept what was ticked.
  tellTicked();
}

/** A case by keyboard: from the steps to the history and back to the inbox. */
export function keysForCase(): void {
  if (document.querySelector('[data-case-keys]') === null) return;
  showHelp();
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (actOnCase(event.key)) event.preventDefault();
  });
}

/** @returns whether the key was ours */
function actOnCase(key: string): boolean {
  switch (key) {
    case 'l':
      return goTo('.do details > summary') || goTo('#langkah');
    case 'j':
      return moveStep(1);
    case 'k':
      return moveStep(-1);
    case 'r':
      return goTo('#riwayat');
    case 'i':
      document.querySelector<HTMLElement>('.over a')?.click();
      return true;
    default:
      return false;
  }
}

function moveStep(by: 1 | -1): boolean {
  const steps = [...document.querySelectorAll<HTMLElement>('.do details > summary')];
  const at = steps.findIndex((step) => step === document.activeElement);
  const next = steps[at === -1 ? 0 : Math.min(steps.length - 1, Math.max(0, at + by))];
  next?.focus();
  return next !== undefined;
}

function goTo(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  found?.focus();
  found?.scrollIntoView({ block: 'nearest' });
  return found !== null;
}

function showHelp(): void {
  const help = document.querySelector<HTMLElement>('[data-keys-help]');
  if (help !== null) help.hidden = false;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
