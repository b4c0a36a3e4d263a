package io.fedics.ingest.simulate.domain;

/** Does the same again and again, at times that follow a {@link Timing}. */
final class Recurring extends Activity {
  private final Timing timing;
  private final Dice dice;
  private final Wire wire;
  private final FlowSource source;

  Recurring(Timing timing, long from, Dice dice, Wire wire, FlowSource source) {
    this.timing = timing;
    this.dice = dice;
    this.wire = wire;
    this.source = source;
    this.due = timing.first(from, dice);
  }

  @Override
  long act() {
    source.emit(due, dice, wire);
    return timing.after(due, dice);
  }
}
