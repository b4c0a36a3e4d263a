package io.fedics.app.fl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.round.ClientReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FederatedOriginTest {
  private final JsonObject round = new JsonObject()
      .put("client_ids", new JsonArray().add("client-001").add("client-002"))
      .put("told_sites", new JsonObject().put("client-001", "p1"));

  @Test
  void sites_withoutCertificates_haveTheNamesTheyTellThemselves() {
    FederatedOrigin origin = origin(round, false);
    assertThat(origin.sites()).containsExactly("p1 (client-001)", "client-002");
    assertThat(origin.whom())
        .isEqualTo("p1 (client-001), client-002 (each named as it calls itself, unchecked)");
  }

  @Test
  void sites_withCertificates_haveTheNamesInThem() {
    FederatedOrigin origin = origin(round, true);
    assertThat(origin.sites()).containsExactly("client-001", "client-002");
    assertThat(origin.whom()).isEqualTo("client-001, client-002");
  }

  /** As a checkpoint of an older version has it. */
  @Test
  void sites_nothingTold_haveTheirIds() {
    round.remove("told_sites");
    assertThat(origin(round, false).whom()).isEqualTo("client-001, client-002");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "](http://x)", "# card", "a, client-002 (b)"})
  void told_whatIsNoName_isNotRepeated(String name) {
    assertThat(told(name)).isEmpty();
  }

  @Test
  void told_name_isRepeated() {
    assertThat(told("substation-3")).contains("substation-3");
    assertThat(told("Werk Süd 2")).contains("Werk Süd 2");
    assertThat(told("a".repeat(64))).isPresent();
    assertThat(told("a".repeat(65))).isEmpty();
    assertThat(ToldSite.of(new ClientReport("client-001", 1, Map.of()))).isEmpty();
  }

  private static Optional<String> told(String name) {
    return ToldSite.of(new ClientReport("client-001", 1, Map.of("site", name)));
  }

  private static FederatedOrigin origin(JsonObject round, boolean certified) {
    return new FederatedOrigin("run-1", 1, round, "FedAvg", false, certified);
  }
}
