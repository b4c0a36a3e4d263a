package io.fedics.federate;

import io.fedics.fl.round.RoundPermit;
import io.fedics.fl.round.RoundReport;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Rounds that begin by themselves, or each when somebody asks for it; then whoever charges for rounds is asked. Thread-safe. */
final class RoundTrigger implements RoundPermit {
  private final RoundPermit next;
  private final AtomicInteger through;

  /**
   * @param isAutomatic whether nobody needs to ask
   */
  RoundTrigger(boolean isAutomatic, RoundPermit next) {
    this.next = next;
    this.through = new AtomicInteger(isAutomatic ? Integer.MAX_VALUE : 0);
  }

  /** A round that is aborted is tried again without being asked for again. */
  void release(int round) {
    through.accumulateAndGet(round, Math::max);
  }

  @Override
  public Permission ask(int round) {
    return round <= through.get() ? next.ask(round) : new Permission.NotYet();
  }

  @Override
  public Optional<String> finished(RoundReport report) {
    return next.finished(report);
  }
}
