package io.fedics.shared.stage;

import io.fedics.shared.event.Progress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far each site is complete: the minimum over a fixed set of upstream writers, {@code stage/partition}. Never goes
 * back. Not thread-safe.
 */
public final class SiteClock {
  /** A site nothing is known of. */
  public static final long NEVER = Long.MIN_VALUE;

  private final List<String> upstream;
  private final KeyedState<Marks> state = new KeyedState<>("clock", Marks.class);

  /** Second passed by each writer. */
  static final class Marks {
    private final Map<String, Long> byWriter = new TreeMap<>();
  }

  /**
   * @param upstream every {@code stage/partition} that must have passed a second
   */
  public SiteClock(Collection<String> upstream) {
    this.upstream = List.copyOf(upstream);
  }

  /** The clock of readers of {@code network_data}: only ingest knows lateness. */
  public static SiteClock ofIngest() {
    return new SiteClock(List.of("ingest/0"));
  }

  /** To be listed in {@link Decision#state}. */
  public KeyedState<?> state() {
    return state;
  }

  /** Returns true when the site's mark rose. */
  public boolean onProgress(Progress progress) {
    long before = mark(progress.site());
    state
        .at(progress.site(), Marks::new)
        .byWriter
        .merge(
            progress.stage() + '/' + progress.inputPartition(),
            progress.completeThrough(),
            Math::max);
    return mark(progress.site()) > before;
  }

  /** Forgets a site, but for writers that have gone on with it behind its last second. */
  public void forget(String site, long lastSecond) {
    Marks marks = state.get(site);
    if (marks == null) {
      return;
    }
    state.touch(site);
    marks.byWriter.values().removeIf(second -> second <= lastSecond);
    if (marks.byWriter.isEmpty()) {
      state.remove(site);
    }
  }

  /**
   * The same, where the site is passed through exactly that second.
   *
   * @return false where it is not: nothing was forgotten
   */
  public boolean forgetAt(String site, long lastSecond) {
    if (mark(site) != lastSecond) {
      return false;
    }
    forget(site, lastSecond);
    return true;
  }

  /** Newest complete epoch second, {@link #NEVER} when none is. */
  public long mark(String site) {
    Marks marks = state.get(site);
    if (marks == null) {
      return NEVER;
    }
    long lowest = Long.MAX_VALUE;
    for (String writer : upstream) {
      lowest = Math.min(lowest, marks.byWriter.getOrDefault(writer, NEVER));
    }
    return lowest;
  }
}
