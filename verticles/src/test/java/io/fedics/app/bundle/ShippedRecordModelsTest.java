package io.fedics.app.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.bundle.BundleException;
import io.fedics.fl.model.record.RecordModel;
import io.fedics.fl.model.record.RecordRefusedException;
import io.fedics.fl.model.record.RecordScorer;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.ingest.format.ForeignRecords;
import io.fedics.shared.event.Features;
import io.fedics.shared.topic.Topic;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records before the shipped models; what {@code GET /predict/models} shows as one is taken by every way in. */
class ShippedRecordModelsTest {
  private static final int EXAMPLES = 300;

  private final RecordScorer scorer = RecordScorer.of(Arrays.stream(RecordTable.values())
      .map(table -> RecordModel.from(ModelStore.ofShipped().shipped(table.role())))
      .toList());

  @ParameterizedTest
  @CsvSource({
    "NSL_KDD_10,NETWORK_TRAFFIC",
    "UNSW_NB15,NETWORK_LOG",
    "CICIDS2017_42,NETWORK_TRAFFIC",
    "CICIDS2017_42,NETWORK_FLOWS"
  })
  void example_ofAShippedModel_isTakenFromTopicsAndByTheApi(RecordTable table, Topic topic) {
    var random = new SplittableRandom(1);
    var records = new ForeignRecords(topic);
    RecordModel model = scorer.modelOf(table);
    for (int i = 0; i < EXAMPLES; i++) {
      Map<String, String> example = model.example(random);
      byte[] json =
          new JsonObject(new LinkedHashMap<>(example)).encode().getBytes(StandardCharsets.UTF_8);
      assertThatCode(() -> scorer.score(example)).as("%s", example).doesNotThrowAnyException();
      Features features = Objects.requireNonNull(records
          .read(json, 1_700_000_000_000L)
          .build(new UUID(0, i), "a", "test", i)
          .features());
      assertThat(scorer.score(features).table()).isEqualTo(table);
    }
  }

  @ParameterizedTest
  @CsvSource({"NSL_KDD_10,src_bytes", "UNSW_NB15,sbytes", "CICIDS2017_42,Destination Port"})
  void example_columnThatCounts_isWhole(RecordTable table, String column) {
    var random = new SplittableRandom(1);
    List<String> values = random
        .ints(EXAMPLES)
        .mapToObj(
            seed -> scorer.modelOf(table).example(new SplittableRandom(seed)).get(column))
        .toList();
    assertThat(values).allMatch(value -> value.matches("[0-9]+"));
  }

  @Test
  void score_ratesOfCicids_mayBeNoneAndOtherColumnsNot() {
    Map<String, String> record = new HashMap<>();
    RecordTable.CICIDS2017_42.schema().columns().forEach(column -> record.put(column, "1"));
    for (String cell : List.of("Infinity", "inf", "NaN")) {
      record.put("Flow Bytes/s", cell);
      assertThat(scorer.score(record).table()).isEqualTo(RecordTable.CICIDS2017_42);
    }
    record.put("Idle Std", "NaN");
    assertThatThrownBy(() -> scorer.score(record))
        .hasMessageEndingWith("Idle Std: NaN (expected: a number)");
  }

  @Test
  void score_modelWhoseNumbersCannotBeAddedUp_isRefusedNotNormal() {
    RecordModel shipped = scorer.modelOf(RecordTable.UNSW_NB15);
    double[] leaves = shipped.bundle().doubles("leaf_values");
    int labels = shipped.labels().size();
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = i % labels == 1 ? Double.MAX_VALUE : i % labels == 2 ? -Double.MAX_VALUE : 0;
    }
    RecordScorer broken = RecordScorer.of(List.of(RecordModel.from(
        shipped.bundle().change().doubles("leaf_values", leaves).build())));
    assertThatThrownBy(() -> broken.score(shipped.example(new SplittableRandom(1))))
        .isInstanceOf(RecordRefusedException.class)
        .hasMessageContaining("gives no score");
  }

  @Test
  void from_numbersThatFallBelowTheirLowest_isRefused() {
    Bundle shipped = scorer.modelOf(RecordTable.NSL_KDD_10).bundle();
    double[] high = shipped.doubles("number_high");
    high[0] = -1;
    Bundle broken = shipped.change().doubles("number_high", high).build();
    assertThatThrownBy(() -> RecordModel.from(broken))
        .isInstanceOf(BundleException.class)
        .hasMessage("bundle threat: src_bytes from 0.0 to -1.0 (expected: the lower one first)");
  }

  @Test
  void requireColumns_ofCicddos_passesOverWhatItHasBesides() {
    List<String> columns = new ArrayList<>(RecordTable.CICIDS2017_42.schema().columns());
    columns.addAll(List.of("Unnamed: 0", "SimillarHTTP", " Inbound", " Label"));
    assertThat(scorer.requireColumns(columns)).isEqualTo(RecordTable.CICIDS2017_42);
  }
}
