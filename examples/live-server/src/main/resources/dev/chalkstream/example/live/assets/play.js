'use strict';

// Plays one stream through its whole life: not there yet, live, over, and live again.
(() => {
  const RETRY_MS = 2000;
  const player = document.querySelector('.player');
  const video = document.getElementById('video');
  const badge = document.getElementById('badge');
  const status = document.getElementById('status');
  const sound = document.getElementById('sound');
  const again = document.getElementById('again');
  const playlist = new URL(player.dataset.playlist, document.baseURI).href;

  const words = {
    waiting: ['Waiting', 'The stream has not started yet. It will play here as soon as it does.'],
    early: ['Waiting', 'The stream has not started yet. It will play here as soon as it does.'],
    unreachable: ['Waiting', 'The server is out of reach. Trying again.'],
    live: ['Live', 'You are watching live.'],
    complete: ['Recording', 'The broadcast is over. You are watching its recording.'],
    ended: ['Ended', 'The broadcast is over.'],
    gone: ['Gone', 'The broadcast is over, and its recording is no longer kept.'],
    unplayable: ['No player', 'This browser can play no live streams.'],
  };

  let hls = null;
  let live = true;
  let poster = false;
  let start = 0;

  function show(state) {
    const [title, sentence] = words[state];
    player.dataset.state = state === 'unreachable' ? 'waiting' : state;
    badge.textContent = title;
    status.textContent = sentence;
    document.title = `${title} · Chalkstream`;
    again.hidden = state !== 'ended';
    sound.hidden = !video.muted || !['live', 'complete'].includes(state);
  }

  /** Asks the server where the stream is in its life. */
  async function look() {
    try {
      const answer = await fetch(playlist, {cache: 'no-cache'});
      if (answer.status === 404 || answer.status === 410) {
        return answer.status === 404 ? 'waiting' : 'gone';
      }
      if (!answer.ok) {
        return 'unreachable';
      }
      const text = await answer.text();
      if (/\/poster\.ts$/m.test(text)) {
        return 'early';
      }
      return text.includes('#EXT-X-ENDLIST') ? 'complete' : 'live';
    } catch (networkError) {
      return 'unreachable';
    }
  }

  async function begin() {
    const state = await look();
    show(state);
    if (state === 'early' || state === 'live' || state === 'complete') {
      poster = state === 'early';
      attach();
    } else {
      setTimeout(begin, RETRY_MS);
    }
  }

  function attach() {
    if (window.Hls && Hls.isSupported()) {
      attachHls();
    } else if (video.canPlayType('application/vnd.apple.mpegurl')) {
      video.src = playlist;
      play();
      followNative();
    } else {
      show('unplayable');
    }
  }

  /** A browser that plays by itself does not say what it plays. */
  async function followNative() {
    if (player.dataset.state === 'early') {
      const state = await look();
      show(state === 'unreachable' ? 'early' : state);
      setTimeout(followNative, RETRY_MS);
    }
  }

  function showWhatPlays() {
    if (player.dataset.state !== 'ended') {
      show(poster ? 'early' : live ? 'live' : 'complete');
    }
  }

  function attachHls() {
    hls = new Hls();
    hls.on(Hls.Events.MANIFEST_PARSED, play);
    hls.on(Hls.Events.LEVEL_UPDATED, (event, {details}) => {
      live = details.live;
      start = details.fragments[0].start;
      showWhatPlays();
      leaveWaitingRoom(details);
    });
    hls.on(Hls.Events.FRAG_CHANGED, (event, {frag}) => {
      poster = isPoster(frag);
      showWhatPlays();
    });
    hls.on(Hls.Events.ERROR, (event, error) => {
      if (error.fatal) {
        console.error('The player starts anew after', error.details);
        startAnew();
      }
    });
    hls.loadSource(playlist);
    hls.attachMedia(video);
  }

  const isPoster = (frag) => frag.url.endsWith('/poster.ts');

  /**
   * Left alone, hls.js shows all of the poster that it has loaded before it goes over, and it does
   * not go over to a stream without sound, or without a picture, as the poster has both.
   */
  function leaveWaitingRoom({fragments, live: goesOn}) {
    const enough = fragments.length >= 2 || !goesOn;
    if (poster && enough && !isPoster(fragments[0])) {
      poster = false;
      setTimeout(() => {
        hls.destroy();
        attachHls();
      });
    }
  }

  function startAnew() {
    if (hls) {
      hls.destroy();
      hls = null;
    } else {
      video.removeAttribute('src');
    }
    show('unreachable');
    setTimeout(begin, RETRY_MS);
  }

  /** A browser may refuse to start by itself; then the video's own button is there. */
  function play() {
    video.play().catch((refusal) => {
      if (refusal.name === 'NotAllowedError') {
        status.textContent = 'Press play to watch.';
      }
    });
  }

  /** A broadcast that is over may be taken up again under the same address. */
  async function watchForResumption() {
    if (player.dataset.state !== 'ended') {
      return;
    }
    const state = await look();
    if (state === 'live' && player.dataset.state === 'ended') {
      startAnew();
    } else {
      setTimeout(watchForResumption, RETRY_MS);
    }
  }

  video.addEventListener('ended', () => {
    show('ended');
    setTimeout(watchForResumption, RETRY_MS);
  });
  video.addEventListener('error', () => {
    if (!hls) {
      startAnew();
    }
  });
  video.addEventListener('volumechange', () => {
    sound.hidden = sound.hidden || !video.muted;
  });
  sound.addEventListener('click', () => {
    video.muted = false;
    video.focus();
  });
  again.addEventListener('click', () => {
    show('complete');
    video.currentTime = start;
    play();
    video.focus();
  });

  begin();
})();
