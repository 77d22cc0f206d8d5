import {Broadcaster} from '../page/broadcaster.js';
import {preselect} from '../page/choices.js';
import {element} from '../page/place.js';
import {Secrets, takeSession} from '../page/session.js';

const COPIED_MS = 2000;
/** What is opened anew when it is changed. */
const CHOICES = ['camera', 'microphone', 'quality', 'segment-length', 'source-camera', 'source-screen'];

const secrets = new Secrets(sessionStorage);
takeSession(secrets);
preselect(location.search);
const broadcaster = new Broadcaster(secrets);

async function copy(): Promise<void> {
  const button = element('copy');
  const link = element<HTMLAnchorElement>('link');
  try {
    await navigator.clipboard.writeText(link.href);
    button.textContent = 'Copied';
  } catch {
    // Without the permission, the link can still be copied by hand.
    getSelection()?.selectAllChildren(link);
    button.textContent = 'Press Ctrl+C';
  }
  setTimeout(() => (button.textContent = 'Copy'), COPIED_MS);
}

function showPickers(): void {
  const screen = element<HTMLInputElement>('source-screen').checked;
  element<HTMLSelectElement>('camera').disabled = screen;
}

for (const id of CHOICES) {
  element(id).addEventListener('change', () => {
    showPickers();
    broadcaster.prepare();
  });
}
element('start').addEventListener('click', () => broadcaster.toggle());
element('copy').addEventListener('click', () => void copy());
element('new-session').addEventListener('click', () => broadcaster.renew());
element<HTMLInputElement>('token').addEventListener('change', (event) => {
  secrets.keepToken((event.target as HTMLInputElement).value.trim());
  broadcaster.prepare();
});
navigator.mediaDevices?.addEventListener('devicechange', () => void broadcaster.refresh());
window.addEventListener('hashchange', () => location.reload());
broadcaster.prepare();
