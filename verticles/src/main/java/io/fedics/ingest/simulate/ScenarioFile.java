package io.fedics.ingest.simulate;

import io.fedics.ingest.simulate.domain.ScenarioName;
import io.fedics.ingest.simulate.domain.Script;
import io.fedics.ingest.simulate.domain.ScriptedAttack;
import io.fedics.shared.error.UsageException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code --scenario}: names, or a JSON file with a list of attacks,
 *
 * <pre>{@code [{"scenario": "vertical-scan", "start": 600, "duration": 120,
 *   "parameters": {"attacker": "10.7.64.20", "rate": 2}}]}</pre>
 *
 * with {@code start} and {@code duration} in seconds; all but {@code scenario} may be left out.
 */
public final class ScenarioFile {
  private static final Set<String> FIELDS = Set.of("scenario", "start", "duration", "parameters");

  private ScenarioFile() {}

  /**
   * @param nameOrFile scenario names separated by commas, or a path
   * @throws UsageException when it is neither, or the file is not what it should be
   */
  public static Script read(String nameOrFile) {
    Path path = Path.of(nameOrFile);
    if (!Files.isRegularFile(path)) {
      return names(nameOrFile);
    }
    try {
      return parse(nameOrFile, Files.readString(path));
    } catch (IOException e) {
      throw new UsageException(
          "--scenario: cannot read " + nameOrFile + " (" + e.getMessage() + ")", e);
    }
  }

  private static Script names(String names) {
    try {
      return Script.ofNames(names);
    } catch (IllegalArgumentException e) {
      String sentence = String.valueOf(e.getMessage()); // scenario: x (expected: one of …)
      throw new UsageException("--" + sentence.replaceFirst("\\)$", ", or a JSON file)"), e);
    }
  }

  static Script parse(String name, String json) {
    JsonArray list;
    try {
      list = new JsonArray(json);
    } catch (DecodeException e) {
      throw new UsageException(name + ": not a JSON list of attacks", e);
    }
    List<ScriptedAttack> attacks = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      try {
        attacks.add(attack(list.getJsonObject(i)));
      } catch (IllegalArgumentException | ClassCastException e) {
        throw new UsageException(name + ", attack " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return Script.of(name, attacks);
  }

  private static ScriptedAttack attack(JsonObject object) {
    for (String field : object.fieldNames()) {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException(
            field + " (expected: scenario, start, duration or parameters)");
      }
    }
    Optional<Duration> duration = object.containsKey("duration")
        ? Optional.of(seconds(object, "duration"))
        : Optional.empty();
    return new ScriptedAttack(
        ScenarioName.ofWireName(object.getString("scenario", "")),
        object.containsKey("start") ? seconds(object, "start") : Duration.ZERO,
        duration,
        parameters(object.getJsonObject("parameters", new JsonObject())));
  }

  private static Duration seconds(JsonObject object, String field) {
    if (object.getValue(field) instanceof Number number && number.doubleValue() < 1e9) {
      return Duration.ofMillis(Math.round(number.doubleValue() * 1_000));
    }
    throw new IllegalArgumentException(
        field + ": " + object.getValue(field) + " (expected: a number of seconds)");
  }

  private static Map<String, String> parameters(JsonObject object) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String name : object.fieldNames()) {
      parameters.put(name, String.valueOf(object.getValue(name)));
    }
    return parameters;
  }
}
