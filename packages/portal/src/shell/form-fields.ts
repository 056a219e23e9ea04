import type { Page } from './page.ts';
import { FORM_TOKEN_FIELD } from './form-guard.ts';
import { KEY_FIELD, keyOf, newKey } from './form-values.ts';
import type { FormState } from './form-values.ts';
import { attributes, html } from './html.ts';
import type { Child, Html } from './html.ts';

export interface FieldOptions {
  readonly name: string;
  readonly label: Child;
  readonly hint?: Child;
  readonly optional?: string | undefined;
  readonly state: FormState;
  /** Starts with it when nothing was typed. */
  readonly value?: string | undefined;
  /** Keeps ids apart when several forms on a page have the same field. */
  readonly idPrefix?: string | undefined;
  /** The names under which rules about this field are reported; default its own. */
  readonly issueNames?: readonly string[] | undefined;
}

interface InputOptions extends FieldOptions {
  readonly type?: 'text' | 'search' | 'date' | 'email' | 'tel' | 'password' | undefined;
  readonly maxLength?: number | undefined;
  readonly autocomplete?: string | undefined;
  readonly required?: boolean | undefined;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly inputMode?: string | undefined;
  readonly autocapitalize?: string | undefined;
  readonly data?: Readonly<Record<string, string>> | undefined;
}

export function idOf({ name, idPrefix = '' }: Pick<FieldOptions, 'name' | 'idPrefix'>): string {
  return `${idPrefix}${name.replaceAll('.', '-')}`;
}

function issuesOf({ name, issueNames, state }: FieldOptions): readonly string[] {
  const names = issueNames ?? [name];
  return state.issues.filter(({ field }) => names.includes(field)).map(({ rule }) => rule);
}

/** Label, hint, what is wrong, and the control, tied together for eyes and ears. */
function wrapField(options: FieldOptions, control: (described: Html) => Html): Html {
  const id = idOf(options);
  const broken = issuesOf(options);
  const described = [options.hint && `${id}-hint`, broken.length > 0 && `${id}-error`].filter(Boolean);
  return html`<div class="field${broken.length > 0 && ' broken'}">
    <label for="${id}">${options.label}${options.optional && html` <span class="optional">(${options.optional})</span>`}</label>
    ${options.hint && html`<p class="hint" id="${id}-hint">${options.hint}</p>`}
    ${broken.length > 0 && html`<p class="error" id="${id}-error">${broken.join(' ')}</p>`}
    ${control(
      attributes({
        id,
        name: options.name,
        'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
        'aria-invalid': broken.length > 0 ? 'true' : undefined,
      }),
    )}
  </div>`;
}

function valueOf({ name, state, value = '' }: FieldOptions): string {
  const typed = state.values.typed(name);
  return typed === '' ? value : typed;
}

export function inputField(options: InputOptions): Html {
  const { type = 'text', data = {} } = options;
  const value = type === 'password' ? undefined : valueOf(options);
  const more = {
    type,
    value: value === '' ? undefined : value,
    maxlength: options.maxLength,
    autocomplete: options.autocomplete,
    required: options.required,
    min: options.min,
    max: options.max,
    placeholder: options.placeholder,
    inputmode: options.inputMode,
    autocapitalize: options.autocapitalize,
    ...data,
  };
  return wrapField(options, (described) => html`<input${described}${attributes(more)}>`);
}

export function textField(
  options: FieldOptions & {
    readonly rows?: number;
    readonly maxLength?: number;
    readonly required?: boolean;
    readonly readonly?: boolean;
    readonly data?: Readonly<Record<string, string>>;
  },
): Html {
  const more = {
    readonly: options.readonly,
    rows: options.rows ?? 4,
    maxlength: options.maxLength ?? 10_000,
    required: options.required,
    ...options.data,
  };
  return wrapField(
    options,
    (described) => html`<textarea${described}${attributes(more)}>\n${valueOf(options)}</textarea>`,
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export function selectField(
  options: FieldOptions & {
    readonly choices: Child;
    readonly required?: boolean;
    readonly data?: Readonly<Record<string, string>>;
  },
): Html {
  const more = { required: options.required, ...options.data };
  return wrapField(
    options,
    (described) => html`<select${described}${attributes(more)}>${options.choices}</select>`,
  );
}

export function optionsOf(choices: readonly Option[], chosen: string): Html {
  return html`${choices.map(
    ({ value, label }) => html`<option${attributes({ value, selected: value === chosen })}>${label}</option>`,
  )}`;
}

/** Radio buttons or tick boxes with a sentence each. */
export function choice(options: {
  readonly type: 'radio' | 'checkbox';
  readonly name: string;
  readonly value: string;
  readonly label: Child;
  readonly hint?: Child;
  readonly checked: boolean;
  readonly idPrefix?: string;
  readonly required?: boolean;
}): Html {
  const { type, name, value, label, hint, checked, required, idPrefix = '' } = options;
  const id = `${idPrefix}${name}-${value}`.replaceAll('.', '-');
  const described = hint ? `${id}-hint` : undefined;
  const given = attributes({ type, id, name, value, checked, required, 'aria-describedby': described });
  return html`<div class="choice"><input${given}><label for="${id}">${label}</label>${
    hint && html`<p class="hint" id="${id}-hint">${hint}</p>`
  }</div>`;
}

/** Every form: sent to this site only, and safe to send twice. */
export function formStart(
  page: Page,
  options: {
    readonly action: string;
    readonly state?: FormState | undefined;
    readonly id?: string;
    readonly className?: string;
    readonly multipart?: boolean;
    readonly data?: Readonly<Record<string, string>>;
  },
): Html {
  const { action, state, id, className, multipart, data } = options;
  // A form shown again because of an error keeps its key only if nothing was written: a new content needs a new one.
  const key = (state && state.issues.length === 0 && keyOf(state.values)) || newKey();
  return html`<form method="post"${attributes({
    action,
    id,
    class: className,
    enctype: multipart ? 'multipart/form-data' : undefined,
    novalidate: true,
    ...data,
  })}><input type="hidden" name="${FORM_TOKEN_FIELD}" value="${page.formToken}"><input type="hidden" name="${KEY_FIELD}" value="${key}">`;
}
