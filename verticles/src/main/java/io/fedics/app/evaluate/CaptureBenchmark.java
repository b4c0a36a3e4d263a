package io.fedics.app.evaluate;

import io.fedics.app.evaluate.CaptureList.Capture;
import io.fedics.app.offline.FileFlows;
import io.fedics.app.offline.FileRun;
import io.fedics.app.offline.Offline;
import io.fedics.app.offline.OfflineResult;
import io.fedics.app.offline.OfflineStages;
import io.fedics.app.offline.OfflineTally;
import io.fedics.app.offline.Rejections;
import io.fedics.ingest.file.FlowFile;
import io.fedics.ingest.file.SiteSpan;
import io.fedics.ingest.file.SortSettings;
import io.fedics.shared.event.IncidentSnapshot;
import io.fedics.shared.event.SeverityLevel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * {@code evaluate --benchmark captures}: files of real flows, each as a site of its own, through the same decisions as in
 * service. Incidents of level medium and above count. A capture is <em>found</em> when one of them names the host that the
 * list names, as attacker or victim; the label is <em>right</em> when such an incident carries it. A capture that is to stay
 * quiet is quiet when it raises none; every one it raises is <em>false</em>.
 */
public final class CaptureBenchmark {
  private static final double SECONDS_AN_HOUR = 3_600;

  private final OfflineStages stages;
  private final int partitions;
  private final PrintWriter err;

  /**
   * @param flows read
   * @param hours from the first to the last flow; empty when the flows have no times
   * @param incidents of level medium and above
   */
  public record Finding(
      Capture capture, long flows, OptionalDouble hours, List<IncidentSnapshot> incidents) {
    public Finding {
      incidents = List.copyOf(incidents);
    }

    boolean isFound() {
      return incidents.stream().anyMatch(this::names);
    }

    boolean isRight() {
      return capture.label().isEmpty()
          ? incidents.isEmpty()
          : incidents.stream()
              .anyMatch(it -> names(it) && it.label() == capture.label().get());
    }

    private boolean names(IncidentSnapshot incident) {
      return capture.host().isEmpty()
          || incident.attacker().equals(capture.host())
          || incident.victims().contains(capture.host());
    }

    /** In a word. */
    public String outcome() {
      if (capture.label().isEmpty()) {
        return isRight() ? "quiet" : "false";
      }
      return isRight() ? "found" : isFound() ? "wrong label" : "missed";
    }
  }

  /** Shares are empty where there is nothing they are of. */
  public record Result(List<Finding> findings, double seconds) {
    public Result {
      findings = List.copyOf(findings);
    }

    OptionalDouble found() {
      return share(false, Finding::isFound);
    }

    OptionalDouble labelRight() {
      return share(false, Finding::isRight);
    }

    OptionalDouble quiet() {
      return share(true, Finding::isRight);
    }

    /** Of captures that are to stay quiet and whose flows have times: others have no hours. */
    OptionalDouble falsePerHour() {
      List<Finding> timed = of(true).stream().filter(it -> it.hours.isPresent()).toList();
      double hours = timed.stream().mapToDouble(it -> it.hours.orElseThrow()).sum();
      long count = timed.stream().mapToLong(it -> it.incidents.size()).sum();
      return hours > 0 ? OptionalDouble.of(count / hours) : OptionalDouble.empty();
    }

    private OptionalDouble share(boolean quiet, Predicate<Finding> good) {
      return of(quiet).stream().mapToDouble(it -> good.test(it) ? 1 : 0).average();
    }

    private List<Finding> of(boolean quiet) {
      return findings.stream()
          .filter(it -> it.capture.label().isEmpty() == quiet)
          .toList();
    }
  }

  /**
   * @param err receives rows that are not taken, and progress
   */
  public CaptureBenchmark(OfflineStages stages, int partitions, PrintWriter err) {
    this.stages = stages;
    this.partitions = partitions;
    this.err = err;
  }

  public Result run(List<Capture> captures) {
    long began = System.nanoTime();
    // All of them before the first is judged: a file that is none must not cost what was judged
    // before it.
    List<List<FlowFile>> opened = captures.stream()
        .map(capture -> FileFlows.open(List.of(capture.file()), "auto"))
        .toList();
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < captures.size(); i++) {
      findings.add(judge(captures.get(i), opened.get(i)));
    }
    return new Result(findings, (System.nanoTime() - began) / 1e9);
  }

  private Finding judge(Capture capture, List<FlowFile> opened) {
    var rejections = new Rejections(err);
    var sort = SortSettings.in(Path.of(System.getProperty("java.io.tmpdir")));
    try (FileFlows flows =
        FileFlows.read(opened, opened.getFirst().siteName(), sort, Long.MAX_VALUE, rejections)) {
      rejections.summarise();
      OptionalDouble hours = hours(flows.spans().values());
      OfflineResult result = FileRun.of(flows, new Offline(stages, partitions, (_, _) -> {}), err);
      return new Finding(
          capture,
          result.flows(),
          hours,
          result.incidents().stream()
              .map(OfflineTally.Incident::latest)
              .filter(it -> it.level().compareTo(SeverityLevel.MEDIUM) >= 0)
              .toList());
    }
  }

  private static OptionalDouble hours(Collection<SiteSpan> spans) {
    return spans.stream().allMatch(SiteSpan::isTimed)
        ? OptionalDouble.of(spans.stream().mapToDouble(CaptureBenchmark::hours).sum())
        : OptionalDouble.empty();
  }

  private static double hours(SiteSpan span) {
    return Duration.between(span.first(), span.last()).toMillis() / 1e3 / SECONDS_AN_HOUR;
  }
}
