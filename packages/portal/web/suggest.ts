interface Suggestion {
  readonly value: string;
  readonly text: string;
}

const WAIT_MILLISECONDS = 180;
const MOST = 8;

/** Turns a search field into a combobox (WAI-ARIA 1.2, list autocomplete, manual selection). */
export function suggest(input: HTMLInputElement): void {
  const kind = input.dataset['suggest'];
  const form = input.form;
  // Below the search button too, which stays within reach.
  const row = input.closest('.row');
  if (form === null || row === null || (kind !== 'areas' && kind !== 'agencies')) return;
  const hidden = hiddenFor(form, input);
  if (hidden === undefined) return;
  const list = document.createElement('ul');
  list.className = 'suggestions';
  list.id = `${input.id}-list`;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', input.labels?.[0]?.textContent ?? '');
  list.hidden = true;
  row.classList.add('suggest');
  row.append(list);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-expanded', 'false');

  let shown: readonly Suggestion[] = [];
  let active = -1;
  let asked = 0;
  let waiting: number | undefined;

  const mark = (index: number) => {
    active = index;
    for (const [at, item] of [...list.children].entries())
      item.setAttribute('aria-selected', String(at === index));
    const item = list.children[index];
    if (item === undefined) input.removeAttribute('aria-activedescendant');
    else {
      input.setAttribute('aria-activedescendant', item.id);
      item.scrollIntoView({ block: 'nearest' });
    }
  };
  const show = (suggestions: readonly Suggestion[]) => {
    shown = suggestions;
    list.replaceChildren(
      ...suggestions.map(({ text }, index) => {
        const item = document.createElement('li');
        item.id = `${list.id}-${index}`;
        item.setAttribute('role', 'option');
        item.textContent = text;
        // Before the field loses the focus.
        item.addEventListener('pointerdown', (event) => {
          event.preventDefault();
          choose(index);
        });
        return item;
      }),
    );
    list.hidden = suggestions.length === 0;
    input.setAttribute('aria-expanded', String(suggestions.length > 0));
    mark(-1);
  };
  const choose = (index: number) => {
    const suggestion = shown[index];
    if (suggestion === undefined) return;
    input.value = suggestion.text;
    hidden.value = suggestion.value;
    show([]);
  };

  const showFound = async (text: string, mine: number) => {
    const found = await find(kind, text);
    // An answer that was overtaken says nothing.
    if (mine === asked && document.activeElement === input) show(found);
  };

  input.addEventListener('input', () => {
    hidden.value = '';
    clearTimeout(waiting);
    const text = input.value.trim();
    if (text.length < 2) {
      show([]);
      return;
    }
    waiting = window.setTimeout(() => {
      asked += 1;
      const mine = asked;
      void showFound(text, mine);
    }, WAIT_MILLISECONDS);
  });
  input.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown') mark((active + 1) % shown.length);
    else if (event.key === 'ArrowUp') mark((active - 1 + shown.length) % shown.length);
    else if (event.key === 'Enter' && active >= 0) choose(active);
    else if (event.key === 'Escape') show([]);
    else return;
    event.preventDefault();
  });
  input.addEventListener('blur', () => {
    show([]);
  });
}

/** Where the chosen code goes: "wilayah" for "wilayah_teks". */
function hiddenFor(form: HTMLFormElement, input: HTMLInputElement): HTMLInputElement | undefined {
  const hidden = form.elements.namedItem(input.name.replace(/_teks$/, ''));
  return hidden instanceof HTMLInputElement && hidden.type === 'hidden' ? hidden : undefined;
}

async function find(kind: 'areas' | 'agencies', text: string): Promise<readonly Suggestion[]> {
  try {
    const query = new URLSearchParams({ q: text, limit: String(MOST) });
    const response = await fetch(`/api/v1/${kind}?${query.toString()}`);
    if (!response.ok) return [];
    const answer = (await response.json()) as {
      readonly areas?: readonly { readonly code: string; readonly fullName: string }[];
      readonly agencies?: readonly { readonly id: string; readonly name: string }[];
    };
    return [
      ...(answer.areas ?? []).map(({ code, fullName }) => ({ value: code, text: fullName })),
      ...(answer.agencies ?? []).map(({ id, name }) => ({ value: id, text: name })),
    ];
  } catch {
    // No line: the search button is still there.
    return [];
  }
}
