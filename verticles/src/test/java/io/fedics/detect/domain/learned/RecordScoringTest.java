package io.fedics.detect.domain.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.record.RecordRefusedException;
import io.fedics.fl.model.record.RecordScorer;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.sample.RecordBundles;
import io.fedics.shared.event.EventId;
import io.fedics.shared.event.FeatureSchema;
import io.fedics.shared.event.Features;
import io.fedics.shared.event.FlowObserved;
import io.fedics.shared.event.FlowRouted;
import io.fedics.shared.event.LearningEpoch;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.Progress;
import io.fedics.shared.event.RecordScored;
import io.fedics.shared.stage.DerivedSource;
import io.fedics.shared.stage.RecordedOutputs;
import io.fedics.shared.stage.StateCopy;
import io.fedics.shared.topic.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records by their columns, and flows that bring some. */
class RecordScoringTest {
  private static final Instant AT = Instant.parse("2026-11-28T10:00:00Z");
  private static final Bundle THREAT = RecordBundles.bundle(RecordTable.NSL_KDD_10, "attack");
  private static final Bundle OTHER = RecordBundles.bundle(RecordTable.NSL_KDD_10, "intrusion");
  private static final Models MODELS = new Models() {
    @Override
    public Bundle shipped(String role) {
      return RecordBundles.bundle(RecordTable.ofRole(role).orElseThrow(), "attack");
    }

    @Override
    public Optional<Bundle> find(String sha256) {
      return Optional.of(OTHER).filter(bundle -> bundle.sha256().equals(sha256));
    }
  };

  private final RecordScorer scorer = RecordScorer.of(RecordBundles.models());

  @Test
  void forget_siteWithAModelOfItsOwn_leavesNothing() {
    var decision = new RecordScoring(0, MODELS);
    var out = new RecordedOutputs(1);
    var model = new ModelRef(OTHER.name(), OTHER.version(), OTHER.sha256(), 0);
    decision.onEvent(new Progress("demo", "ingest/0/demo", 1, "ingest", 0, 100, 0), out);
    decision.onEvent(
        new ModelActivated("demo", "models", 1, 102, OTHER.role(), model, null, null), out);
    assertThat(StateCopy.keys(decision)).hasSize(2);
    assertThat(decision.forget("demo", 101, out)).isFalse();

    assertThat(decision.forget("demo", 100, out)).isTrue();

    assertThat(StateCopy.keys(decision)).isEmpty();
  }

  @Test
  void score_recordOfAKnownTable_isJudgedByItsModel() {
    RecordScorer.Scored far = scorer.score(Map.of("SRC_BYTES ", " 101 ", "service", "a"));
    assertThat(far.table()).isEqualTo(RecordTable.NSL_KDD_10);
    assertThat(far.judgement().alarm()).isTrue();
    assertThat(far.judgement().label()).isEqualTo("attack");
    assertThat(
            scorer.score(Map.of("src_bytes", "100", "service", "b")).judgement().label())
        .isEqualTo("normal");
    assertThat(scorer.score(Map.of("dur", "999", "proto", "a")).judgement().label())
        .isEqualTo("Exploits");
  }

  @Test
  void score_cellThatSaysNothing_isRefusedNamingIt() {
    refused(Map.of("src_bytes", "7", "service", " "), "service: empty (expected: a word)");
    for (String cell : List.of("NaN", "Infinity", "many", "")) {
      String value = cell.isEmpty() ? "empty" : cell;
      refused(
          Map.of("src_bytes", cell, "service", "a"),
          "src_bytes: " + value + " (expected: a number)");
    }
  }

  @Test
  void score_whatOnlyJavaTakesAsANumber_isRefused() {
    for (String cell : List.of("true", "T", "1d", "1f", "0x10", "0x1p3", "1_000", "1,5", "+-1")) {
      refused(
          Map.of("src_bytes", cell, "service", "a"),
          "src_bytes: " + cell + " (expected: a number)");
    }
    for (String cell : List.of("7", "7.0", "+7", "7.", "0.7e1", "70E-1")) {
      assertThat(scorer
              .score(Map.of("src_bytes", cell, "service", "a"))
              .judgement()
              .alarm())
          .as(cell)
          .isFalse();
    }
  }

