package io.fedics.detect.domain.physics;

import io.fedics.detect.domain.SourceFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Flows of a second that is not complete yet, by source. Memory follows the traffic of the few seconds ingest still
 * waits for; of one source only the first flows in the order of judging are kept. Not thread-safe.
 */
final class OpenFlows {
  private final TreeMap<String, ArrayList<SourceFlow>> byHost = new TreeMap<>();

  /**
   * @param most flows kept of one source
   */
  void add(String host, SourceFlow flow, int most) {
    ArrayList<SourceFlow> flows = byHost.computeIfAbsent(host, _ -> new ArrayList<>());
    flows.add(flow);
    if (flows.size() >= 2 * most) {
      cut(flows, most); // the same set whatever the order of arrival
    }
  }

  /** Hosts in order of their address, flows in the order of judging. */
  void forEach(int most, BiConsumer<String, List<SourceFlow>> host) {
    byHost.forEach((address, flows) -> {
      cut(flows, most);
      host.accept(address, flows);
    });
  }

  private static void cut(List<SourceFlow> flows, int most) {
    flows.sort(SourceFlow.ORDER);
    if (flows.size() > most) {
      flows.subList(most, flows.size()).clear();
    }
  }
}
