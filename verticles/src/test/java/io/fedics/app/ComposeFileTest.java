package io.fedics.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.config.Configs;
import io.fedics.app.config.DetectorName;
import io.fedics.app.config.SettingsSource;
import io.fedics.app.config.StageName;
import io.fedics.app.up.UpCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** No container engine runs here: what can be known of compose.yaml and the Dockerfile without one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComposeFileTest {
  private static final Path ROOT = Path.of("..");
  private static final Set<String> PROFILES = Set.of("core", "split", "observe", "tools");
  /** Of the image, not of the program. */
  private static final Set<String> OF_THE_IMAGE = Set.of(
      "FEDICS_DATA_DIR",
      "JAVA_OPTIONS",
      "HEALTH_PORT",
      "HEALTH_PATH",
      "MALLOC_ARENA_MAX",
      "XDG_CACHE_HOME");

  @TempDir
  private Path folder;

  private JsonObject compose = new JsonObject();
  private final Map<String, JsonObject> services = new TreeMap<>();
  private String dockerfile = "";

  @BeforeAll
  void read() throws IOException {
    compose = YamlFile.read("compose.yaml");
    JsonObject all = compose.getJsonObject("services");
    all.fieldNames().forEach(name -> services.put(name, all.getJsonObject(name)));
    dockerfile = Files.readString(ROOT.resolve("docker/Dockerfile"));
  }

  @Test
  void services_always_areCheckedLimitedAndOfAKnownProfile() {
    assertThat(services).hasSizeGreaterThan(10);
    services.forEach((name, service) -> {
      assertThat(service.getJsonObject("healthcheck").getJsonArray("test").size())
          .describedAs(name)
          .isPositive();
      assertThat(service
              .getJsonObject("deploy")
              .getJsonObject("resources")
              .getJsonObject("limits")
              .fieldNames())
          .describedAs(name)
          .contains("cpus", "memory", "pids");
      assertThat(PROFILES).describedAs(name).containsAll(strings(service, "profiles"));
      assertThat(strings(service, "profiles")).describedAs(name).isNotEmpty();
      assertThat(strings(service, "security_opt").contains("no-new-privileges:true"))
          .describedAs("%s gains no rights; the program of pgadmin has file capabilities", name)
          .isEqualTo(!name.equals("pgadmin"));
      assertThat(service.getString("image")).describedAs(name).doesNotEndWith(":latest");
      assertThat(service.containsKey("build") || service.getString("image").contains(":"))
          .describedAs("%s is pinned", name)
          .isTrue();
    });
  }

  @Test
  void ports_always_areOfLoopbackAndToldApart() {
    Set<String> taken = new TreeSet<>();
    services.forEach((name, service) -> {
      for (String port : strings(service, "ports")) {
        assertThat(port).describedAs(name).startsWith("127.0.0.1:");
        assertThat(taken.add(port.split(":")[1])).describedAs(port).isTrue();
      }
    });
    for (JsonObject service : ofProfile("split").values()) {
      if (isOurs(service) && !isSite(service)) {
        assertThat(taken.add(httpPort(service))).describedAs(service.encode()).isTrue();
      }
    }
  }

  @Test
  void secrets_always_areFilesThatGitIgnores() throws IOException {
    JsonObject secrets = compose.getJsonObject("secrets");
    for (String name : secrets.fieldNames()) {
      assertThat(secrets.getJsonObject(name).getString("file"))
          .isEqualTo("./docker/secrets/" + name);
      assertThat(Files.readString(ROOT.resolve("docker/secrets/README.md"))).contains("`" + name);
    }
    assertThat(Files.readString(ROOT.resolve("docker/secrets/.gitignore")).lines())
        .contains("*");
    assertThat(Files.readString(ROOT.resolve(".dockerignore")).lines())
        .contains("docker/secrets", "!docs/events");
    services.forEach((name, service) -> environment(service).forEach((variable, value) -> {
      if (variable.contains("PASSWORD")) {
        assertThat(variable).describedAs(name).endsWith("_FILE");
        assertThat(strings(service, "secrets"))
            .describedAs(name)
            .contains(value.replace("/run/secrets/", ""));
      }
    }));
  }

  @Test
  void environment_ofOurServices_isSettingsInTheirRange() throws IOException {
    Path password = folder.resolve("password");
    Files.writeString(password, "secret\n");
    Set<String> known = Configs.keys().stream()
        .map(SettingsSource::variableOf)
        .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(SettingsSource.usualNames());
    known.addAll(OF_THE_IMAGE);
    int seen = 0;
    for (JsonObject service : services.values()) {
      if (!isOurs(service)) {
        continue;
      }
      Map<String, String> environment = environment(service);
      assertThat(known).containsAll(environment.keySet());
      environment.keySet().removeAll(OF_THE_IMAGE);
      environment.replace("POSTGRES_PASSWORD_FILE", password.toString());
      Configs configs =
          Configs.from(new SettingsSource(Configs.keys()).read(folder, environment, List.of()));
      if (environment.containsKey("POSTGRES_HOST")) {
        assertThat(configs.database().external().orElseThrow().password()).isEqualTo("secret");
        assertThat(configs.broker().isEmbedded()).isFalse();
      }
      seen++;
    }
    assertThat(seen).isGreaterThan(5);
  }

  @Test
  void commands_ofOurServices_areUnderstoodAndTheirHealthIsAskedWhereTheyListen() {
    services.forEach((name, service) -> {
      if (isOurs(service)) {
        String[] command = strings(service, "command").toArray(String[]::new);
        new CommandLine(new Main()).parseArgs(command); // throws
        if (isSite(service)) {
          return; // listens nowhere
        }
        String asked = environment(service).getOrDefault("HEALTH_PORT", "8080");
        assertThat(asked).describedAs(name).isEqualTo(httpPort(service));
      }
    });
  }

  @Test
  void split_always_runsEveryStageOnceAndEveryDetector() {
    Map<StageName, Integer> counts = new EnumMap<>(StageName.class);
    List<String> detectors = new ArrayList<>();
    for (JsonObject service : ofProfile("split").values()) {
      String stages = option(service, "--stages", "");
      if (stages.isEmpty()) {
        continue;
      }
      assertThat(strings(service, "command"))
          .describedAs("the console shows all processes")
          .contains("--cluster");
      UpCommand.stagesOf(stages).forEach(stage -> counts.merge(stage, 1, Integer::sum));
      if (stages.equals("detect")) {
        detectors.addAll(detectorsOf(service));
      }
    }
    assertThat(counts.keySet()).containsExactly(StageName.values());
    counts.forEach((stage, count) -> assertThat(count)
        .describedAs(stage.label())
        .isEqualTo(stage == StageName.DETECT ? DetectorName.values().length : 1));
    assertThat(detectors)
        .containsExactlyInAnyOrderElementsOf(
            List.of(Configs.defaults().getOrDefault("classify.detectors", "").split(",")));
    assertThat(detectorsOf(service("verdicts"))).containsExactlyInAnyOrderElementsOf(detectors);
  }

  @Test
  void split_always_hasAsManySitesAsTheServerWaitsForAndEachHidesItsRecords() {
    JsonObject server = service("fl-server");
    Map<String, JsonObject> sites = ofProfile("split");
    sites.values().removeIf(service -> !isSite(service));
    assertThat(sites).hasSize(3).hasSize(Integer.parseInt(option(server, "--min-clients", "0")));
    Set<String> own = new TreeSet<>();
    sites.forEach((name, site) -> {
      assertThat(option(site, "--server", "")).isEqualTo(option(server, "--listen", "none"));
      assertThat(option(site, "--rounds", "")).isEqualTo(option(server, "--rounds", "none"));
      assertThat(option(site, "--dp", "none")).isEqualTo("record");
      assertThat(own.add(option(site, "--site", ""))).describedAs(name).isTrue();
      List<String> volumes = strings(site, "volumes");
      volumes.forEach(volume -> assertThat(own.add(volume)).describedAs(volume).isTrue());
      assertThat(volumes.getLast()).endsWith(":/data:ro");
      assertThat(option(site, "--data", "")).startsWith("/data/");
      assertThat(site.getJsonObject("depends_on")
              .getJsonObject("fl-server", new JsonObject())
              .getString("condition"))
          .isEqualTo("service_healthy");
    });
  }

  @Test
  void siteData_always_staysOutOfGitAndOfTheImage() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docker/sites/.gitignore")).lines())
        .contains("*");
    assertThat(Files.readString(ROOT.resolve(".dockerignore")).lines()).contains("docker/sites");
  }

  @Test
  void ourServices_always_haveAReadOnlyRootAndNoRights() {
    services.values().stream().filter(ComposeFileTest::isOurs).forEach(service -> {
      assertThat(service.getBoolean("read_only")).isTrue();
      assertThat(strings(service, "cap_drop")).containsExactly("ALL");
      assertThat(strings(service, "volumes").stream().filter(volume -> !volume.endsWith(":ro")))
          .hasSize(1);
    });
  }

  @Test
  void mountsAndDependencies_always_exist() {
    services.forEach((name, service) -> {
      for (String mount : strings(service, "volumes")) {
        String source = byDefault(mount).split(":")[0];
        if (source.startsWith("./docker/sites/")) {
          assertThat(ROOT.resolve("docker/sites/README.md"))
              .content()
              .contains(source.substring(2));
        } else if (source.startsWith("./")) {
          assertThat(ROOT.resolve(source)).describedAs(name).exists();
        } else {
          assertThat(compose.getJsonObject("volumes").fieldNames())
              .describedAs(name)
              .contains(source);
        }
      }
      for (String other : service.getJsonObject("depends_on", new JsonObject()).fieldNames()) {
        assertThat(strings(service(other), "profiles"))
            .describedAs("%s needs %s", name, other)
            .containsAll(strings(service, "profiles"));
      }
    });
  }

  @Test
  void prometheus_always_asksWhereServicesShowCounters() throws IOException {
    Set<String> shown = new TreeSet<>();
    services.values().stream()
        .filter(service -> isOurs(service) && !isSite(service))
        .forEach(service -> shown.add("127.0.0.1:" + httpPort(service)));
    Set<String> asked = new TreeSet<>();
    JsonObject prometheus = YamlFile.read("docker/prometheus/prometheus.yml");
    for (Object job : prometheus.getJsonArray("scrape_configs")) {
      for (Object each : ((JsonObject) job).getJsonArray("static_configs")) {
        asked.addAll(strings((JsonObject) each, "targets"));
      }
    }
    asked.remove("127.0.0.1:9090"); // itself
    assertThat(asked).isEqualTo(shown);
    for (String file : strings(prometheus, "rule_files")) {
      assertThat(ROOT.resolve("docker/prometheus").resolve(file)).exists();
    }
  }

  @Test
  void grafana_always_findsItsDashboards() throws IOException {
    String path = ((JsonObject) YamlFile.read("docker/grafana/provisioning/dashboards/fedics.yml")
            .getJsonArray("providers")
            .getValue(0))
        .getJsonObject("options")
        .getString("path");
    assertThat(strings(service("grafana"), "volumes"))
        .contains("./docker/grafana/dashboards:" + path + ":ro");
  }

  @Test
  void dockerfile_always_isOfANamedUserWithAHealthCheckAndFilesThatExist() {
    assertThat(dockerfile).containsPattern("(?m)^USER [1-9][0-9]*$").contains("\nHEALTHCHECK ");
    var copies = Pattern.compile("(?m)^COPY (?!--from)(?:--\\S+ )?(\\S+) /").matcher(dockerfile);
    List<String> copied = new ArrayList<>();
    while (copies.find()) {
      copied.add(copies.group(1));
      assertThat(ROOT.resolve(copies.group(1))).exists();
    }
    assertThat(copied).contains("docker/healthcheck.sh");
    for (String name : OF_THE_IMAGE) {
      assertThat(dockerfile).contains(name + "=");
    }
  }

  private Map<String, JsonObject> ofProfile(String profile) {
    Map<String, JsonObject> chosen = new TreeMap<>(services);
    chosen.values().removeIf(service -> !strings(service, "profiles").contains(profile));
    return chosen;
  }

  private JsonObject service(String name) {
    return services.getOrDefault(name, new JsonObject());
  }

  private static List<String> detectorsOf(JsonObject service) {
    return List.of(
        environment(service).getOrDefault("FEDICS_CLASSIFY_DETECTORS", "none").split(","));
  }

  private static boolean isOurs(JsonObject service) {
    return service.getString("image").equals("fedics");
  }

  private static boolean isSite(JsonObject service) {
    return strings(service, "command").contains("client");
  }

  /** Variables as they are where nobody sets them. */
  private static String byDefault(String text) {
    return text.replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1");
  }

  private static String httpPort(JsonObject service) {
    return strings(service, "command").contains("fl")
        ? option(service, "--metrics-port", "none")
        : option(service, "--http-port", "8080");
  }

  private static String option(JsonObject service, String name, String otherwise) {
    List<String> command = strings(service, "command");
    int at = command.indexOf(name);
    return at < 0 ? otherwise : command.get(at + 1);
  }

  private static Map<String, String> environment(JsonObject service) {
    Map<String, String> values = new TreeMap<>();
    service
        .getJsonObject("environment", new JsonObject())
        .forEach(entry -> values.put(entry.getKey(), String.valueOf(entry.getValue())));
    return values;
  }

  private static List<String> strings(JsonObject of, String key) {
    return of.getJsonArray(key, new JsonArray()).stream().map(String::valueOf).toList();
  }
}