  @Test
  void score_countNoFlowCanHave_isRefusedAsAFileWouldBe() {
    for (String cell : List.of("-1", "1.5")) {
      refused(
          Map.of("src_bytes", cell, "service", "a"),
          "src_bytes: " + cell + " (expected: a whole number, 0 or more)");
    }
    for (String cell : List.of("9223372036854775808", "1e23")) {
      refused(
          Map.of("src_bytes", cell, "service", "a"),
          "src_bytes: " + cell + " (expected: a whole number, 0 or more)");
    }
    for (String cell : List.of("-1", "315360001")) {
      refused(
          Map.of("dur", cell, "proto", "a"),
          "dur: " + cell + " (expected: a length of time, 0 to ten years)");
    }
  }

  @Test
  void score_shareOutsideItsRange_isRefusedNamingIt() {
    for (String cell : List.of("-0.01", "1.5")) {
      refused(
          Map.of("src_bytes", "7", "service", "a", "same_srv_rate", cell),
          "same_srv_rate: " + cell + " (expected: a share, 0 to 1)");
    }
    refused(
        Map.of("src_bytes", "7", "service", "a", "count", "3.7"),
        "count: 3.7 (expected: a whole number, 0 or more)");
  }

  @Test
  void onFlow_numberItsColumnCannotHold_saysWhyAndGivesNoVerdict() {
    List<String> values = new ArrayList<>(features("a", "f", "7").values());
    values.set(5, "1.5");
    Features features = new Features("nsl-kdd/10", values);
    RecordScored scored = only(new RecordScoring(0, MODELS), flow(1, features));
    assertThat(scored.verdict()).isNull();
    assertThat(scored.failure()).contains("same_srv_rate: 1.5 (expected: a share, 0 to 1)");
  }

  @Test
  void score_controlCharacters_areRefusedAndEscaped() {
    refused(Map.of("dur", "0.1\0", "proto", "a"), "dur: 0.1\\u0000 (expected: a number)");
    refused(
        Map.of("dur", "1", "proto", "t\0p"),
        "proto: t\\u0000p (expected: at most 256 bytes of text without control characters)");
  }

  @Test
  void score_wordThatIsTooLong_isRefused() {
    refused(
        Map.of("src_bytes", "7", "service", "a".repeat(257)),
        "a… (expected: at most 256 bytes of text without control characters)");
    scorer.score(Map.of("src_bytes", "7", "service", "a".repeat(256)));
  }

  @Test
  void requireColumns_ofTonIot_saysThatNoModelJudgesIt() {
    assertThatThrownBy(() -> scorer.requireColumns(FeatureSchema.TON_IOT.columns()))
        .isInstanceOf(RecordRefusedException.class)
        .hasMessage(
            "record: columns of ton-iot, which no model judges (expected: columns of nsl-kdd/10, unsw-nb15,"
                + " cicids2017/42)");
  }

  @Test
  void score_moreWrongColumnsThanAnybodyReads_namesTheFirstAndCountsTheRest() {
    Map<String, String> record = new HashMap<>(Map.of("src_bytes", "7", "service", "a"));
    for (int i = 0; i < 25; i++) {
      record.put("w".repeat(100) + i, "1");
    }
    assertThatThrownBy(() -> scorer.score(record))
        .hasMessageEndingWith("; and 5 more")
        .hasMessageContaining("w".repeat(79) + "…: unknown")
        .satisfies(
            refused -> assertThat(((RecordRefusedException) refused).faults()).hasSize(20));
  }

  private void refused(Map<String, String> record, String sentence) {
    assertThatThrownBy(() -> scorer.score(record))
        .isInstanceOf(RecordRefusedException.class)
        .hasMessageEndingWith(sentence);
  }

  @Test
  void named_publishersHeader_namesTheRepeatedColumnAsPandasDoes() {
    List<String> header = List.of("Fwd Header Length", "Flow Duration", " Fwd Header Length");
    assertThat(RecordTable.named(header))
        .containsExactly("Fwd Header Length", "Flow Duration", " Fwd Header Length.1")
        .allMatch(RecordTable.CICIDS2017_42::knows);
    assertThat(RecordTable.named(List.of("a", "a"))).containsExactly("a", "a");
  }

