package io.fedics.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.fedics.shared.config.Settings;
import io.fedics.shared.error.UsageException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.apache.kafka.clients.consumer.internals.ConsumerRebalanceListenerInvoker;
import org.junit.jupiter.api.Test;

class LogSetupTest {

  @Test
  void json_messageWithQuotesAndAnError_isOneObjectOnOneLine() {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    var event = new LoggingEvent(
        "caller",
        context.getLogger("io.fedics.Test"),
        Level.WARN,
        "said \"{}\"\nand more",
        new IllegalStateException("broken"),
        new Object[] {"no"});

    String line = new String(LogSetup.json(context).encode(event), UTF_8);

    assertThat(line.strip().lines()).hasSize(1);
    var json = new JsonObject(line);
    assertThat(json.getString("level")).isEqualTo("WARN");
    assertThat(json.getString("loggerName")).isEqualTo("io.fedics.Test");
    assertThat(json.getString("formattedMessage")).isEqualTo("said \"no\"\nand more");
    assertThat(json.getLong("timestamp")).isPositive();
    assertThat(json.getJsonObject("throwable").getString("message")).isEqualTo("broken");
  }

  @Test
  void configure_whatStagesSayThemselves_isNotSaidAgainWithItsTrace() {
    var context = new LoggerContext();

    new LogSetup().configure(context);

    assertThat(context.getLogger(ConsumerRebalanceListenerInvoker.class).isErrorEnabled())
        .isFalse();
    assertThat(context.getLogger("org.apache.kafka.clients.NetworkClient").isErrorEnabled())
        .isTrue();
  }

  @Test
  void config_format_isTextOrJson() {
    assertThat(LogConfig.from(new Settings(Map.of()))).isEqualTo(new LogConfig("INFO", "text"));
    assertThat(LogConfig.from(new Settings(Map.of("log.format", "JSON", "log.level", "debug"))))
        .isEqualTo(new LogConfig("DEBUG", "json"));
    assertThatThrownBy(() -> LogConfig.from(new Settings(Map.of("log.format", "xml"))))
        .isInstanceOf(UsageException.class)
        .hasMessage("log.format: xml (expected: one of [text, json])");
  }
}
