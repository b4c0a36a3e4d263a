package io.fedics.ingest.simulate.domain;

import io.fedics.shared.event.FlowBuilder;
import java.util.ArrayDeque;
import java.util.Queue;

/** What activities of one site write their flows to, in order of observed_at. */
final class Wire {
  private final String site;
  private final Agenda agenda;
  private final Queue<SimulatedFlow> seen;

  Wire(String site, Agenda agenda, ArrayDeque<SimulatedFlow> seen) {
    this.site = site;
    this.agenda = agenda;
    this.seen = seen;
  }

  String site() {
    return site;
  }

  void send(FlowBuilder flow) {
    seen.add(new SimulatedFlow(site, flow));
  }

  /** Starts an activity; its due time is not before the flow that is being made. */
  void begin(Activity activity) {
    agenda.add(activity);
  }

  /** Makes flows once, {@code at} microseconds since the epoch, not before the flow that is being made. */
  void later(long at, Dice dice, FlowSource source) {
    Activity once = new Activity() {
      @Override
      long act() {
        source.emit(at, dice, Wire.this);
        return NEVER;
      }
    };
    once.due = at;
    agenda.add(once);
  }
}
