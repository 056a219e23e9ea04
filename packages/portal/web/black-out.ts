const SVG = 'http://www.w3.org/2000/svg';
const SIDES = ['left', 'top', 'width', 'height'] as const;
/** Smaller ones, in percent, were no more than a touch. */
const SMALLEST = 1;
type Area = readonly [left: number, top: number, width: number, height: number];

/** Areas of a photo are drawn with finger or mouse, beside being typed. What is sent are the numbers. */
export function drawAreas(part: HTMLElement): void {
  const svg = part.querySelector('svg');
  const group = svg?.querySelector('.areas');
  if (svg === null || group === null || group === undefined) return;
  const rows = [...part.querySelectorAll<HTMLElement>('[data-area]')];
  const { width, height } = svg.viewBox.baseVal;
  const draw = (areas: readonly Area[]) => {
    group.replaceChildren(...areas.map((area) => rectangle(area, width, height)));
  };
  const redraw = () => {
    draw(rows.map(areaOf).filter((each) => each !== undefined));
  };
  part.addEventListener('input', redraw);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button plain';
  button.textContent = part.dataset['mark'] ?? '';
  svg.after(button);
  button.addEventListener('click', () => {
    const marking = svg.classList.toggle('marking');
    button.textContent = (marking ? part.dataset['marking'] : part.dataset['mark']) ?? '';
    button.setAttribute('aria-pressed', String(marking));
  });
  watch(svg, (area, isDone) => {
    const areas = rows.map(areaOf).filter((each) => each !== undefined);
    draw([...areas, area]);
    if (!isDone) return;
    const free = rows.find((row) => areaOf(row) === undefined);
    if (free !== undefined && area[2] >= SMALLEST && area[3] >= SMALLEST) fill(free, area);
    const tick = part.querySelector<HTMLInputElement>('input[type="checkbox"]');
    if (tick !== null) tick.checked = true;
    redraw();
  });
}

function inputOf(row: HTMLElement, side: string): HTMLInputElement | null {
  return row.querySelector<HTMLInputElement>(`[data-side="${side}"]`);
}

/** Undefined unless all four numbers are there. */
function areaOf(row: HTMLElement): Area | undefined {
  const [left, top, width, height] = SIDES.map((side) => {
    const typed = inputOf(row, side)?.value.trim().replace(',', '.') ?? '';
    return typed === '' ? Number.NaN : Number(typed);
  });
  const all = [left ?? NaN, top ?? NaN, width ?? NaN, height ?? NaN] as const;
  return all.some(Number.isNaN) ? undefined : all;
}

function fill(row: HTMLElement, area: Area): void {
  for (const [index, side] of SIDES.entries()) {
    const input = inputOf(row, side);
    if (input !== null) input.value = String(Math.round((area[index] ?? 0) * 10) / 10);
  }
}

function rectangle([left, top, wide, high]: Area, width: number, height: number): SVGElement {
  const rect = document.createElementNS(SVG, 'rect');
  rect.setAttribute('x', String((left / 100) * width));
  rect.setAttribute('y', String((top / 100) * height));
  rect.setAttribute('width', String((wide / 100) * width));
  rect.setAttribute('height', String((high / 100) * height));
  return rect;
}

/** Where a finger goes over the picture, in percent of it; only while it is being marked. */
function watch(svg: SVGSVGElement, tell: (area: Area, isDone: boolean) => void): void {
  let from: readonly [number, number] | undefined;
  const at = ({ clientX, clientY }: PointerEvent): readonly [number, number] => {
    const box = svg.getBoundingClientRect();
    const within = (part: number, whole: number) => Math.min(100, Math.max(0, (part / whole) * 100));
    return [within(clientX - box.left, box.width), within(clientY - box.top, box.height)];
  };
  const areaTo = ([x, y]: readonly [number, number]): Area => {
    const [startX, startY] = from ?? [x, y];
    return [Math.min(x, startX), Math.min(y, startY), Math.abs(x - startX), Math.abs(y - startY)];
  };
  svg.addEventListener('pointerdown', (event) => {
    if (!svg.classList.contains('marking')) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    from = at(event);
  });
  svg.addEventListener('pointermove', (event) => {
    if (from !== undefined) tell(areaTo(at(event)), false);
  });
  const end = (event: PointerEvent) => {
    if (from === undefined) return;
    const area = areaTo(at(event));
    from = undefined;
    tell(area, true);
  };
  svg.addEventListener('pointerup', end);
  svg.addEventListener('pointercancel', () => {
    from = undefined;
  });
}

/** Words that are selected in the texts go to the list by one button. */
export function markWords(list: HTMLTextAreaElement): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button mark-words';
  button.hidden = true;
  document.body.append(button);
  let chosen = '';
  document.addEventListener('selectionchange', () => {
    const selection = document.getSelection();
    const inside = selection?.anchorNode?.parentElement?.closest('[data-markable]');
    chosen = inside ? (selection?.toString().replace(/\s+/g, ' ').trim() ?? '') : '';
    button.hidden = chosen === '';
    button.textContent = (list.dataset['label'] ?? '{text}').replace('{text}', chosen.slice(0, 40));
  });
  // Before the selection is gone.
  button.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    const lines = list.value.split('\n').filter((line) => line.trim() !== '');
    if (chosen !== '' && !lines.includes(chosen)) list.value = [...lines, chosen].join('\n');
    document.getSelection()?.removeAllRanges();
  });
}
