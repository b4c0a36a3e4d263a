package io.fedics.shared.stage;

import io.fedics.shared.event.DataEvent;
import io.fedics.shared.event.DetectorSet;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.ScoresSketched;
import io.fedics.shared.event.SiteEdges;
import io.fedics.shared.event.SiteForgotten;
import io.fedics.shared.event.SourceGone;
import io.fedics.shared.event.SourceOpened;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Sites that are to be forgotten, or were lately. A stage before this one that reads again writes again what it wrote of
 * such a site, and its {@code seq} are forgotten by then; but no site goes on at or before its last second, so whatever
 * speaks of that time is a repeat. Bounded: the latest {@value #MOST}, and each stage saves many times while so many come.
 * Not thread-safe.
 */
final class ForgottenSites {
  static final int MOST = 1_024;

  private static final int MINUTE = 60;

  private final KeyedState<Ended> state = new KeyedState<>("forgotten", Ended.class);
  private long newest = -1;

  /**
   * A site.
   *
   * @param number rising in the order of the log
   * @param done whether its state is dropped
   */
  record Ended(long lastSecond, long number, boolean done) {}

  KeyedState<?> state() {
    return state;
  }

  /** Whether an event is of a time of its site that is forgotten. */
  boolean isOver(Event event) {
    if (state.size() == 0) {
      return false;
    }
    Ended known = state.get(event.site());
    return known != null && known.done && lastSecondOf(event) <= known.lastSecond;
  }

  private static long lastSecondOf(Event event) {
    return switch (event) {
      case Progress progress -> progress.completeThrough();
      case SourceOpened opened -> opened.fromSecond();
      case SourceGone gone -> gone.lastSecond();
      case SiteForgotten gone -> gone.lastSecond();
      case DetectorSet set -> set.fromSecond();
      case ModelActivated change -> change.fromSecond();
      case ScoresSketched sketch -> sketch.through();
      case SiteEdges edges -> edges.minute() + MINUTE - 1;
      case DataEvent data -> data.observedAt().getEpochSecond();
    };
  }

  /** Remembers that a site is to be forgotten as soon as all of it has come. */
  void await(SiteForgotten gone) {
    put(gone.site(), new Ended(gone.lastSecond(), number(), false));
  }

  /** Last second of a site that is to be forgotten; empty for most. */
  OptionalLong awaited(String site) {
    Ended known = state.size() == 0 ? null : state.get(site);
    return known == null || known.done ? OptionalLong.empty() : OptionalLong.of(known.lastSecond);
  }

  /** Its state is dropped. */
  void done(String site, long lastSecond) {
    put(site, new Ended(lastSecond, number(), true));
  }

  private long number() {
    if (newest < 0) {
      newest = state.all().values().stream().mapToLong(Ended::number).max().orElse(0);
    }
    return ++newest;
  }

  private void put(String site, Ended ended) {
    state.put(site, ended);
    if (state.size() > MOST) {
      state.all().entrySet().stream()
          .min(Comparator.comparing((Map.Entry<String, Ended> entry) -> !entry.getValue().done)
              .thenComparingLong(entry -> entry.getValue().number))
          .map(Map.Entry::getKey)
          .ifPresent(state::remove);
    }
  }
}
