package io.fedics.fl.round;

import io.fedics.fl.round.RoundProgress.Phase;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who is there, who was asked in this phase and has not answered, and until when. */
final class Attendance {
  private final Set<String> clients = new LinkedHashSet<>();
  private final Set<String> awaited = new LinkedHashSet<>();
  private Phase phase;
  private int asked;
  private Instant deadline = Instant.MAX;

  Attendance(Phase phase) {
    this.phase = phase;
  }

  /** In the order in which they came. */
  Collection<String> clients() {
    return Collections.unmodifiableSet(clients);
  }

  Phase phase() {
    return phase;
  }

  /** A phase in which nobody is asked yet. */
  void enter(Phase next) {
    phase = next;
  }

  void ask(Phase next, Collection<String> chosen, Instant until) {
    phase = next;
    asked = chosen.size();
    awaited.addAll(chosen);
    deadline = until;
  }

  void join(String client) {
    clients.add(client);
  }

  /** Whether it was there. */
  boolean leave(String client) {
    awaited.remove(client);
    return clients.remove(client);
  }

  /** Whether this is the answer of one that was asked in this phase; it is awaited no more. */
  boolean takes(Phase wanted, String client) {
    return phase == wanted && awaited.remove(client);
  }

  boolean hasAllAnswered() {
    return awaited.isEmpty();
  }

  /** Who has not answered in time. */
  List<String> stragglers(Instant now) {
    return now.isBefore(deadline) ? List.of() : List.copyOf(awaited);
  }

  RoundProgress progress(int finished) {
    boolean isOver = phase == Phase.OVER;
    return new RoundProgress(
        isOver ? finished : finished + 1,
        phase,
        isOver || phase == Phase.WAITING ? 0 : asked,
        awaited.stream().sorted().toList());
  }
}
