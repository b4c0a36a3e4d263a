package io.fedics.ingest.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the sensor said of flows whose record is still to come. At most {@link #FLOWS} flows of {@link #A_FLOW} texts
 * each; the flow longest without news is forgotten first. Not thread-safe.
 */
final class SensorAlerts {
  /** Texts kept of one flow. */
  static final int A_FLOW = 5;

  static final int FLOWS = 50_000;
  private static final int TEXTS = 10_000;
  private static final int LONGEST = 200;

  private final Map<String, List<String>> waiting = new LinkedHashMap<>(1024, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
      return size() > FLOWS;
    }
  };

  /** A sensor has a few thousand signatures: each text is kept once. */
  private final Map<String, String> texts = new HashMap<>();

  void add(String flowId, String alert) {
    List<String> said = waiting.computeIfAbsent(flowId, _ -> new ArrayList<>(1));
    String text = alert.length() > LONGEST ? alert.substring(0, LONGEST - 1) + "…" : alert;
    if (said.size() < A_FLOW && !said.contains(text)) {
      said.add(once(text));
    }
  }

  /** What was said of the flow; forgotten with this call, a flow has one record. */
  List<String> take(String flowId) {
    List<String> said = waiting.remove(flowId);
    return said == null ? List.of() : said;
  }

  private String once(String text) {
    if (texts.size() >= TEXTS) {
      texts.clear();
    }
    return texts.computeIfAbsent(text, same -> same);
  }
}
