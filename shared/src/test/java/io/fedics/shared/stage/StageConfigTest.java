package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageConfigTest {
  /** Any client in any language reads what is not compressed. */
  @Test
  void from_nothing_doesNotCompress() {
    assertThat(StageConfig.from(new Settings(Map.of())).compression()).isEqualTo("none");
    var settings = new Settings(Map.of("kafka.compression", "lz4"));
    assertThat(StageConfig.from(settings).compression()).isEqualTo("lz4");
  }

  @Test
  void group_prefixOfTheSettings_isBeforeTheStage() {
    assertThat(StageConfig.from(new Settings(Map.of())).group("detect")).isEqualTo("fedics-detect");
    var config = StageConfig.from(new Settings(Map.of("kafka.group-prefix", "soc")));
    var inputs = new StageInputs("detect", List.of(), List.of());
    assertThat(inputs.consumerSettings("b:1", config)).containsEntry("group.id", "soc-detect");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka.compression | LZ4 | (expected: one of none, gzip, snappy, lz4, zstd)",
        "kafka.partitions | 3 | (expected: 1, 2, 4, 8, 16, 32 or 64)",
        "stage.max-poll-records | 0 | (expected: 1 to 100000)",
        "stage.store-every | PT11S | (expected: 0s to 10s)",
        "kafka.group-prefix | a b | (expected: 1 to 100 of A-Z, a-z, 0-9, ., _ and -)",
        "stage.save-every | PT0S | (expected: more than nothing)",
      })
  void from_mistake_isOneSentence(String key, String value, String expected) {
    var settings = new Settings(Map.of(key, value));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> StageConfig.from(settings))
        .withMessageStartingWith(key + ": " + value)
        .withMessageEndingWith(expected);
  }
}
