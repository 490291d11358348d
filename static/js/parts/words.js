/**
 * Words on the screen. Every sentence is written in Vietnamese where it is used; an English page contains the
 * translations, and a sentence without one simply stays Vietnamese.
 */

const catalogue = JSON.parse(document.getElementById('script-words')?.textContent || '{}');

/**
 * Return the sentence in the reader's language, with `%(name)s` filled in from `facts`.
 * @param {string} sentence Vietnamese, a literal (the catalogue is extracted from the source)
 * @param {Record<string, string|number>} [facts]
 */
export function t(sentence, facts = {}) {
  return (catalogue[sentence] || sentence).replace(/%\((\w+)\)s/g, (_, name) => String(facts[name]));
}

/** This body's word for the person at this device, inside a sentence: `đồng chí`, `đại biểu`, `ông/bà`. */
export const honorific = () => document.querySelector('[data-honorific]')?.dataset.honorific ?? '';

/** Upper case by Vietnamese rules, for a chosen option or a result. @param {string} word */
export const loud = (word) => word.toLocaleUpperCase('vi');
