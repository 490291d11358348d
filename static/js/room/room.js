/** A page of the live room: tablet, chair, reader. Joins the meeting and takes over the page's forms. */

import '../ballot/sheet.js';
import { watchAccord } from './accord.js';
import { fetchAhead } from './ahead.js';
import { watchAlarms } from './alarms.js';
import { stayAwake } from '../parts/awake.js';
import { watchChoices } from './choices.js';
import { watchDevices } from './devices.js';
import { watchFloor } from './floor.js';
import { watchHandQuestion } from '../ballot/hand-question.js';
import '../parts/letters-left.js';
import { enterRoom, listen } from '../live/live.js';
import { startFetched } from '../parts/fetched.js';
import { startForms } from '../parts/forms.js';
import { follow } from '../display/settings.js';
import { watchMap } from './map.js';
import { watchNewVersions } from './new-versions.js';
import { watchOwnPapers } from './own-papers.js';
import { watchPoints } from './points.js';
import { watchReady } from './ready.js';
import { watchRecheck } from './recheck.js';
import { startTicking } from '../live/ticking.js';
import { witnessJournal } from '../witness/witness.js';
import { watchVotingPlace } from '../ballot/voting-place.js';

/** Whether this person is checked in is outside the panels, which are the same for everybody. */
function showMyPlace(mine) {
  for (const place of document.querySelectorAll('[data-mine-place]')) {
    place.dataset.present = mine.present ? 'yes' : 'no';
  }
}

/** A question was reworded after this person's recusal was recorded. */
function showReworded({ reworded }) {
  const notice = document.querySelector('[data-reworded]');
  if (notice) notice.hidden = !reworded;
}

listen('mine', showMyPlace);
listen('mine', showReworded);
listen('private', ({ display }) => display && follow(display));
startTicking();
startForms();
startFetched();
stayAwake();
watchChoices();
watchDevices();
watchReady();
watchAlarms(document.getElementById('room'));
watchHandQuestion();
watchVotingPlace();
watchFloor(document.getElementById('room'));
watchAccord(document.getElementById('room'));
watchRecheck(document.getElementById('room'));
watchPoints();
watchMap(document.getElementById('room'));
fetchAhead(document.getElementById('room'));
watchNewVersions(document.getElementById('room'));
watchOwnPapers(document.getElementById('room'));
witnessJournal(document.getElementById('room'));
enterRoom(document.getElementById('room'));
