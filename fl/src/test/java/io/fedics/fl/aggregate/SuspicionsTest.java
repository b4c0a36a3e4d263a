package io.fedics.fl.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuspicionsTest {
  private final Suspicions suspicions = new Suspicions();

  @Test
  void keepOnly_someClients_forgetsWhatTheOthersDid() {
    suspicions.add(round());
    suspicions.keepOnly(List.of("a", "c", "d"));
    assertThat(suspicions.byClient()).containsOnlyKeys("a", "c", "d");
    suspicions.keepOnly(List.of());
    assertThat(suspicions.byClient()).isEmpty();
  }

  @Test
  void keepOnly_all_changesNothing() {
    suspicions.add(round());
    Map<String, Suspicion> before = suspicions.byClient();
    suspicions.keepOnly(List.of("a", "b", "c", "d", "e"));
    assertThat(suspicions.byClient()).isEqualTo(before);
  }

  private static List<Influence> round() {
    Map<String, double[]> moves = Map.of(
        "a", new double[] {1, 0.1},
        "b", new double[] {-1, 0.2},
        "c", new double[] {1, -0.1},
        "d", new double[] {0.9, 0});
    return Influence.of(moves, new double[] {0.5, 0.05});
  }
}
