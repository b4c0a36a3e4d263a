package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Findings;

/** A rule about a host's activity. It judges with what was known before, then remembers what it saw. */
interface HostRule {
  void judge(HostNow now, Findings findings);
}
