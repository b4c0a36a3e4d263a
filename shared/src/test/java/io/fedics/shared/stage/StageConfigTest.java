package io.fedics.shared.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka.compression | LZ4 | (expected: one of none, gzip, snappy, lz4, zstd)",
        "kafka.partitions | 3 | (expected: 1, 2, 4, 8, 16, 32 or 64)",
        "stage.max-poll-records | 0 | (expected: 1 to 100000)",
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
