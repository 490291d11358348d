/** A page of the live room: tablet, chair, reader. Joins the meeting and takes over the page's forms. */

import './ballot-sheet.js';
import { stayAwake } from './awake.js';
import { watchDevices } from './devices.js';
import { enterRoom } from './live.js';
import { startOrders } from './orders.js';
import './prefs.js';
import { startTicking } from './ticking.js';

startTicking();
startOrders();
stayAwake();
watchDevices();
enterRoom(document.getElementById('room'));
