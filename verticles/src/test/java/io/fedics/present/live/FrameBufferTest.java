package io.fedics.present.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameBufferTest {
  private static final String AT = "2026-11-21T08:00:00Z";

  @Test
  void take_sameKeyTwice_sendsTheNewestAndCountsTheOther() {
    var buffer = new FrameBuffer("a", "e1", false);
    buffer.add("k", row(1));
    buffer.add("k", row(2));
    JsonObject frame = buffer.take(AT).orElseThrow();
    assertThat(numbers(frame)).containsExactly(2);
    assertThat(frame.getLong("conflated")).isEqualTo(1);
    assertThat(frame.getLong("seq")).isEqualTo(1);
    assertThat(frame.getString("epoch")).isEqualTo("e1");
    assertThat(buffer.take(AT)).isEmpty();
  }

  @Test
  void take_moreThanAFrameOfLiveRows_sendsTheNewestInOrderAndCountsTheRest() {
    var buffer = new FrameBuffer("a", "e", false);
    IntStream.range(0, 80).forEach(n -> buffer.add("k" + n, row(n)));
    JsonObject frame = buffer.take(AT).orElseThrow();
    assertThat(numbers(frame))
        .containsExactlyElementsOf(IntStream.range(30, 80).boxed().toList());
    assertThat(frame.getLong("conflated")).isEqualTo(30);
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void take_moreThanAFrameOfIncidents_keepsTheRestForTheNext() {
    var buffer = new FrameBuffer("a", "e", true);
    IntStream.range(0, 60).forEach(n -> buffer.add("k" + n, row(n)));
    assertThat(numbers(buffer.take(AT).orElseThrow())).hasSize(50).startsWith(0);
    JsonObject second = buffer.take(AT).orElseThrow();
    assertThat(numbers(second)).hasSize(10).startsWith(50);
    assertThat(second.getLong("seq")).isEqualTo(2);
    assertThat(second.getLong("conflated")).isZero();
  }

  @Test
  void take_largeRows_keepsTheFrameBelowSixteenKilobytes() {
    for (boolean keepsRest : List.of(true, false)) {
      var buffer = new FrameBuffer("a", "e", keepsRest);
      IntStream.range(0, 20)
          .forEach(n -> buffer.add("k" + n, row(n).put("text", "x".repeat(2_000))));
      JsonObject frame = buffer.take(AT).orElseThrow();
      assertThat(frame.encode().length()).isLessThan(16_384);
      assertThat(numbers(frame)).hasSize(7);
    }
  }

  @Test
  void take_rowLargerThanAnyFrame_isCountedAndDoesNotBlockOthers() {
    var buffer = new FrameBuffer("a", "e", true);
    buffer.add("huge", row(1).put("text", "x".repeat(20_000)));
    buffer.add("small", row(2));
    JsonObject first = buffer.take(AT).orElseThrow();
    assertThat(first.getLong("conflated")).isEqualTo(1);
    assertThat(numbers(buffer.take(AT).orElseThrow())).containsExactly(2);
  }

  @Test
  void turn_moreAddressesThanOneTurnTakes_servesThemInTurn() {
    var schedule = new FrameSchedule<String>(2);
    List.of("a", "b", "c", "a").forEach(schedule::due);
    assertThat(schedule.turn()).containsExactly("a", "b");
    schedule.due("a");
    assertThat(schedule.turn()).containsExactly("c", "a");
    assertThat(schedule.turn()).isEmpty();
  }

  @Test
  void rate_readingsOfTotals_isTheirGrowthPerSecond() {
    var rates = new FlowRates();
    assertThat(rates.of("a")).isEmpty();
    rates.add(1_000, java.util.Map.of("a", 100L));
    rates.add(3_000, java.util.Map.of("a", 300L));
    assertThat(rates.of("a").orElseThrow()).isEqualTo(100);
    assertThat(rates.of("b").orElseThrow()).isZero();
  }

  private static JsonObject row(int n) {
    return new JsonObject().put("n", n);
  }

  private static List<Integer> numbers(JsonObject frame) {
    return frame.getJsonArray("rows").stream()
        .map(row -> ((JsonObject) row).getInteger("n"))
        .toList();
  }
}
