package io.fedics.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourceTest {
  private static final Set<String> KNOWN =
      Set.of("kafka.bootstrap-servers", "kafka.partitions", "log.level");

  @TempDir
  private Path folder;

  @Test
  void read_nothingGiven_hasNoValues() {
    assertThat(read(Map.of()).text("log.level", "none")).isEqualTo("none");
  }

  @Test
  void read_sameKeyEverywhere_laterSourceWins() throws IOException {
    Files.writeString(
        folder.resolve("fedics.properties"), "log.level = file\nkafka.partitions=8\n");

    assertThat(read(Map.of()).text("log.level", "")).isEqualTo("file");
    assertThat(read(Map.of("LOG_LEVEL", "usual")).text("log.level", "")).isEqualTo("usual");
    assertThat(read(Map.of("LOG_LEVEL", "usual", "FEDICS_LOG_LEVEL", "own")).text("log.level", ""))
        .isEqualTo("own");
    assertThat(read(Map.of("FEDICS_LOG_LEVEL", "own"), "log.level=set").text("log.level", ""))
        .isEqualTo("set");
    assertThat(read(Map.of("FEDICS_LOG_LEVEL", "own")).count("kafka.partitions", 4))
        .isEqualTo(8);
  }

  @Test
  void read_fieldsNames_areHonoured() {
    assertThat(read(Map.of("KAFKA_BROKERS", "b:1")).text("kafka.bootstrap-servers", ""))
        .isEqualTo("b:1");
    assertThat(read(Map.of("FEDICS_KAFKA_BOOTSTRAP_SERVERS", "c:2"))
            .text("kafka.bootstrap-servers", ""))
        .isEqualTo("c:2");
  }

  @Test
  void read_fieldsNamesOfReaders_areOursWithTheirUnits() {
    Configs configs = Configs.from(new SettingsSource(Configs.keys())
        .read(
            folder,
            Map.of("KAFKA_GROUP_ID", "soc", "BATCH_SIZE", "500", "BATCH_TIMEOUT_MS", "250"),
            List.of()));
    assertThat(configs.stage().groupPrefix()).isEqualTo("soc");
    assertThat(configs.stage().maxPollRecords()).isEqualTo(500);
    assertThat(configs.stage().storeEvery()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void read_variableOfTheLauncher_isNoSetting() {
    read(Map.of("FEDICS_JAVA_OPTS", "-Xmx1g", "FEDICS_DATA_DIR", "/tmp")).rejectUnread();
  }

  @Test
  void read_unknownVariable_isRefusedWithTheNearest() {
    Settings settings = read(Map.of("FEDICS_KAFKA_PARTITION", "4"));
    settings.count("kafka.partitions", 4);

    assertThatThrownBy(settings::rejectUnread)
        .isInstanceOf(UsageException.class)
        .hasMessage("unknown setting kafka.partition (nearest: kafka.partitions)");
  }

  @Test
  void read_assignmentWithoutValue_isRefused() {
    assertThatThrownBy(() -> read(Map.of(), "log.level"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--set: log.level (expected: KEY=VALUE)");
  }

  @Test
  void read_fileThatIsAFolder_isRefused() throws IOException {
    Files.createDirectory(folder.resolve("fedics.properties"));

    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("expected: a readable file of KEY=VALUE lines");
  }

  private Settings read(Map<String, String> environment, String... assignments) {
    return new SettingsSource(KNOWN).read(folder, environment, List.of(assignments));
  }
}
