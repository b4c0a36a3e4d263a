package io.fedics.present.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.stage.StageMetrics.Snapshot;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageRatesTest {
  private long read = 100;
  private long lag;
  private long setBack;
  private final StageRates rates = new StageRates(() -> List.of(stage()));

  @Test
  void json_readsNothingWhileRecordsWait_countsTheSeconds() {
    lag = 3_545;
    seconds(41);

    assertThat(standing()).isEqualTo(40);
    read++;
    seconds(1);
    assertThat(standing()).isZero();
    seconds(2);
    assertThat(standing()).isEqualTo(2);
  }

  @Test
  void json_partitionGoesBackAgainAndAgain_standsWhateverTheOthersRead() {
    setBack = 1;
    for (int i = 0; i < 31; i++) {
      read += 100;
      seconds(1);
    }

    assertThat(standing()).isEqualTo(30);
    setBack = 0;
    read++;
    seconds(1);
    assertThat(standing()).isZero();
  }

  @Test
  void json_readsNothingBecauseNothingWaits_doesNotStand() {
    seconds(60);

    assertThat(standing()).isZero();
  }

  @Test
  void json_partitionsWhereNothingWaits_areLeftOut() {
    assertThat(rates.json().getJsonObject(0).getJsonObject("unread")).isEmpty();

    lag = 7;

    assertThat(rates.json().getJsonObject(0).getJsonObject("unread"))
        .isEqualTo(new JsonObject().put("network_data/0", 7L));
  }

  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      rates.tick();
    }
  }

  private int standing() {
    return rates.json().getJsonObject(0).getInteger("standing_seconds");
  }

  private Snapshot stage() {
    return new Snapshot(
        "aggregate", 1, read, read, 0, 0, 0, 0, 0, Map.of("network_data/0", lag), setBack, 1, 1, 1);
  }
}
