/** The locked tablet: large keys under the field for the PIN. */

import { keysFor } from '../parts/keys.js';

/** @type {HTMLFormElement|null} */
const form = document.querySelector('form[data-keys]');
/** @type {HTMLInputElement|null} */
const pin = document.querySelector('#pin');
if (form && pin) pin.closest('.field')?.after(keysFor(pin));
pin?.focus();
