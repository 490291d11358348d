/* A page that says that something is under way asks again until it is not, and then shows itself anew. */
const EVERY = 3000;

async function isOver() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    return answer.ok && !(await answer.text()).includes('data-awaiting');
  } catch {
    return false; // the server is away for a moment
  }
}

async function ask() {
  if (await isOver()) location.reload();
  else setTimeout(ask, EVERY);
}

if (document.querySelector('[data-awaiting]')) setTimeout(ask, EVERY);
