package io.fedics.federate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.aggregate.Scaling;
import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FederateConfigTest {

  @Test
  void from_nothing_givesDefaults() {
    assertThat(FederateConfig.from(new Settings(Map.of())))
        .isEqualTo(new FederateConfig(
            0,
            "automatic",
            0,
            2,
            1,
            1,
            1,
            "FedAvg",
            "",
            Duration.ofMinutes(10),
            "public",
            false,
            true,
            "none",
            0,
            1e-5,
            1,
            0,
            "rdp"));
  }

  @Test
  void from_everyKey_isRead() {
    var settings = new Settings(Map.ofEntries(
        Map.entry("federate.port", "9100"),
        Map.entry("federate.trigger", "api"),
        Map.entry("federate.rounds", "20"),
        Map.entry("federate.min-clients", "5"),
        Map.entry("federate.min-fit", "3"),
        Map.entry("federate.fraction-fit", "0.5"),
        Map.entry("federate.fraction-evaluate", "0.25"),
        Map.entry("federate.strategy", "FedAvg"),
        Map.entry("federate.model", "lstm"),
        Map.entry("federate.round-timeout", "30s"),
        Map.entry("federate.scaling", "public"),
        Map.entry("federate.calibrate-cut", "false"),
        Map.entry("federate.influence", "false"),
        Map.entry("federate.dp", "client"),
        Map.entry("federate.budget-epsilon", "2"),
        Map.entry("federate.delta", "1e-6"),
        Map.entry("federate.clip-norm", "0.5"),
        Map.entry("federate.noise-multiplier", "4"),
        Map.entry("federate.accountant", "pld")));
    FederateConfig config = FederateConfig.from(settings);
    settings.rejectUnread();
    assertThat(config)
        .isEqualTo(new FederateConfig(
            9100,
            "api",
            20,
            5,
            3,
            0.5,
            0.25,
            "FedAvg",
            "lstm",
            Duration.ofSeconds(30),
            "public",
            false,
            false,
            "client",
            2,
            1e-6,
            0.5,
            4,
            "pld"));
  }

  @Test
  void from_whatClientsTell_isAskedForInTheRounds() {
    FederateConfig config = FederateConfig.from(new Settings(Map.of(
        "federate.rounds", "20", "federate.scaling", "sums", "federate.calibrate-cut", "true")));
    assertThat(config.roundConfig().scaling()).isEqualTo(Scaling.SUMS);
    assertThat(config.roundConfig().calibratesCut()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"federate.scaling, sums", "federate.calibrate-cut, true"})
  void from_whatItsNoiseDoesNotHide_isRefused(String key, String value) {
    var settings = new Settings(Map.of(
        "federate.dp",
        "client",
        "federate.noise-multiplier",
        "1",
        "federate.rounds",
        "20",
        key,
        value));
    assertThatThrownBy(() -> FederateConfig.from(settings))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(key + ": " + value + " (expected: ")
        .hasMessageContaining("federate.dp client, whose noise does not hide ");
  }

  @ParameterizedTest
  @CsvSource({
    "lstm, federate.scaling, sums",
    "lstm, federate.calibrate-cut, true",
    "iforest, federate.strategy, FedMedian",
    "iforest, federate.dp, client"
  })
  void from_whatTheModelCannot_isRefused(String model, String key, String value) {
    var settings = new Settings(Map.of(
        "federate.model",
        model,
        "federate.rounds",
        "2",
        "federate.noise-multiplier",
        "1",
        key,
        value));
    assertThatThrownBy(() -> FederateConfig.from(settings))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(key + ": " + value + " (expected: ")
        .hasMessageContaining("with federate.model");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "federate.port | 70000 | federate.port: 70000 (expected: 0 to 65535)",
        "federate.trigger | never | federate.trigger: never (expected: automatic or api)",
        "federate.strategy | FedSum | federate.strategy: FedSum (expected: FedAvg,",
        "federate.strategy | FLTrust | federate.strategy: FLTrust (expected: one that needs no records of the server;",
        "federate.strategy | Krum:num_malicious_clients=1 | federate.min-fit: 1 (expected: at least 5 for Krum",
        "federate.min-fit | 3 | federate.min-fit: 3 (expected: 1 to min-clients)",
        "federate.model | mlp | federate.model: mlp (expected: lstm or iforest)",
        "federate.model | lstm | federate.model: lstm (expected: with federate.rounds,",
        "federate.dp | record | federate.dp: record (expected: none or client)",
        "federate.dp | client | federate.dp: client (expected: with federate.noise-multiplier, or with",
        "federate.scaling | mean | federate.scaling: mean (expected: public or sums)",
        "federate.calibrate-cut | true | federate.calibrate-cut: true (expected: with federate.rounds, and without",
        "federate.delta | 1 | federate.delta: 1.0 (expected: above 0 and below 1)",
        "federate.accountant | zcdp | federate.accountant: zcdp (expected: rdp, pld)",
      })
  void from_mistake_isOneSentence(String key, String value, String sentence) {
    assertThatThrownBy(() -> FederateConfig.from(new Settings(Map.of(key, value))))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(sentence);
  }
}
