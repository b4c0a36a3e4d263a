package io.fedics.app.fl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.aggregate.Influence;
import io.fedics.fl.grpc.Refusal;
import io.fedics.fl.round.ClientReport;
import io.fedics.fl.round.RoundReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FlSitesTest {
  private final FlSites sites = new FlSites(true, true);

  /** Of sites {@code a} to {@code d}, of which the last goes the other way. */
  private static RoundReport round(int round, Map<String, String> lost) {
    var updates = new TreeMap<String, double[]>();
    updates.put("a", new double[] {1, 1.1, 0.9});
    updates.put("b", new double[] {1.1, 1, 1});
    updates.put("c", new double[] {0.9, 1, 1.1});
    updates.put("d", new double[] {-30, -30, -30 - round});
    List<Influence> influences = Influence.of(updates, new double[] {1, 1, 1});
    return new RoundReport(
        round,
        List.copyOf(updates.keySet()),
        updates.keySet().stream()
            .map(site -> new ClientReport(site, 10, Map.of("site", "plant of " + site)))
            .toList(),
        List.of(),
        new TreeMap<>(lost),
        new TreeMap<>(),
        40,
        OptionalDouble.empty(),
        Map.of(),
        influences);
  }

  private static JsonObject of(String client, JsonArray sites) {
    return sites.stream()
        .map(JsonObject.class::cast)
        .filter(site -> site.getString("client").equals(client))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void json_siteUnlikeTheOthers_isTheFirstAndASuspect() {
    sites.finished(round(1, Map.of("late", "silent")));
    sites.finished(round(2, Map.of()));
    JsonArray all = sites.json();
    assertThat(all).hasSize(5);
    JsonObject first = all.getJsonObject(0);
    assertThat(first.getString("site")).isEqualTo("d"); // the certificate's, whatever it tells
    assertThat(first.getInteger("rounds")).isEqualTo(2);
    assertThat(first.getBoolean("suspect")).isTrue();
    assertThat(first.getDouble("score")).isGreaterThan(3.5);
    assertThat(first.getDouble("distance")).isGreaterThan(3.5);
    assertThat(first.getDouble("influence")).isNegative();
    assertThat(first.getValue("agreement")).isNull();
    assertThat(first.getValue("quarantined")).isNull();
    assertThat(of("a", all).getBoolean("suspect")).isFalse();
    JsonObject late = of("late", all);
    assertThat(late.getInteger("rounds")).isZero();
    assertThat(late.fieldNames()).containsExactlyElementsOf(first.fieldNames());
    assertThat(late.getValue("score")).isNull();
  }

  @Test
  void json_siteKeptOut_saysSinceWhenAndWhy() {
    sites.finished(round(1, Map.of()));
    sites.refused("e", Refusal.EXAMPLES);
    sites.refused("e", Refusal.TENSOR_VALUE);
    sites.refused("e", Refusal.EXAMPLES);
    sites.quarantined(2, "e", 3, "examples: -1");
    JsonObject first = sites.json().getJsonObject(0);
    assertThat(first.getString("client")).isEqualTo("e");
    assertThat(first.getInteger("refused")).isEqualTo(3);
    assertThat(first.getJsonObject("refused_kinds").getMap())
        .isEqualTo(Map.of("examples", 2, "tensor-value", 1));
    assertThat(first.getJsonObject("quarantined").encode())
        .isEqualTo("{\"round\":2,\"refusals\":3,\"reason\":\"examples: -1\"}");
    var out = new StringWriter();
    sites.print(new PrintWriter(out, true));
    assertThat(out.toString().lines())
        .hasSize(6)
        .element(1)
        .asString()
        .matches("e +0 +3 +–.*– refused: examples 2 tensor-value 1;"
            + " kept out since round 2: examples: -1");
    assertThat(out.toString().lines()).element(2).asString().matches("d +1 +0 .* suspect");
  }

  @Test
  void goOn_behindARestart_tellsTheSameAsWithoutOne() {
    sites.finished(round(1, Map.of()));
    sites.refused("e", Refusal.EXAMPLES);
    sites.quarantined(1, "e", 1, "examples: -1");
    FlSites again = new FlSites(true, true).goOn(sites.texts());
    again.quarantined(2, "e", 1, "1 messages were refused before this start");
    sites.finished(round(2, Map.of()));
    again.finished(round(2, Map.of()));
    assertThat(again.json().encode()).isEqualTo(sites.json().encode());
  }

  @Test
  void goOn_moreAreAllowedNow_isNotKeptOutUntilItIsAgain() {
    sites.refused("e", Refusal.EXAMPLES);
    sites.quarantined(1, "e", 1, "examples: -1");
    FlSites again = new FlSites(true, true).goOn(sites.texts());
    assertThat(again.json().getJsonObject(0).getValue("quarantined")).isNull();
    again.refused("e", Refusal.EXAMPLES);
    again.quarantined(4, "e", 2, "examples: 0");
    assertThat(again.json().getJsonObject(0).getJsonObject("quarantined").encode())
        .isEqualTo("{\"round\":4,\"refusals\":2,\"reason\":\"examples: 0\"}");
  }

  /** The next start gives the same numbers to others. */
  @Test
  void goOn_clientsAreNumbers_beginsAnew() {
    var numbers = new FlSites(false, true);
    numbers.finished(round(1, Map.of()));
    assertThat(of("a", numbers.json()).getString("site")).isEqualTo("plant of a");
    assertThat(numbers.texts()).isEmpty();
    assertThat(new FlSites(false, true).goOn(sites.texts()).json()).isEmpty();
  }

  @Test
  void print_withoutTheReport_suspectsNobodyAndSaysSo() {
    sites.finished(round(1, Map.of()));
    FlSites without = new FlSites(true, false).goOn(sites.texts());
    without.finished(round(2, Map.of()));
    assertThat(of("d", without.json()).getBoolean("suspect")).isFalse();
    assertThat(of("d", without.json()).getValue("score")).isNull();
    var out = new StringWriter();
    without.print(new PrintWriter(out, true));
    assertThat(out.toString())
        .endsWith("updates were not compared, as --no-report says: nobody is suspected"
            + System.lineSeparator());
    FlSites again = new FlSites(true, true).goOn(without.texts());
    assertThat(of("d", again.json()).getBoolean("suspect")).isTrue();
  }

  @Test
  void print_nothingCompared_saysWhatItNeeds() {
    RoundReport two = round(1, Map.of());
    sites.finished(new RoundReport(
        1,
        List.of("a", "b"),
        List.of(),
        List.of(),
        two.lost(),
        two.refused(),
        20,
        OptionalDouble.empty(),
        Map.of(),
        List.of()));
    var out = new StringWriter();
    sites.print(new PrintWriter(out, true));
    assertThat(out.toString())
        .contains("updates were not compared (expected: three or more in a round");
  }
}
