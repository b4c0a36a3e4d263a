package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.Findings;

/** A rule about a host's flows. It judges with what was known before, then remembers what it saw. */
interface FlowRule {
  void judge(SourceSecond now, Findings findings);
}
