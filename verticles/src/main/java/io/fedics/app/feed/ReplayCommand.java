package io.fedics.app.feed;

import io.fedics.app.cli.Count;
import io.fedics.app.cli.ExitCode;
import io.fedics.app.cli.ProgressBar;
import io.fedics.app.config.Configs;
import io.fedics.app.config.LogSetup;
import io.fedics.app.folder.DataOptions;
import io.fedics.app.folder.RunFile;
import io.fedics.app.offline.FileFlows;
import io.fedics.app.offline.FileOptions;
import io.fedics.app.offline.Rejections;
import io.fedics.ingest.FeedVerticle.Feed;
import io.fedics.ingest.Pace;
import io.fedics.ingest.SiteAdmission;
import io.fedics.ingest.SiteOrigin;
import io.fedics.ingest.file.FlowFile;
import io.fedics.ingest.file.ReadListener;
import io.fedics.ingest.file.SiteLocation;
import io.fedics.ingest.file.SiteSpan;
import io.fedics.ingest.file.SortSettings;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes the flows of files, in order of their time, as a site of its own. */
@Command(
    name = "replay",
    description = "Publishes the flows of files to a running instance, as a site of its own.",
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  private static final String OWNER = "replay";
  static final SortSettings SORT = SortSettings.in(Path.of(System.getProperty("java.io.tmpdir")));

  @Mixin
  private DataOptions data = new DataOptions();

  @Mixin
  private FileOptions files = new FileOptions();

  @Mixin
  private PaceOptions paces = new PaceOptions();

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  /** A file as it is known to the sites' table: its hash, and the limit, if it was not taken whole. */
  private record Identity(List<FlowFile> files, String site, long limit) {
    String text() {
      String hashes = files.stream().map(FlowFile::sha256).collect(Collectors.joining("+"));
      return limit == Long.MAX_VALUE ? hashes : hashes + "/" + limit;
    }
  }

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    Map<String, String> environment = System.getenv();
    Path folder = data.folder(environment);
    Configs configs = data.configs(environment);
    LogSetup.apply(configs.log());
    Pace pace = paces.pace(environment);
    List<FlowFile> opened = files.open(environment);
    var identity = new Identity(opened, files.site(opened), files.limit());
    PrintWriter err = spec.commandLine().getErr();
    var rejections = new Rejections(err);
    try (var run = new FeedRun(folder, configs);
        FileFlows first = read(identity, rejections)) {
      rejections.summarise();
      first.requireFlows();
      first.tellSkipped(err);
      boolean complete = admit(run, first, identity);
      long published = complete ? 0 : publish(run, first, identity, pace, err);
      if (complete) {
        err.println(alreadyThere(identity.site(), first.size(), first.report().flows()));
      }
      report(first, identity, published, rejections, (System.nanoTime() - began) / 1e9, folder);
    }
    return ExitCode.OK;
  }

  /**
   * @param taken flows of the file that the site has
   * @param all flows of the file
   */
  static String alreadyThere(String site, long taken, long all) {
    return taken == all
        ? "this file is at site " + site + " already; nothing to add"
        : "the first %,d of this file's %s are at site %s already; the same --limit adds nothing"
            .formatted(taken, Count.of(all, "flow"), site);
  }

  private static FileFlows read(Identity identity, ReadListener listener) {
    return FileFlows.read(identity.files(), identity.site(), SORT, identity.limit(), listener);
  }

  /** Returns true when everything is there already. */
  private static boolean admit(FeedRun run, FileFlows flows, Identity identity) throws Exception {
    boolean complete = true;
    for (Map.Entry<String, SiteSpan> site : flows.spans().entrySet()) {
      var known = run.ask(sites -> sites.find(site.getKey()));
      long first = site.getValue().first().getEpochSecond();
      complete &= SiteAdmission.of(known, identity.text(), first) == SiteAdmission.ALREADY_THERE;
    }
    return complete;
  }

  /** The file is read again for each further attempt: an iterator is used up once. */
  private static long publish(
      FeedRun run, FileFlows first, Identity identity, Pace pace, PrintWriter err)
      throws Exception {
    Map<String, SiteOrigin> origins = originsOf(first, identity);
    var bar =
        new ProgressBar(err, ProgressBar.isTerminal(), Clock.systemUTC(), "flows", first.size());
    var attempts = new Attempts(first, identity);
    try {
      long published = run.publish(() -> new Feed(origins, attempts.next(), pace, bar::show));
      bar.end(published);
      return published;
    } finally {
      attempts.close();
    }
  }

  private static final class Attempts implements AutoCloseable {
    private final Identity identity;
    private FileFlows current;
    private boolean begun;

    Attempts(FileFlows first, Identity identity) {
      this.current = first;
      this.identity = identity;
    }

    FileFlows next() {
      if (begun) {
        current.close();
        current = read(identity, ReadListener.SILENT);
      }
      begun = true;
      return current;
    }

    @Override
    public void close() {
      current.close();
    }
  }

  private static Map<String, SiteOrigin> originsOf(FileFlows flows, Identity identity) {
    Map<String, SiteOrigin> origins = new TreeMap<>();
    for (String named : flows.report().sites().keySet()) {
      SiteLocation place = flows.report().locations().get(named);
      origins.put(
          flows.nameOf(named),
          place == null
              ? new SiteOrigin(OWNER, false, identity.text(), null, null)
              : new SiteOrigin(OWNER, false, identity.text(), place.latitude(), place.longitude()));
    }
    return origins;
  }

  private void report(
      FileFlows flows,
      Identity identity,
      long published,
      Rejections rejections,
      double seconds,
      Path folder) {
    SiteSpan whole = flows.spans().values().iterator().next();
    String url = RunFile.find(folder)
        .map(run -> "%s/#/incidents?site=%s&from=%s&to=%s"
            .formatted(run.http(), identity.site(), whole.first(), endOf(whole)))
        .orElse("");
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new JsonObject()
          .put("site", identity.site())
          .put("read", flows.report().read())
          .put("published", published)
          .put("rejected", rejections.count())
          .put("rejections", rejections.json())
          .put("skipped", new JsonObject(new TreeMap<>(flows.report().skipped())))
          .put("seconds", seconds)
          .put("url", url)
          .encode());
      return;
    }
    out.printf(
        "site %s: %s read, %s published, %,d rejected, %.1f s%n",
        identity.site(),
        Count.of(flows.report().read(), "row"),
        Count.of(published, "flow"),
        rejections.count(),
        seconds);
    if (!url.isEmpty()) {
      out.println(url);
    }
  }

  /** The first second behind the last flow: a range of the API ends before its {@code to}. */
  static Instant endOf(SiteSpan span) {
    return span.last().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
  }
}
