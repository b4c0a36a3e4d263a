package io.fedics.app.fl;

import io.fedics.app.cli.ExitCode;
import io.fedics.fl.aggregate.Combination;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.aggregate.Strategy;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.aggregate.Update;
import io.fedics.shared.codec.RepeatedKey;
import io.fedics.shared.error.UsageException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a strategy makes of updates in a file, round by round. */
@Command(
    name = "aggregate",
    description = "Combines updates read from a file and prints the parameters after each round.",
    mixinStandardHelpOptions = true)
final class FlAggregateCommand implements Callable<Integer> {
  /** All but FLTrust, which trains on records that a file of updates has not. */
  private static final String STRATEGIES = "FedAvg, FedAvgM, FedProx, FedAdagrad, FedAdam, FedYogi,"
      + " FedMedian, FedTrimmedAvg, Krum, Bulyan or NormFilter";

  /** Where Jackson stopped, as it says so. */
  private static final Pattern PLACE = Pattern.compile("line: (\\d+), column: (\\d+)");

  /** Ids are padded so that their order is that of the file. */
  private static final Pattern PADDED = Pattern.compile("(clients\\[)0+(?=\\d)");

  @Option(
      names = "--strategy",
      required = true,
      paramLabel = "NAME",
      description = STRATEGIES + "; settings are in the file.")
  private String strategy = "";

