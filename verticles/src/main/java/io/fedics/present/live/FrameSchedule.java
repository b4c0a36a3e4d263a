package io.fedics.present.live;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose turn it is: at most so many frames of one view in one turn, addresses one after the other, so that the bridge,
 * which has no back-pressure, never carries more than a fixed number of frames. Pure; not thread-safe.
 */
final class FrameSchedule<A> {
  private final int mostPerTurn;
  private final Set<A> due = new LinkedHashSet<>();

  FrameSchedule(int mostPerTurn) {
    this.mostPerTurn = mostPerTurn;
  }

  /** An address that is due already keeps its place. */
  void due(A address) {
    due.add(address);
  }

  /** Others have nobody to go to any more. */
  void retain(Set<A> addresses) {
    due.retainAll(addresses);
  }

  List<A> turn() {
    var turn = new ArrayList<A>();
    for (Iterator<A> next = due.iterator(); next.hasNext() && turn.size() < mostPerTurn; ) {
      turn.add(next.next());
      next.remove();
    }
    return turn;
  }
}
