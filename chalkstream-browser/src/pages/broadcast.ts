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
const token = element<HTMLInputElement>('token');

async function copy(): Promise<void> {
  const button = element('copy');
  const link = element<HTMLAnchorElement>('link');
  const shown = link.hidden ? element('stream-id') : link;
  try {
    await navigator.clipboard.writeText(link.hidden ? shown.textContent : link.href);
    button.textContent = 'Copied';
  } catch {
    // Without the permission, the link can still be copied by hand.
    getSelection()?.selectAllChildren(shown);
    button.textContent = 'Press Ctrl+C';
  }
  setTimeout(() => (button.textContent = 'Copy'), COPIED_MS);
}

/** What a password manager fills in changes nothing until it is looked at. */
function keepToken(): void {
  if (token.value.trim() !== '') {
    secrets.keepToken(token.value.trim());
  }
}

function resume(): void {
  keepToken();
  broadcaster.resume();
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
element('start').addEventListener('click', () => {
  keepToken();
  broadcaster.toggle();
});
element('resume').addEventListener('click', resume);
element('copy').addEventListener('click', () => void copy());
element('new-session').addEventListener('click', () => broadcaster.renew());
token.addEventListener('change', keepToken);
token.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') {
    element(element('resume').hidden ? 'start' : 'resume').click();
  }
});
navigator.mediaDevices?.addEventListener('devicechange', () => void broadcaster.refresh());
window.addEventListener('hashchange', () => location.reload());
broadcaster.prepare();
