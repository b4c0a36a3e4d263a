package io.fedics.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fedics.ingest.file.FlowFile;
import io.fedics.ingest.file.SortSettings;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.IncidentSnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The same decisions over files, without broker and database. */
@Command(
    name = "detect",
    description =
        "Judges the flows of files: one finding or verdict a line, without broker and database.",
    mixinStandardHelpOptions = true)
final class DetectCommand implements Callable<Integer> {
  @Mixin
  private DataOptions data = new DataOptions();

  @Mixin
  private FileOptions files = new FileOptions();

  @Option(
      names = "--detectors",
      paramLabel = "A,B",
      description = "physics, iforest, lstm (default: those of classify.detectors).")
  private String detectors = "";

  @Option(
      names = "--counterfactual",
      description =
          "Anomalies of learned detectors say with which few changes they would have been none.")
  private boolean counterfactual;

  @Option(names = "--summary", description = "Incidents and totals for people instead of lines.")
  private boolean summary;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Map<String, String> environment = System.getenv();
    Configs configs = data.configs(environment);
    LogSetup.apply(configs.log());
    PrintWriter out = spec.commandLine().getOut();
    OfflineResult result = judge(
        stages(configs), configs.stage().partitions(), json || summary ? _ -> {} : lines(out));
    if (json) {
      out.println(json(result).encode());
    } else if (summary) {
      summarise(result, out);
    }
    return Main.OK;
  }

  private OfflineStages stages(Configs configs) {
    OfflineStages all = configs.offline();
    OfflineStages stages = detectors.isEmpty() ? all : all.with(DetectorName.parse(detectors));
    return counterfactual ? stages.explained() : stages;
  }

  private OfflineResult judge(OfflineStages stages, int partitions, Consumer<Event> written) {
    List<FlowFile> opened = files.open();
    PrintWriter err = spec.commandLine().getErr();
    var rejections = new Rejections(err);
    var sort = SortSettings.in(Path.of(System.getProperty("java.io.tmpdir")));
    try (FileFlows flows =
        FileFlows.read(opened, files.site(opened), sort, files.limit(), rejections)) {
      rejections.summarise();
      var offline = new Offline(stages, partitions, (_, event) -> written.accept(event));
      flows
          .report()
          .locations()
          .forEach((named, place) ->
              offline.locate(flows.nameOf(named), place.latitude(), place.longitude()));
      var bar =
          new ProgressBar(err, ProgressBar.isTerminal(), Clock.systemUTC(), "flows", flows.size());
      long count = 0;
      while (flows.hasNext()) {
        offline.accept(flows.next());
        count++;
        if ((count & 0xff) == 0) {
          bar.show(count);
        }
      }
      bar.end(count);
      return offline.finish();
    }
  }

  private static Consumer<Event> lines(PrintWriter out) {
    var codec = new EventCodec();
    return event -> {
      if (event instanceof AnomalyDetected || event instanceof AttackClassified) {
        out.println(new String(codec.encode(event), UTF_8));
      }
    };
  }

  private static JsonObject json(OfflineResult result) {
    var incidents = new JsonArray();
    result.incidents().forEach(incident -> incidents.add(json(incident.latest())));
    return new JsonObject()
        .put("flows", result.flows())
        .put("anomalies", result.anomalies())
        .put("verdicts", new JsonObject(new TreeMap<String, Object>(verdicts(result))))
        .put("verdicts_sha256", result.verdictsSha256())
        .put("incidents", incidents);
  }

  private static Map<String, Long> verdicts(OfflineResult result) {
    Map<String, Long> byLabel = new TreeMap<>();
    result.verdicts().forEach((label, count) -> byLabel.put(label.wireName(), count));
    byLabel.merge("benign", result.benign(), Long::sum); // those with an anomaly have a record
    return byLabel;
  }

  private static JsonObject json(IncidentSnapshot incident) {
    return new JsonObject()
        .put("site", incident.site())
        .put("label", incident.label().wireName())
        .put("severity", incident.severity())
        .put("level", incident.level().name().toLowerCase(Locale.ROOT))
        .put("attacker", incident.attacker())
        .put("victims", new JsonArray(incident.victims()))
        .put("first_seen", incident.firstSeen().toString())
        .put("last_seen", incident.lastSeen().toString())
        .put("summary", incident.summary());
  }

  private static void summarise(OfflineResult result, PrintWriter out) {
    out.printf("%,d flows, %,d anomalies%n", result.flows(), result.anomalies());
    verdicts(result)
        .forEach((label, count) -> out.printf("  %-24s %,12d host-seconds%n", label, count));
    out.printf("verdicts_sha256 %s%n", result.verdictsSha256());
    out.printf("%,d incidents%n", result.incidents().size());
    result
        .incidents()
        .forEach(incident -> out.printf(
            "  %s  %-8s %-20s %s%n",
            incident.latest().firstSeen(),
            incident.latest().level().name().toLowerCase(Locale.ROOT),
            incident.latest().label().wireName(),
            incident.latest().summary()));
  }
}
