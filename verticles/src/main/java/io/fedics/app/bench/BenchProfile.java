package io.fedics.app.bench;

import io.fedics.shared.stage.StageMetrics;
import io.fedics.shared.stage.StageRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jfr.Recording;

/** Watches where processor time and memory go: threads by Linux's own counts, methods and allocation by Flight Recorder. */
final class BenchProfile implements AutoCloseable {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final Duration SAMPLE_EVERY = Duration.ofMillis(10);
  private static final String ALLOCATIONS_PER_SECOND = "200/s";

  /** Beginnings of threads' names, which Linux cuts at 15 characters, and whose work they do. */
  private static final Map<String, String> WORK = Map.ofEntries(
      Map.entry("stages", "stages"),
      Map.entry("generator", "generator"),
      Map.entry("vert.x-kafka", "polling"),
      Map.entry("kafka-coordinat", "polling"),
      Map.entry("vert.x-eventloo", "event loops"),
      Map.entry("kafka-producer", "producers"),
      Map.entry("data-plane-kafk", "broker"),
      Map.entry("kafka-", "broker"),
      Map.entry("group-coordinat", "broker"),
      Map.entry("raft", "broker"),
      Map.entry("quorum", "broker"),
      Map.entry("C1 Compiler", "compiler"),
      Map.entry("C2 Compiler", "compiler"),
      Map.entry("VM Thread", "collector"),
      Map.entry("GC Thread", "collector"),
      Map.entry("G1 ", "collector"),
      Map.entry("JFR", "profiler"));

  private final Path file;
  private final Recording recording;
  private final Map<String, Double> before;

  private BenchProfile(Path file) {
    this.file = file;
    this.recording = new Recording();
    recording.enable("jdk.ExecutionSample").withPeriod(SAMPLE_EVERY);
    recording.enable("jdk.ObjectAllocationSample").with("throttle", ALLOCATIONS_PER_SECOND);
    recording.enable("jdk.GarbageCollection");
    recording.start();
    this.before = threads();
  }

  static BenchProfile begin(Path file) {
    return new BenchProfile(file);
  }

  /**
   * What was seen.
   *
   * @param threads processor time in seconds by kind of work
   * @param stages processor time in seconds of decoding, deciding and encoding, by stage; part of {@code threads}
   * @param batches polls that brought records, by stage
   * @param samples methods and allocation
   */
  record Seen(
      Map<String, Double> threads,
      Map<String, Double> stages,
      Map<String, Long> batches,
      JfrSamples samples) {}

  /** Ends the recording and writes its file. */
  Seen end(StageRuntime runtime) throws IOException {
    Map<String, Double> threads = threads();
    before.forEach((work, seconds) -> threads.merge(work, -seconds, Double::sum));
    recording.stop();
    recording.dump(file);
    Map<String, Double> stages = new TreeMap<>();
    Map<String, Long> batches = new TreeMap<>();
    runtime.snapshots().forEach(stage -> {
      StageMetrics metrics = runtime.metrics(stage.stage());
      stages.put(stage.stage(), metrics.workSeconds());
      batches.put(stage.stage(), metrics.batches());
    });
    return new Seen(threads, stages, batches, JfrSamples.of(file));
  }

  /** Processor time so far of the threads that live, in seconds by kind of work. */
  private static Map<String, Double> threads() {
    Map<String, Double> seconds = new TreeMap<>();
    try (Stream<Path> tasks = Files.list(TASKS)) {
      tasks.forEach(task -> ProcessLoad.stat(task)
          .ifPresent(stat ->
              seconds.merge(workOf(nameOf(task)), ProcessLoad.cpuSeconds(stat), Double::sum)));
    } catch (IOException e) {
      return seconds; // not Linux
    }
    return seconds;
  }

  private static String nameOf(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return "ended";
    }
  }

  static String workOf(String thread) {
    return WORK.entrySet().stream()
        .filter(work -> thread.startsWith(work.getKey()))
        .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length)))
        .map(Map.Entry::getValue)
        .orElse("other");
  }

  @Override
  public void close() {
    recording.close();
  }
}
