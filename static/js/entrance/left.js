/**
 * Somebody has signed out here: what this device kept of them goes, for the next person may be another. The heads of
 * journals stay. They are of nobody, and a witness that forgot at the end of each meeting would be none.
 */

import { forgetDevice, forgetTab } from './whose.js';

forgetTab();
forgetDevice();
