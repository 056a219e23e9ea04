/** The inbox by keyboard: what the mouse can do, without it. Nothing is only for the keyboard. */
export function keysForLists(): void {
  const lists = document.querySelectorAll('[data-keys]');
  const box = document.querySelector<HTMLInputElement>('#cari');
  if (lists.length === 0 && box === null) return;
  const help = document.querySelector<HTMLElement>('[data-keys-help]');
  if (help !== null) help.hidden = false;
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

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
