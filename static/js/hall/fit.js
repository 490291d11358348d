/**
 * Text as large as the hall allows: one number, `--fit`, from 0 (the largest) upwards. The style sheet makes the
 * title, then everything else smaller by it. The first step at which nothing overflows is used, so that no title,
 * however long, is cut or covers a figure. A name in the head that does not fit on its line (`data-name`) gives way to
 * the content.
 */

const STEPS = 30;
const TIGHT = 14; // from this step on ornaments are hidden

/**
 * @param {HTMLElement} hall
 * @param {string} parts selector of the boxes that must hold their content
 */
export function fit(hall, parts) {
  const boxes = [...hall.querySelectorAll(parts)];
  const name = hall.querySelector('[data-name]');
  name.dataset.name = 'whole';
  if (name.scrollWidth > name.clientWidth) name.dataset.name = 'too-long';
  for (let step = 0; step <= STEPS; step += 1) {
    hall.style.setProperty('--fit', String(step));
    hall.dataset.fit = step > TIGHT ? 'tight' : 'roomy';
    if (!boxes.some(overflows)) return;
  }
}

/** Return whether a box is too small for its content, or a box in it too narrow. @param {Element} box */
function overflows(box) {
  if (box.scrollHeight > box.clientHeight + 1) return true;
  return [box, ...box.querySelectorAll('*')].some(
    (each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1,
  );
}

/**
 * Fit now, and whenever the content or its space changes, for example when a time gets one more digit.
 * @param {HTMLElement} hall
 * @param {string} parts
 */
export function keepFitting(hall, parts) {
  const observer = new ResizeObserver(() => requestAnimationFrame(() => fit(hall, parts)));
  const begin = () => {
    fit(hall, parts);
    observer.disconnect();
    for (const box of hall.querySelectorAll(parts)) {
      for (const each of [box, ...box.children]) observer.observe(each);
    }
  };
  document.addEventListener('panel:drawn', begin);
  addEventListener('resize', begin);
  begin();
}
