/**
 * Function keys for the secretary. Only function keys: letters belong to Vietnamese typing, which input
 * methods do by injecting keys. A button names its own key by `data-shortcut`.
 */

/** Press the button of the key, if one is shown and may be pressed. */
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
