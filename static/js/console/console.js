/** The secretary's console: the room, with function keys and the roll in two orders. */

import '../room/room.js';
import { watchConclusions } from './conclusion.js';
import { sortRolls } from './roll.js';
import { searchRoll } from './roll-search.js';
import { startShortcuts } from './shortcuts.js';

sortRolls();
searchRoll();
watchConclusions();
startShortcuts();
