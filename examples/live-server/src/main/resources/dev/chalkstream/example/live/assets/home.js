'use strict';

// The server does not know under which address it is reached; the browser does.
const server = new URL('./', document.baseURI).href;
for (const place of document.querySelectorAll('[data-server]')) {
  place.textContent = server;
}