  @Test
  void score_columnsNoTreeReads_mayBeMissingAndChangeNothing() {
    Map<String, String> more = new HashMap<>(Map.of("src_bytes", "7", "service", "a"));
    double alone = scorer.score(more).judgement().attack();
    more.put("dst_bytes", "900");
    more.put("label", "neptune");
    assertThat(scorer.score(more).judgement().attack()).isEqualTo(alone);
  }

  @Test
  void score_wrongRecords_areRefusedNamingEveryColumn() {
    assertRefused(Map.of("src_bytes", "7"), "service: missing (expected: a word)");
    assertRefused(
        Map.of("src_bytes", "many", "service", "a", "colour", "red"),
        "colour: unknown (expected: a column of nsl-kdd/10)",
        "src_bytes: many (expected: a number)");
    assertRefused(Map.of("src_bytes", "", "service", "a"), "src_bytes: empty");
    assertRefused(Map.of("colour", "red"), "none of its 1 columns is of a known table");
    assertRefused(
        Map.of("src_bytes", "1", "Src_Bytes", "2", "service", "a"), "given twice (expected: once)");
    assertThatThrownBy(() -> scorer.requireColumns(List.of("dur", "id", "label")))
        .isInstanceOf(RecordRefusedException.class)
        .hasMessageContaining("proto: missing");
  }

