package io.fedics.app.offline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fedics.app.cli.ExitCode;
import io.fedics.app.config.Configs;
import io.fedics.app.config.DetectorName;
import io.fedics.app.config.LogSetup;
import io.fedics.app.folder.DataOptions;
import io.fedics.ingest.file.FlowFile;
import io.fedics.ingest.file.SortSettings;
import io.fedics.shared.codec.EventCodec;
import io.fedics.shared.event.AnomalyDetected;
import io.fedics.shared.event.AttackClassified;
import io.fedics.shared.event.Event;
import io.fedics.shared.event.RecordScored;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The same decisions over files, without broker and database. */
@Command(
    name = "detect",
    description =
        "Judges the flows and records of files: one finding or verdict a line, without broker and"
            + " database.",
    mixinStandardHelpOptions = true)
public final class DetectCommand implements Callable<Integer> {
  @Mixin
  private DataOptions data = new DataOptions();

  @Mixin
  private FileOptions files = new FileOptions();

  @Option(
      names = "--detectors",
      paramLabel = "A,B",
      description = "physics, iforest, lstm (default: those of classify.detectors).")
  private @Nullable String detectors;

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
        stages(configs),
        configs.stage().partitions(),
        environment,
        json || summary ? _ -> {} : lines(out));
    if (json) {
      out.println(DetectReport.json(result).encode());
    } else if (summary) {
      DetectReport.print(result, out);
    }
    return ExitCode.OK;
  }

  private OfflineStages stages(Configs configs) {
    OfflineStages all = OfflineStages.from(configs);
    OfflineStages stages = detectors == null ? all : all.with(DetectorName.parse(detectors));
    return counterfactual ? stages.explained() : stages;
  }

  private OfflineResult judge(
      OfflineStages stages,
      int partitions,
      Map<String, String> environment,
      Consumer<Event> written) {
    List<FlowFile> opened = files.open(environment);
    PrintWriter err = spec.commandLine().getErr();
    var rejections = new Rejections(err);
    var sort = SortSettings.in(Path.of(System.getProperty("java.io.tmpdir")));
    try (FileFlows flows =
        FileFlows.read(opened, files.site(opened), sort, files.limit(), rejections)) {
      rejections.summarise();
      flows.requireFlows();
      flows.tellSkipped(err);
      var offline = new Offline(stages, partitions, (_, event) -> written.accept(event));
      return FileRun.of(flows, offline, err);
    }
  }

  private static Consumer<Event> lines(PrintWriter out) {
    var codec = new EventCodec();
    return event -> {
      if (event instanceof AnomalyDetected
          || event instanceof AttackClassified
          || event instanceof RecordScored) {
        out.println(new String(codec.encode(event), UTF_8));
      }
    };
  }
}
