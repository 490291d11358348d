/** Keeps the screen on while the page is shown. Where the browser cannot (plain http), nothing happens. */

/** Hold the wake lock now, and again whenever the page returns to the front. */
export function stayAwake() {
  const hold = () => {
    if (!document.hidden) navigator.wakeLock?.request('screen').catch(() => {});
  };
  document.addEventListener('visibilitychange', hold);
  hold();
}