  @Mixin
  private FlStrategyOption strategies = new FlStrategyOption();

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE.json",
      description = "{\"settings\":{…}, \"initial\":[[…],…], \"rounds\":[{\"clients\":"
          + "[{\"examples\":n, \"tensors\":[[…],…]},…]},…]}: one flat list per tensor.")
  private Path input = Path.of("");

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String name = name();
    JsonObject file = read();
    List<GlobalModel> models;
    try {
      requireKeys(file, "", "settings", "initial", "rounds");
      JsonObject settings = at(file, "", "settings", JsonObject.class, new JsonObject());
      models = models(file, strategies.named(name, settings.getMap()));
    } catch (IllegalArgumentException | ClassCastException e) {
      String sentence = PADDED.matcher(String.valueOf(e.getMessage())).replaceAll("$1");
      throw new UsageException("--input: " + input + ": " + sentence, e);
    }
    print(models);
    return ExitCode.OK;
  }

  private String name() {
    if (strategy.indexOf(':') >= 0) {
      throw new UsageException("--strategy: " + strategy
          + " (expected: a name alone, settings are in the file: {\"settings\": {…}})");
    }
    if (!List.of(STRATEGIES.split(", | or ", -1)).contains(strategy)) {
      throw new UsageException("--strategy: " + strategy + " (expected: " + STRATEGIES + ")");
    }
    return strategy;
  }

  private JsonObject read() {
    try {
      String text = Files.readString(input);
      var file = new JsonObject(text);
      RepeatedKey.in(text).ifPresent(place -> {
        throw new UsageException("--input: %s: %s: twice (expected: once)".formatted(input, place));
      });
      return file;
    } catch (IOException e) {
      throw new UsageException("--input: " + input + " (expected: a readable file)", e);
    } catch (DecodeException e) {
      throw new UsageException("--input: " + input + place(e) + " (expected: a JSON object)", e);
    }
  }

  private static String place(DecodeException e) {
    Matcher found = PLACE.matcher(String.valueOf(e.getMessage()));
    return found.find() ? ": line %s, column %s".formatted(found.group(1), found.group(2)) : "";
  }

  private static List<GlobalModel> models(JsonObject file, Strategy strategy) {
    GlobalModel model = GlobalModel.of(requireFinite("initial", tensors(file, "", "initial")));
    JsonArray rounds = at(file, "", "rounds", JsonArray.class, null);
    List<GlobalModel> models = new ArrayList<>();
    for (int round = 1; round <= rounds.size(); round++) {
      String where = "rounds[" + (round - 1) + "]";
      Combination combination = strategy.begin(model, round);
      JsonObject told = element(rounds, round - 1, where);
      requireKeys(told, where + ".", "clients");
      JsonArray clients = at(told, where + ".", "clients", JsonArray.class, null);
      for (int client = 0; client < clients.size(); client++) {
        combination.add(update(clients, client, where));
      }
      try {
        model = combination.finish().model();
        requireFinite("the next model", model.parameters());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
      }
      models.add(model);
    }
    return models;
  }

  /** Numbers near the largest that a double holds have no mean. */
  private static Tensors requireFinite(String what, Tensors parameters) {
    if (!parameters.isFinite()) {
      throw new IllegalArgumentException(what + ": NaN or infinite (expected: finite)");
    }
    return parameters;
  }

  /** Clients have no names here; numbered as they stand, so that ties go to the first. */
  private static Update update(JsonArray clients, int index, String round) {
    String where = round + ".clients[" + index + "]";
    JsonObject client = element(clients, index, where);
    requireKeys(client, where + ".", "examples", "tensors");
    Number examples = at(client, where + ".", "examples", Number.class, null);
    if (examples.doubleValue() != examples.longValue()) {
      throw new IllegalArgumentException(
          where + ".examples: " + examples + " (expected: a whole number)");
    }
    return new Update(
        "%s.clients[%06d]".formatted(round, index),
        tensors(client, where + ".", "tensors"),
        examples.longValue());
  }

  private static Tensors tensors(JsonObject object, String in, String key) {
    JsonArray flat = at(object, in, key, JsonArray.class, null);
    String where = in + key;
    double[][] parts = new double[flat.size()][];
    for (int i = 0; i < parts.length; i++) {
      if (!(flat.getValue(i) instanceof JsonArray values)) {
        throw new IllegalArgumentException("%s[%d]: %s (expected: a list of numbers)"
            .formatted(where, i, Json.encode(flat.getValue(i))));
      }
      parts[i] = new double[values.size()];
      for (int k = 0; k < values.size(); k++) {
        if (!(values.getValue(k) instanceof Number number)) {
          throw new IllegalArgumentException("%s[%d][%d]: %s (expected: a number)"
              .formatted(where, i, k, Json.encode(values.getValue(k))));
        }
        parts[i][k] = number.doubleValue();
      }
    }
    return Tensors.ofVectors(parts);
  }

  private static JsonObject element(JsonArray array, int index, String where) {
    if (array.getValue(index) instanceof JsonObject object) {
      return object;
    }
    throw new IllegalArgumentException(
        "%s: %s (expected: an object)".formatted(where, Json.encode(array.getValue(index))));
  }

  private static void requireKeys(JsonObject object, String in, String... known) {
    for (String key : object.fieldNames()) {
      if (!List.of(known).contains(key)) {
        throw new IllegalArgumentException(
            "%s%s: unknown (expected: %s)".formatted(in, key, String.join(", ", known)));
      }
    }
  }

  /**
   * @param in what comes before the key in a sentence, with its dot
   * @param usual null when it must be there
   */
  private static <T> T at(
      JsonObject object, String in, String key, Class<T> type, @Nullable T usual) {
    Object value = object.getValue(key);
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    boolean isMissing = !object.containsKey(key);
    if (isMissing && usual != null) {
      return usual;
    }
    throw new IllegalArgumentException("%s%s: %s (expected: %s)"
        .formatted(in, key, isMissing ? "missing" : Json.encode(value), words(type)));
  }

  private static String words(Class<?> type) {
    return type == JsonArray.class ? "a list" : type == Number.class ? "a number" : "an object";
  }

  private void print(List<GlobalModel> models) {
    var rounds = new JsonArray();
    for (GlobalModel model : models) {
      rounds.add(new JsonObject().put("parameters", parts(model.parameters())));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(new JsonObject().put("rounds", rounds).encode());
      return;
    }
    for (int i = 0; i < models.size(); i++) {
      out.println("round " + (i + 1) + ": " + parts(models.get(i).parameters()).encode());
    }
  }

  private static JsonArray parts(Tensors parameters) {
    var parts = new JsonArray();
    for (int i = 0; i < parameters.shapes().size(); i++) {
      var values = new JsonArray();
      for (double value : parameters.part(i)) {
        values.add(value);
      }
      parts.add(values);
    }
    return parts;
  }
}
