package io.fedics.detect.domain.physics;

import io.fedics.shared.event.HostSecond;

/**
 * One second of one host, and what was known of it before.
 *
 * @param learned whether the host's own first minutes are over
 */
record HostNow(HostSecond activity, HostMemory memory, boolean learned, boolean own) {

  long second() {
    return activity.second();
  }
}
