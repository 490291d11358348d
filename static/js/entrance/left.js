/**
 * Somebody has signed out here: what this device kept of them goes, for the next person may be another. The heads of
 * journals stay. They are of nobody, and a witness that forgot at the end of each meeting would be none.
 */

import { forgetAll } from '../kiosk/offline.js';
import { forgetReceipts, isPlace } from '../witness/kept.js';

/** What a door has read and could not send yet is people who came: it waits for the next who keeps the door. */
const stays = (name) => isPlace(name) || name.startsWith('kiosk:');

sessionStorage.clear();
for (const name of Object.keys(localStorage)) if (!stays(name)) localStorage.removeItem(name);
forgetReceipts();
forgetAll();
