/**
 * Somebody signed out here, or was signed out from elsewhere. What this device stored about them is deleted, because
 * the next person may be another. Heads of journals stay: they belong to no person, and a witness must not forget at
 * the end of each meeting.
 */

import { forgetDevice, forgetTab } from './whose.js';

forgetTab();
forgetDevice();