  @Test
  void score_wrongValues_areNamedShortAndPrintable() {
    String value = "7\0\ud800x" + "9".repeat(100);
    assertThatThrownBy(() -> scorer.score(Map.of("src_bytes", value, "service", "a")))
        .hasMessage("record of nsl-kdd/10: src_bytes: 7\\u0000\\ud800x" + "9".repeat(65)
            + "… (expected: a number)");
    assertThatThrownBy(() -> scorer.requireColumns(Collections.nCopies(200, "src_bytes")))
        .hasMessageMatching("record of nsl-kdd/10: .*; and [0-9]+ more")
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(1_000));
  }

  private void assertRefused(Map<String, String> record, String... sentences) {
    assertThatThrownBy(() -> scorer.score(record))
        .isInstanceOf(RecordRefusedException.class)
        .hasMessageContainingAll(sentences);
  }

  private static RecordScored.RecordVerdict verdict(RecordScored scored) {
    return Objects.requireNonNull(scored.verdict(), scored::failure);
  }

  @Test
  void onFlow_withFeatures_isJudgedWithTheFlowsIdentity() {
    var records = new RecordScoring(2, MODELS);
    RecordScored attack = only(records, flow(1, features("a", "f", "500")));
    RecordScored.RecordVerdict verdict = verdict(attack);
    assertThat(verdict.alarm()).isTrue();
    assertThat(verdict.model().sha256()).isEqualTo(THREAT.sha256());
    assertThat(attack.recordId()).isEqualTo(EventId.of("flow", 1));
    assertThat(attack.source()).isEqualTo("records/2/of/file/x");
    assertThat(only(new RecordScoring(2, MODELS), flow(1, features("a", "f", "500"))))
        .isEqualTo(attack);
  }

  @Test
  void onFlow_recordThatCannotBeJudged_isAFailureAndNeverNormal() {
    var records = new RecordScoring(0, MODELS);
    for (Features features : List.of(
        features("a", "f", "lots"),
        new Features("nsl-kdd/10", List.of("1", "2")),
        new Features("nobody/7", List.of("1")))) {
      RecordScored failed = only(records, flow(1, features));
      assertThat(failed.verdict()).isNull();
      assertThat(failed.failure()).contains("expected: ");
    }
  }

  @Test
  void onFlow_withoutAddresses_isPassedOnByItsVerdict() {
    for (String bytes : List.of("500", "1")) {
      var out = new RecordedOutputs(1);
      FlowObserved flow = FlowObserved.builder("csv", AT)
          .features(features("a", "f", bytes))
          .build(EventId.of("flow", 1), "plant", "file/x", 1);
      new RecordScoring(0, MODELS).onEvent(flow, out);
      boolean attack = bytes.equals("500");
      FlowRouted routed = (FlowRouted)
          out.of(attack ? Topic.ANOMALY_ALERTS : Topic.NORMAL_TRAFFIC, 0).getFirst();
      assertThat(routed.flow()).isEqualTo(flow);
      assertThat(routed.verdict().detector()).isEqualTo("records");
      assertThat(routed.verdict().anomaly()).isEqualTo(attack);
      assertThat(out.of(attack ? Topic.NORMAL_TRAFFIC : Topic.ANOMALY_ALERTS, 0))
          .isEmpty();
    }
  }

  @Test
  void onFlow_thatCannotBeJudgedOrHasAddresses_isNotPassedOn() {
    var out = new RecordedOutputs(1);
    FlowObserved unreadable = FlowObserved.builder("csv", AT)
        .features(features("a", "f", "lots"))
        .build(EventId.of("flow", 1), "plant", "file/x", 1);
    new RecordScoring(0, MODELS).onEvent(unreadable, out);
    new RecordScoring(0, MODELS).onEvent(flow(1, features("a", "f", "500")), out);
    assertThat(out.of(Topic.PREDICTIONS, 0)).hasSize(2);
    assertThat(out.of(Topic.NORMAL_TRAFFIC, 0)).isEmpty();
    assertThat(out.of(Topic.ANOMALY_ALERTS, 0)).isEmpty();
  }

  @Test
  void onFlow_withoutFeatures_isIgnored() {
    assertThat(new RecordScoring(0, MODELS).onEvent(flow(1, null), new RecordedOutputs(1)))
        .isFalse();
  }

  @Test
  void modelActivated_ofARunningSite_judgesFromItsNextEpochOn() {
    var records = new RecordScoring(0, MODELS);
    long from = AT.getEpochSecond() + 5; // not where an epoch begins
    records.onEvent(passed(from - 2), new RecordedOutputs(1));
    assertThat(records.onEvent(activated(from), new RecordedOutputs(1))).isTrue();
    assertThat(verdict(only(records, flow(10, features("a", "f", "500")))).label())
        .isEqualTo("attack");
    long later = LearningEpoch.endOf(from) + 1 - AT.getEpochSecond();
    assertThat(verdict(only(records, flow(later, features("a", "f", "500")))).label())
        .isEqualTo("intrusion");
  }

  @Test
  void modelActivated_aheadOfANewSitesFirstFlow_judgesEveryRecord() {
    var records = new RecordScoring(0, MODELS);
    long first = AT.getEpochSecond() + 5;
    assertThat(records.onEvent(activated(first), new RecordedOutputs(1))).isTrue();
    for (int second : List.of(5, 4, 6)) { // of other partitions, one may come that is older
      assertThat(verdict(only(records, flow(second, features("a", "f", "500")))).label())
          .isEqualTo("intrusion");
    }
    records.onEvent(passed(first + 5), new RecordedOutputs(1));
    assertThat(verdict(only(records, flow(11, features("a", "f", "500")))).label())
        .isEqualTo("intrusion");
  }

  private static ModelActivated activated(long from) {
    return new ModelActivated(
        "plant",
        "models-threat/0/plant",
        1,
        from,
        "threat",
        new ModelRef(OTHER.name(), OTHER.version(), OTHER.sha256(), 0),
        null,
        null);
  }

  private static Progress passed(long second) {
    return new Progress(
        "plant",
        "ingest/0/plant",
        DerivedSource.seq(second, DerivedSource.LAST),
        "ingest",
        0,
        second,
        0);
  }

  private static Features features(String service, String flag, String bytes) {
    List<String> values = new ArrayList<>(List.of(service, flag, bytes));
    while (values.size() < 10) {
      values.add("0");
    }
    return new Features("nsl-kdd/10", values);
  }

  private static FlowObserved flow(long second, @Nullable Features features) {
    return FlowObserved.builder("csv", AT.plusSeconds(second))
        .srcIp("10.0.0.1")
        .dstIp("10.0.0.2")
        .features(features)
        .build(EventId.of("flow", second), "plant", "file/x", second);
  }

  private static RecordScored only(RecordScoring records, FlowObserved flow) {
    var out = new RecordedOutputs(1);
    assertThat(records.onEvent(flow, out)).isTrue();
    List<RecordScored> events = out.all(Topic.PREDICTIONS, RecordScored.class).toList();
    assertThat(events).hasSize(1);
    return events.getFirst();
  }
}
