package io.fedics.detect.domain.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.fl.model.score.ScoreSketch;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BinCountsTest {
  @Test
  void add_anyOrder_countsEachBinInRisingOrder() {
    var counts = new BinCounts();
    Map<Integer, Long> expected = new TreeMap<>();
    var random = new Random(5);
    for (int i = 0; i < 5_000; i++) {
      double raw = Math.exp(random.nextGaussian());
      counts.add(raw);
      expected.merge(ScoreSketch.binOf(raw), 1L, Long::sum);
    }

    assertThat(counts.indices()).containsExactlyElementsOf(expected.keySet());
    assertThat(counts.counts()).containsExactlyElementsOf(expected.values());
    assertThat(counts.rows()).isEqualTo(5_000);
  }

  @Test
  void halve_singleScores_areForgotten() {
    var counts = new BinCounts();
    counts.add(List.of(9, 3, 5), List.of(1L, 5L, 2L));

    counts.halve();

    assertThat(counts.indices()).containsExactly(3, 5);
    assertThat(counts.counts()).containsExactly(2L, 1L);
  }

  @Test
  void shareAbove_limitInsideABin_countsItInPart() {
    var earlier = new BinCounts();
    earlier.add(List.of(1, 2, 3), List.of(80L, 16L, 4L));
    var later = new BinCounts();
    later.add(List.of(2, 3, 7), List.of(8L, 1L, 1L));

    assertThat(earlier.shareAbove(0.12, later)).isCloseTo((2 + 0.5 * 8) / 10, within(1e-12));
    assertThat(earlier.shareAbove(0.12, earlier)).isCloseTo(0.12, within(1e-12));
  }

  @Test
  void clear_thenAdd_beginsAnew() {
    var counts = new BinCounts();
    counts.add(0.5);
    counts.clear();

    assertThat(counts.isEmpty()).isTrue();
    counts.add(0.25);
    assertThat(counts.rows()).isEqualTo(1);
  }
}
