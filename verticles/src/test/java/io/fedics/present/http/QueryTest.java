package io.fedics.present.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.present.history.Collection;
import io.fedics.present.history.SeriesStore;
import io.fedics.present.history.SiteReadStore;
import io.fedics.present.history.StatsStore;
import io.fedics.present.history.Where;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryTest {
  @Test
  void where_everyFilterOfFlows_passesValuesAsParametersOnly() {
    Query query = query(
        Collection.FLOWS, "site", "a", "host", "10.0.4.*", "protocol", "tcp,udp", "port", "502");
    Where where = Collection.FLOWS.where(query);
    assertThat(where.text())
        .isEqualTo(
            " WHERE site = $1 AND protocol = ANY($2::text[]) AND dst_port = $3 AND (src_ip LIKE $4 OR dst_ip LIKE $5)");
    assertThat(where.values()).hasSize(5).contains("a", 502, "10.0.4.%");
  }

  @Test
  void where_hostInAnotherSpelling_asksForItsOneName() {
    assertThat(Collection.FLOWS
            .where(query(Collection.FLOWS, "host", "2001:DB8:0:0:0:0:0:1"))
            .values())
        .contains("2001:db8::1");
    assertThat(Collection.FLOWS
            .where(query(Collection.FLOWS, "host", "::ffff:10.0.0.1"))
            .values())
        .contains("10.0.0.1");
  }

  @Test
  void where_textThatLooksLikeSql_staysAValue() {
    Query query = query(Collection.ANOMALIES, "host", "x'--;drop%_*", "detector", "a';--");
    Where where = Collection.ANOMALIES.where(query);
    assertThat(where.text()).doesNotContain("drop").doesNotContain("--");
    assertThat(where.values()).contains("x'--;drop\\%\\_%");
  }

  @Test
  void where_anomalies_areOnlyAnomaliesUnlessAllIsAsked() {
    assertThat(Collection.ANOMALIES.where(query(Collection.ANOMALIES)).text())
        .isEqualTo(" WHERE is_anomaly");
    assertThat(Collection.ANOMALIES
            .where(query(Collection.ANOMALIES, "all", "true"))
            .text())
        .isEmpty();
  }

  @Test
  void of_emptyValue_countsAsNotGiven() {
    assertThat(query(Collection.FLOWS, "site", "").text("site")).isEmpty();
  }

  @Test
  void of_timesWithAnotherOffset_areTheSameInstant() {
    assertThat(query(Collection.FLOWS, "from", "2026-11-21T09:00:00+01:00").time("from"))
        .contains(Instant.parse("2026-11-21T08:00:00Z"));
  }

  @Test
  void of_unknownName_isRefusedNamingTheKnownOnes() {
    assertThatThrownBy(() -> query(Collection.FLOWS, "colour", "red"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("colour: red")
        .hasMessageContaining("site");
  }

  @Test
  void step_auto_isTheShortestThatKeepsToThePoints() {
    Instant end = Instant.EPOCH.plus(Duration.ofHours(1));
    var span = new SiteReadStore.Span(Instant.EPOCH, end, Instant.EPOCH, end);
    assertThat(SeriesStore.stepOf(series(), span, 1)).isEqualTo(10);
    assertThat(SeriesStore.stepOf(series("points", "60"), span, 1)).isEqualTo(60);
    assertThat(SeriesStore.stepOf(series("step", "15"), span, 60)).isEqualTo(60);
    assertThat(SeriesStore.stepOf(series("step", "1", "points", "10"), span, 1)).isEqualTo(360);
  }

  @Test
  void secondsOfMinutes_ofPartsOfThem_areThoseInWhichFlowsCanBe() {
    Instant oldest = Instant.parse("2026-11-21T08:00:10Z");
    Instant newest = oldest.plusSeconds(100);
    assertThat(span(newest.minusSeconds(20), newest, oldest, newest).secondsOfMinutes())
        .isEqualTo(50); // from 08:01:00
    assertThat(span(oldest, newest, oldest, newest).secondsOfMinutes()).isEqualTo(100);
    assertThat(span(oldest, oldest.plusSeconds(5), oldest, newest).secondsOfMinutes())
        .isEqualTo(50); // to 08:01:00
    assertThat(span(oldest, newest, Instant.MIN, newest).secondsOfMinutes()).isEqualTo(110);
  }

  private static SiteReadStore.Span span(Instant from, Instant to, Instant oldest, Instant newest) {
    return new SiteReadStore.Span(from, to, oldest, newest);
  }

  @Test
  void window_inEitherSpelling_isASpan() {
    for (String text : List.of("90m", "PT90M", "PT1H30M")) {
      Query query = Query.of(StatsStore.STATS, map("window", text));
      assertThat(query.window("window", Duration.ZERO)).isEqualTo(Duration.ofMinutes(90));
    }
    for (String text : List.of("PT", "P1Y", "-PT1H", "PT0S")) {
      assertThatThrownBy(() -> Query.of(StatsStore.STATS, map("window", text)))
          .hasMessageStartingWith("window: " + text);
    }
  }

  private static Query query(Collection of, String... pairs) {
    return Query.of(of.parameters(), map(pairs));
  }

  private static Query series(String... pairs) {
    return Query.of(SeriesStore.SERIES, map(pairs));
  }

  private static MultiMap map(String... pairs) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < pairs.length; i += 2) {
      map.add(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Test
  void parameters_ofEveryCollection_haveNamesOfTheirOwn() {
    for (Collection of : Collection.values()) {
      List<String> names = of.parameters().stream().map(Parameter::name).toList();
      assertThat(names).doesNotHaveDuplicates();
    }
  }
}
