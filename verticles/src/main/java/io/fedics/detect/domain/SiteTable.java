package io.fedics.detect.domain;

import io.fedics.shared.event.Progress;
import io.fedics.shared.event.SourceOpened;
import io.fedics.shared.stage.KeyedState;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * When each site began, which tells whether it is still learning; bounded, the longest silent site is forgotten first.
 * Only control records are read here: every partition sees the same. Not thread-safe.
 */
public final class SiteTable {
  private final KeyedState<SiteSpan> state = new KeyedState<>("sites", SiteSpan.class);
  private final long learningSeconds;
  private final int most;
  private long touched;

  /** A site's first and newest second, and when it was last heard of, in progress records of this partition. */
  static final class SiteSpan {
    private long start = Long.MAX_VALUE;
    private long newest = Long.MIN_VALUE;
    private long touched;
  }

  public SiteTable(SiteSettings settings) {
    this.learningSeconds = settings.learningSeconds();
    this.most = settings.sites();
  }

  public KeyedState<?> state() {
    return state;
  }

  public void onOpened(SourceOpened opened) {
    SiteSpan span = state.at(opened.site(), SiteSpan::new);
    if (span.newest == Long.MIN_VALUE) {
      span.start = Math.min(span.start, opened.fromSecond());
    }
  }

  /**
   * @param forget told of a site that is no longer remembered
   */
  public void onProgress(Progress progress, Consumer<String> forget) {
    if (touched == 0) {
      touched =
          state.all().values().stream().mapToLong(span -> span.touched).max().orElse(0);
    }
    SiteSpan span = state.at(progress.site(), SiteSpan::new);
    span.start = Math.min(span.start, progress.completeThrough());
    span.newest = Math.max(span.newest, progress.completeThrough());
    span.touched = ++touched;
    if (state.size() > most) {
      state.all().entrySet().stream()
          .min(Comparator.comparingLong(
              (Map.Entry<String, SiteSpan> entry) -> entry.getValue().touched))
          .map(Map.Entry::getKey)
          .ifPresent(site -> {
            state.remove(site);
            forget.accept(site);
          });
    }
  }

  public void forget(String site) {
    state.remove(site);
  }

  /** First epoch second in which new means strange. */
  public long learnedAt(String site) {
    SiteSpan span = state.get(site);
    return span == null || span.start == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : span.start + learningSeconds;
  }

  /** How far each site is with learning, by name. */
  public Map<String, Learning> learning() {
    Map<String, Learning> learning = new TreeMap<>();
    state.all().forEach((site, span) -> progressOf(span).ifPresent(it -> learning.put(site, it)));
    return learning;
  }

  private Optional<Learning> progressOf(SiteSpan span) {
    return span.newest == Long.MIN_VALUE
        ? Optional.empty()
        : Optional.of(Learning.after(span.newest - span.start, learningSeconds));
  }
}
