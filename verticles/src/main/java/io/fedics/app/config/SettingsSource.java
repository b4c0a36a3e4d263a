package io.fedics.app.config;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings from, later ones win: {@code DATA_DIR/fedics.properties}, the field's usual environment variables, {@code
 * FEDICS_A_B_C}, {@code --set a.b-c=value}.
 */
public final class SettingsSource {
  private static final String PREFIX = "FEDICS_";

  /** Read by the launcher script or by picocli, not settings. */
  private static final Set<String> NOT_SETTINGS =
      Set.of("FEDICS_JAVA_OPTS", "FEDICS_NO_BUILD", "FEDICS_NO_TRAINING", "FEDICS_DATA_DIR");

  /** Names other tools of the field use, and what they are called here. */
  private static final Map<String, String> USUAL_NAMES = Map.ofEntries(
      Map.entry("KAFKA_BROKERS", "kafka.bootstrap-servers"),
      Map.entry("KAFKA_BOOTSTRAP_SERVERS", "kafka.bootstrap-servers"),
      Map.entry("KAFKA_GROUP_ID", "kafka.group-prefix"),
      Map.entry("BATCH_SIZE", "stage.max-poll-records"),
      Map.entry("BATCH_TIMEOUT_MS", "stage.store-every"),
      Map.entry("DATABASE_URL", "database.url"),
      Map.entry("POSTGRES_HOST", "database.host"),
      Map.entry("POSTGRES_PORT", "database.external-port"),
      Map.entry("POSTGRES_DB", "database.name"),
      Map.entry("POSTGRES_USER", "database.user"),
      Map.entry("POSTGRES_PASSWORD", "database.password"),
      Map.entry("POSTGRES_PASSWORD_FILE", "database.password-file"),
      Map.entry("BACKEND_CORS_ORIGINS", "present.origins"),
      Map.entry("WS_HEARTBEAT_INTERVAL", "present.heartbeat"),
      Map.entry("LOG_LEVEL", "log.level"));

  /** Those that are plain numbers of a unit. */
  private static final Map<String, String> UNITS =
      Map.of("WS_HEARTBEAT_INTERVAL", "s", "BATCH_TIMEOUT_MS", "ms");

  private final Collection<String> known;

  /**
   * @param known every key there is, as {@link Settings#asked} lists them
   */
  public SettingsSource(Collection<String> known) {
    this.known = known;
  }

  /**
   * @param assignments of the command line, {@code key=value}
   * @throws UsageException for a file that cannot be read, a variable that is no setting, an assignment without {@code =}
   */
  public Settings read(Path dataFolder, Map<String, String> environment, List<String> assignments) {
    Map<String, String> values = new TreeMap<>(ofFile(dataFolder.resolve("fedics.properties")));
    values.putAll(ofUsualNames(environment));
    values.putAll(ofEnvironment(environment));
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--set: " + assignment + " (expected: KEY=VALUE)");
      }
      values.put(
          assignment.substring(0, equals).trim(),
          assignment.substring(equals + 1).trim());
    }
    return new Settings(values);
  }

  private static Map<String, String> ofFile(Path file) {
    if (!Files.exists(file)) {
      return Map.of();
    }
    var properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file)));
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "settings: " + file + " (expected: a readable file of KEY=VALUE lines)", e);
    }
    Map<String, String> values = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(key -> values.put(key, properties.getProperty(key).trim()));
    return values;
  }

  private Map<String, String> ofUsualNames(Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>();
    // In order of name, so that KAFKA_BROKERS wins over KAFKA_BOOTSTRAP_SERVERS every time.
    new TreeMap<>(USUAL_NAMES).forEach((name, key) -> {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty() && known.contains(key)) {
        values.put(key, value.matches("[0-9]+") ? value + UNITS.getOrDefault(name, "") : value);
      }
    });
    return values;
  }

  private Map<String, String> ofEnvironment(Map<String, String> environment) {
    Map<String, String> keyOfVariable = new TreeMap<>();
    known.forEach(key -> keyOfVariable.put(variableOf(key), key));
    Map<String, String> values = new TreeMap<>();
    for (var variable : environment.entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(PREFIX) && !NOT_SETTINGS.contains(name)) {
        // A variable of no setting becomes an unknown setting, which is refused with the nearest
        // name.
        String unknown =
            name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replaceFirst("_", ".");
        values.put(
            keyOfVariable.getOrDefault(name, unknown.replace('_', '-')), variable.getValue());
      }
    }
    return values;
  }

  public static Set<String> usualNames() {
    return USUAL_NAMES.keySet();
  }

  /** {@code kafka.bootstrap-servers} is {@code FEDICS_KAFKA_BOOTSTRAP_SERVERS}. */
  public static String variableOf(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
