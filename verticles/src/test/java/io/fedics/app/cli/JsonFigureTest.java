package io.fedics.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.evaluate.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonFigureTest {

  @Test
  void of_figureOfOneSeed_hasNoSpread() {
    assertThat(JsonFigure.of(Spread.of(List.of(0.5))).encode())
        .isEqualTo("{\"mean\":0.5,\"sd\":0.0}");
  }

  @Test
  void of_figureThatNoSeedHas_isNull() {
    assertThat(JsonFigure.of(Spread.of(List.of())).encode())
        .isEqualTo("{\"mean\":null,\"sd\":null}");
  }
}
