package io.fedics.aggregate.domain;

import io.fedics.shared.event.FlowObserved;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who spoke to whom in one open second of one site; the fields are the saved state, kept in order. */
final class SecondActivity {
  private final SortedMap<String, SourceActivity> sources = new TreeMap<>();

  /** What one source did, by destination. */
  static final class SourceActivity {
    long flows;
    private final SortedMap<String, PairActivity> destinations = new TreeMap<>();

    SortedMap<String, PairActivity> destinations() {
      return destinations;
    }
  }

  void add(String from, String to, FlowObserved flow) {
    SourceActivity source = sources.computeIfAbsent(from, _ -> new SourceActivity());
    source.flows++;
    source.destinations.computeIfAbsent(to, _ -> new PairActivity()).add(flow);
  }

  SortedMap<String, SourceActivity> sources() {
    return sources;
  }
}
