/* While something is under way the page asks again until it is done, and then reloads. */
const EVERY = 3000;

async function isOver() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    const text = await answer.text();
    if (answer.ok) showProgress(text);
    return answer.ok && !text.includes('data-awaiting');
  } catch {
    return false; // the server is away for a moment
  }
}

/** Show the progress, if the page has a place for it. */
function showProgress(text) {
  const place = document.querySelector('[data-progress]');
  const now = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-progress]');
  if (place && now && place.textContent !== now.textContent) place.textContent = now.textContent;
}

async function ask() {
  if (await isOver()) location.reload();
  else setTimeout(ask, EVERY);
}

if (document.querySelector('[data-awaiting]')) setTimeout(ask, EVERY);
