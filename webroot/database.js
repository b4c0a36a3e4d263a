// Whether the database answers. Frames stop with it, so they cannot tell: asked when a question failed, and by the clock of the frame.

import {useSession} from './rest.js';
import {retryFailed} from './ui/panel.js';
import {askHealth} from './views/platform.js';

/** Keeps `historyAway` of the store; when the database is back, what failed is tried again. */
export function watchDatabase(store) {
  let asking = false;
  const ask = async () => {
    if (asking || document.hidden) {
      return;
    }
    asking = true;
    try {
      const {checks} = await askHealth();
      const away = checks.some(({id, status}) => id === 'postgres' && status === 'down');
      const back = store.get('historyAway') && !away;
      store.set('historyAway', away);
      if (back) {
        retryFailed();
      }
    } catch {
      // The server is away as a whole: the connection state tells.
    }
    asking = false;
  };
  useSession({onUnavailable: ask});
  store.on('age', ask);
  ask();
}
