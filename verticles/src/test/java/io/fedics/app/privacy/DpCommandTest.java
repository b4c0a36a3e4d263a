package io.fedics.app.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fedics.app.Main;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DpCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void epsilon_publishedSetting_isThePublishedFigure() {
    JsonObject answer = answer(
        "dp epsilon --noise-multiplier 1.3 --sampling-rate 0.0025 --steps 6000 --delta 1e-5");
    assertThat(answer.getDouble("epsilon")).isCloseTo(0.72422340, within(1e-8));
    assertThat(answer.getDouble("order")).isEqualTo(19);
    assertThat(answer.getDouble("noise_multiplier")).isEqualTo(1.3);
    assertThat(answer.getString("unit")).isEqualTo("record");
  }

  @Test
  void epsilon_pld_isTighterAndHasNoOrder() {
    JsonObject answer = answer("dp epsilon --noise-multiplier 0.7 --sampling-rate 0.01 --steps 120"
        + " --delta 1e-5 --accountant pld");
    assertThat(answer.getDouble("epsilon")).isCloseTo(2.4612, within(1e-3));
    assertThat(answer.containsKey("order")).isTrue();
    assertThat(answer.getValue("order")).isNull();
  }

  @Test
  void epsilon_noNoise_isUnknownNeverANumber() {
    JsonObject answer = answer("dp epsilon --noise-multiplier 0 --steps 1 --delta 1e-5");
    assertThat(answer.containsKey("epsilon")).isTrue();
    assertThat(answer.getValue("epsilon")).isNull();
  }

  @Test
  void epsilon_bestOrderAtTheEdge_isSaid() {
    answer("dp epsilon --noise-multiplier 0.1 --sampling-rate 1.024e-5 --steps 976563"
        + " --delta 1e-7");
    assertThat(err.toString()).contains("may be overstated");
  }

  @Test
  void noise_target_isKept() {
    JsonObject noise =
        answer("dp noise --target-epsilon 8 --sampling-rate 0.04 --steps 2000 --delta 1e-5");
    assertThat(noise.getDouble("noise_multiplier")).isCloseTo(1.3562, within(1e-4));
    assertThat(noise.getDouble("epsilon")).isLessThanOrEqualTo(8).isCloseTo(8.0, within(1e-3));
  }

  @Test
  void noise_ofASite_namesTheSite() {
    assertThat(answer("dp noise --target-epsilon 1 --steps 1 --delta 1e-6 --unit client")
            .getString("unit"))
        .isEqualTo("client");
  }

  @Test
  void epsilon_withoutJson_isText() {
    assertThat(run("dp epsilon --noise-multiplier 4.530877117 --steps 1 --delta 1e-6"))
        .isZero();
    assertThat(out.toString())
        .contains("epsilon 1.00000 at delta 1.0E-6 for one record, added or removed");
  }

  @ParameterizedTest
  @CsvSource({
    "dp epsilon --noise-multiplier -1 --steps 1 --delta 1e-5,    --noise-multiplier: -1.0 (expected",
    "dp epsilon --noise-multiplier x --steps 1 --delta 1e-5,     --noise-multiplier",
    "dp epsilon --noise-multiplier 1 --steps -1 --delta 1e-5,    --steps: -1 (expected",
    "dp epsilon --noise-multiplier 1 --steps 1.5 --delta 1e-5,   --steps",
    "dp epsilon --noise-multiplier 1 --steps 1 --delta 1,        --delta: 1.0 (expected",
    "dp epsilon --noise-multiplier 1 --steps 1,                  --delta",
    "dp epsilon --noise-multiplier 1 --delta 1e-5,               --steps",
    "dp epsilon --steps 1 --delta 1e-5,                          --noise-multiplier",
    "dp epsilon --noise-multiplier 1 --steps 1 --delta 1e-5 --sampling-rate 1.1, --sampling-rate: 1.1",
    "dp epsilon --noise-multiplier 1 --steps 1 --delta 1e-5 --accountant m, --accountant: m (expected",
    "dp epsilon --noise-multiplier 1 --steps 1 --delta 1e-11 --accountant pld, --delta: 1.0E-11",
    "dp epsilon --noise-multiplier 1 --steps 1 --delta 1e-5 --unit host, --unit: host (expected",
    "dp noise --target-epsilon 0 --steps 1 --delta 1e-5,         --target-epsilon: 0.0 (expected",
    "dp noise --target-epsilon NaN --steps 1 --delta 1e-5,       --target-epsilon: NaN (expected",
    "dp noise --target-epsilon 1e-9 --steps 999999999999 --delta 1e-9, --target-epsilon: 1.0E-9",
    "dp noise --target-epsilon 1e9 --steps 1 --delta 1e-5,       --target-epsilon: 1.0E9 (expected: one that needs a noise multiplier above 9.765625E-4)",
    "dp noise --target-epsilon 1 --steps 0 --delta 1e-5, --steps: 0 (expected: at least 1",
    "dp noise --target-epsilon 1 --steps 9 --delta 1e-5 --sampling-rate 0, --sampling-rate: 0.0 (expected: above 0",
    "dp noise --steps 1 --delta 1e-5,                            --target-epsilon",
  })
  void run_userMistake_isOneSentence(String line, String part) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(err.toString().strip()).startsWith("fedics: ").contains(part).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  private JsonObject answer(String line) {
    assertThat(run(line + " --json")).isZero();
    assertThat(out.toString().strip()).hasLineCount(1);
    return new JsonObject(out.toString());
  }

  private int run(String line) {
    List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
    return Main.run(
        arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
