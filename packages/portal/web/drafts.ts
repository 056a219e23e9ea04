/** Keeps what was typed while the tab lives: a lost connection or a slip of the thumb must not cost the story. */
export function keepDrafts(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-draft]');
  if (form === null) {
    // The receipt is here: the story has arrived.
    if (document.querySelector('.receipt') !== null) remove('draf:lapor');
    return;
  }
  const key = `draf:${form.dataset['draft'] ?? ''}`;
  restore(form, key);
  let waiting: number | undefined;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      save(form, key);
    }, 400);
  });
}

/** The contact stays out: others may use the phone. */
const KEPT = ['isi', 'judul', 'alamat'] as const;

function save(form: HTMLFormElement, key: string): void {
  const draft: Record<string, string> = {};
  for (const name of KEPT) draft[name] = fieldOf(form, name)?.value ?? '';
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Full or switched off: then there is no draft.
  }
}

function restore(form: HTMLFormElement, key: string): void {
  try {
    const draft: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    if (typeof draft !== 'object' || draft === null) return;
    for (const name of KEPT) {
      const text: unknown = Object.entries(draft).find(([each]) => each === name)?.[1];
      const field = fieldOf(form, name);
      if (typeof text === 'string' && field !== undefined && field.value === '') field.value = text;
    }
  } catch {
    remove(key);
  }
}

function fieldOf(form: HTMLFormElement, name: string): HTMLInputElement | HTMLTextAreaElement | undefined {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : undefined;
}

function remove(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Switched off: nothing is there.
  }
}
