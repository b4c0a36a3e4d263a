package io.fedics.app.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a recording says about methods and allocation, most first.
 *
 * @param running methods that ran when they were looked at
 * @param working our own method on top of the stack, whatever library it had called
 * @param allocating our own method on top of the stack that allocated
 * @param allocated classes
 */
record JfrSamples(
    List<Share> running, List<Share> working, List<Share> allocating, List<Share> allocated) {
  private static final int MOST = 25;
  private static final String OURS = "io.fedics.";

  /**
   * @param share of all samples, in [0, 1]
   */
  record Share(String of, double share) {}

  /** Sums by name. */
  private static final class Sums {
    private final Map<String, Double> sums = new HashMap<>();
    private double all;

    void add(String name, double weight) {
      sums.merge(name, weight, Double::sum);
      all += weight;
    }

    List<Share> most() {
      return sums.entrySet().stream()
          .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
              .thenComparing(Map.Entry.comparingByKey()))
          .limit(MOST)
          .map(sum -> new Share(sum.getKey(), sum.getValue() / all))
          .toList();
    }
  }

  static JfrSamples of(Path file) throws IOException {
    var running = new Sums();
    var working = new Sums();
    var allocating = new Sums();
    var allocated = new Sums();
    try (var recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        switch (event.getEventType().getName()) {
          case "jdk.ExecutionSample" -> {
            running.add(top(event, _ -> true), 1);
            working.add(top(event, JfrSamples::isOurs), 1);
          }
          case "jdk.ObjectAllocationSample" -> {
            double bytes = event.getLong("weight");
            allocating.add(top(event, JfrSamples::isOurs), bytes);
            allocated.add(event.getClass("objectClass").getName(), bytes);
          }
          default -> {}
        }
      }
    }
    return new JfrSamples(running.most(), working.most(), allocating.most(), allocated.most());
  }

  private static boolean isOurs(RecordedMethod method) {
    return method.getType().getName().startsWith(OURS);
  }

  private static String top(RecordedEvent event, Predicate<RecordedMethod> wanted) {
    if (event.getStackTrace() == null) {
      return "–";
    }
    Optional<RecordedMethod> method = event.getStackTrace().getFrames().stream()
        .filter(RecordedFrame::isJavaFrame)
        .map(RecordedFrame::getMethod)
        .filter(wanted)
        .findFirst();
    return method
        .map(it -> it.getType().getName() + '.' + it.getName())
        .orElse("no method of ours");
  }
}
