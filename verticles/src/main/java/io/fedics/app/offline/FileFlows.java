package io.fedics.app.offline;

import io.fedics.app.cli.Count;
import io.fedics.ingest.file.FlowFile;
import io.fedics.ingest.file.ReadListener;
import io.fedics.ingest.file.ReadReport;
import io.fedics.ingest.file.SiteSpan;
import io.fedics.ingest.file.SortSettings;
import io.fedics.ingest.file.SortedFlow;
import io.fedics.ingest.file.SortedFlows;
import io.fedics.ingest.format.FileFormat;
import io.fedics.shared.error.UsageException;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FlowObserved;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The flows of files as events of a site of their own, in order of {@code observed_at}. {@code replay} and {@code detect}
 * make the same events of the same files, so they come to the same verdicts.
 *
 * <p>Rows that name sites (our own format) keep them apart: the first by name becomes the site, the others are named
 * after it.
 */
public final class FileFlows implements Iterator<FlowObserved>, AutoCloseable {
  private static final int SITE_LENGTH = 32;

  private final SortedFlows sorted;
  private final Map<String, String> sites;
  private final long limit;
  private long taken;

  private FileFlows(SortedFlows sorted, Map<String, String> sites, long limit) {
    this.sorted = sorted;
    this.sites = sites;
    this.limit = limit;
  }

  /**
   * Finds the formats and hashes the files.
   *
   * @param format {@code auto} finds it by content
   */
  public static List<FlowFile> open(List<Path> files, String format) {
    Optional<FileFormat> known =
        format.equals("auto") ? Optional.empty() : Optional.of(FileFormat.of(format));
    return files.stream().map(file -> FlowFile.open(file, known)).toList();
  }

  /**
   * Reads and sorts; blocks.
   *
   * @param site name of the site
   * @param limit at most so many flows
   */
  public static FileFlows read(
      List<FlowFile> files, String site, SortSettings sort, long limit, ReadListener listener) {
    SortedFlows sorted = SortedFlows.read(files, sort, listener);
    return new FileFlows(sorted, sitesOf(sorted.report(), site), limit);
  }

  /**
   * All flows of files, as one site named after the first; what is wrong with rows goes to {@code err}.
   *
   * @param format {@code auto} finds it by content
   */
  public static List<FlowObserved> all(List<Path> files, String format, PrintWriter err) {
    List<FlowFile> opened = open(files, format);
    var rejections = new Rejections(err);
    var sort = SortSettings.in(Path.of(System.getProperty("java.io.tmpdir")));
    List<FlowObserved> all = new ArrayList<>();
    try (FileFlows flows =
        read(opened, opened.getFirst().siteName(), sort, Long.MAX_VALUE, rejections)) {
      rejections.summarise();
      flows.tellSkipped(err);
      while (flows.hasNext()) {
        all.add(flows.next());
      }
    }
    return all;
  }

  private static Map<String, String> sitesOf(ReadReport report, String site) {
    Map<String, String> names = new TreeMap<>();
    String first =
        report.sites().keySet().stream().min(Comparator.naturalOrder()).orElse("");
    for (String named : report.sites().keySet()) {
      String rest = named.startsWith(first) ? named.substring(first.length()) : '-' + named;
      int most = Math.max(1, SITE_LENGTH - rest.length());
      String stem = site.length() > most ? site.substring(0, most) : site;
      names.put(named, named.equals(first) ? site : stem + rest);
    }
    return names;
  }

  public ReadReport report() {
    return sorted.report();
  }

  /** By the name of the site: what the files have of it. */
  public Map<String, SiteSpan> spans() {
    Map<String, SiteSpan> spans = new TreeMap<>();
    report().sites().forEach((named, span) -> spans.put(nameOf(named), span));
    return spans;
  }

  /** Name of the site whose rows name this one. */
  public String nameOf(String named) {
    return sites.getOrDefault(named, named);
  }

  /**
   * @throws UsageException when there is none
   */
  public void requireFlows() {
    if (report().flows() > 0) {
      return;
    }
    List<String> instead = new ArrayList<>();
    if (report().rejected() > 0) {
      instead.add(
          Count.of(report().rejected(), "row that was not taken", "rows that were not taken"));
    }
    instead.addAll(skippedKinds());
    String why = instead.isEmpty() ? "a header and no row" : String.join(", ", instead);
    throw new UsageException(sorted.files().stream()
            .map(file -> file.path().toString())
            .collect(Collectors.joining(", "))
        + (sorted.files().size() == 1 ? " has" : " have")
        + " no flow that can be read: " + why + " (expected: at least one)");
  }

  /** One line, when there is something to tell: what the files hold besides flows. */
  public void tellSkipped(PrintWriter err) {
    if (report().skippedRows() > 0) {
      String records =
          Count.of(report().skippedRows(), "sound record is no flow", "sound records are no flows");
      err.println(records + ": " + String.join(", ", skippedKinds()));
      err.flush();
    }
  }

  /** {@code 12 alert}, the most frequent first. Names of kinds are the file's own, so they are cleaned. */
  private List<String> skippedKinds() {
    return report().skipped().entrySet().stream()
        .sorted(Comparator.comparingLong((Map.Entry<String, Long> kind) -> -kind.getValue())
            .thenComparing(Map.Entry::getKey))
        .map(kind ->
            "%,d %s".formatted(kind.getValue(), kind.getKey().replaceAll("\\p{Cntrl}", "?")))
        .toList();
  }

  /** How many will come. */
  public long size() {
    return Math.min(limit, report().flows());
  }

  @Override
  public boolean hasNext() {
    return taken < limit && sorted.hasNext();
  }

  @Override
  public FlowObserved next() {
    SortedFlow next = sorted.next();
    taken++;
    String site = nameOf(next.site());
    return next.flow()
        .build(
            EventId.of(site, next.file().sha256(), next.line()), site, sorted.source(), next.seq());
  }

  @Override
  public void close() {
    sorted.close();
  }
}
