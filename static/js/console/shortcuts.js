/**
 * Function keys for the secretary. No letters: Vietnamese input methods type letters by sending keys. A button names
 * its key in `data-shortcut`.
 */

/** Press the button of the key, if it is shown and enabled. */
export function startShortcuts() {
  document.addEventListener('keydown', (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || !/^F\d+$/.test(event.key)) return;
    if (document.querySelector('dialog[open]')) return;
    const button = [...document.querySelectorAll(`[data-shortcut="${event.key}"]`)].find(isPressable);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}

const isPressable = (button) => !button.disabled && button.offsetParent !== null;
