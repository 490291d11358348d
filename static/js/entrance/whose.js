/**
 * Keeps the data of different people apart. When another person signs in here, the first page drawn for them
 * deletes what was stored, before another script reads it. When the same person returns, it stays. A tab and the
 * device are marked separately, because each tab has its own store.
 */

import { forgetAll } from '../kiosk/forget.js';
import { forgetReceipts, isPlace } from '../witness/kept.js';

/** The mark on the device and on each tab: the person whose data it stores. */
const MARK = 'whose';

/** The id of the person for whom this page was drawn; empty when nobody is signed in. */
const person = document.documentElement.dataset.person;

/** Delete what was stored in this tab. */
export const forgetTab = () => sessionStorage.clear();

/**
 * Delete what was stored on this device, except what belongs to no person: heads of journals, and readings of a kiosk.
 */
export function forgetDevice() {
  for (const name of Object.keys(localStorage)) if (!stays(name)) localStorage.removeItem(name);
  forgetReceipts();
  forgetAll();
}

/**
 * Readings that a kiosk could not send yet are arrivals of people. They wait for the next person who keeps the door.
 */
const stays = (name) => isPlace(name) || name.startsWith('kiosk:');

if (person && sessionStorage.getItem(MARK) !== person) {
  forgetTab();
  sessionStorage.setItem(MARK, person);
}
if (person && localStorage.getItem(MARK) !== person) {
  forgetDevice();
  localStorage.setItem(MARK, person);
}
if (person) {
  addEventListener('storage', ({ key, newValue }) => {
    if (key === MARK && newValue && newValue !== person) location.reload(); // drawn for a person who is not here now
  });
}
