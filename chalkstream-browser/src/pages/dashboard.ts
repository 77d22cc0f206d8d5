import {Dashboard, type TokenKeeper} from '../page/dashboard.js';
import type {Which} from '../page/operator.js';
import {element, thisServer} from '../page/place.js';

const TOKEN = 'chalkstream-operator-token';

const keeper: TokenKeeper = {
  get token(): string {
    return sessionStorage.getItem(TOKEN) ?? '';
  },
  set token(token: string) {
    sessionStorage.setItem(TOKEN, token);
  },
};
const dashboard = new Dashboard(thisServer(), keeper);
const dialog = element<HTMLDialogElement>('confirm');

element('entrance').addEventListener('submit', (event) => {
  event.preventDefault();
  dashboard.enter(element<HTMLInputElement>('token').value.trim());
});
element('leave').addEventListener('click', () => dashboard.leave(''));
for (const which of ['live', 'complete', 'damaged'] satisfies Which[]) {
  element(`which-${which}`).addEventListener('change', () => dashboard.turnTo(which));
}
element('cancel').addEventListener('click', () => dialog.close());
element('take-down').addEventListener('click', () => {
  dialog.close();
  void dashboard.takeDown();
});
dashboard.begin();
