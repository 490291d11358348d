/**
 * Fetches the page behind the hall screen's code before the code is scanned, once the present page is loaded. A hall
 * that arrives then asks the server only for check-ins.
 */

const SPREAD = 5_000; // a hall that signs in together does not fetch it in the same second

const { arriving } = document.getElementById('room').dataset;

/** It is optional: nothing is lost when the fetch fails. */
const fetchIt = () => fetch(arriving, { priority: 'low' }).catch(() => {});

addEventListener('load', () => setTimeout(fetchIt, SPREAD * Math.random()));
