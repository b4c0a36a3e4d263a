package io.fedics.fl.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Three rounds of every strategy against what Flower 1.41 made of the same updates (src/test/python). */
class StrategiesAgainstFlowerTest {
  private static final double TOLERANCE = 1e-9;

  @TestFactory
  List<DynamicTest> rounds_sameUpdates_giveFlowersParameters() throws IOException {
    JsonArray cases;
    try (var in = getClass().getResourceAsStream("flower-strategies.json")) {
      cases = new JsonArray(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
    return IntStream.range(0, cases.size())
        .mapToObj(cases::getJsonObject)
        .map(each -> DynamicTest.dynamicTest(
            each.getString("strategy") + " " + each.getJsonObject("settings").encode(),
            () -> check(each)))
        .toList();
  }

  private static void check(JsonObject each) {
    Strategy strategy =
        Strategy.of(each.getString("strategy"), each.getJsonObject("settings").getMap());
    GlobalModel model = GlobalModel.of(tensors(each.getJsonArray("initial")));
    for (int round = 1; round <= each.getJsonArray("rounds").size(); round++) {
      JsonArray clients =
          each.getJsonArray("rounds").getJsonObject(round - 1).getJsonArray("clients");
      Combination combination = strategy.begin(model, round);
      for (int i : backwards(clients.size())) {
        JsonObject client = clients.getJsonObject(i);
        combination.add(new Update(
            "client-%03d".formatted(i),
            tensors(client.getJsonArray("tensors")),
            client.getLong("examples")));
      }
      model = combination.finish().model();
      Tensors expected = tensors(each.getJsonArray("expected").getJsonArray(round - 1));
      assertThat(model.parameters().values())
          .as("round %d", round)
          .containsExactly(expected.values(), within(TOLERANCE));
    }
  }

  private static int[] backwards(int count) {
    return IntStream.range(0, count).map(i -> count - 1 - i).toArray();
  }

  private static Tensors tensors(JsonArray flat) {
    var parts = new ArrayList<double[]>();
    for (int i = 0; i < flat.size(); i++) {
      JsonArray values = flat.getJsonArray(i);
      parts.add(IntStream.range(0, values.size()).mapToDouble(values::getDouble).toArray());
    }
    return Tensors.ofVectors(parts.toArray(double[][]::new));
  }
}
