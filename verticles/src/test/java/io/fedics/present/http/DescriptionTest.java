package io.fedics.present.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DescriptionTest {
  @Test
  void document_thatFailedOnce_isMadeAgainAndThenKept() throws Exception {
    Vertx vertx = Vertx.vertx();
    var made = new AtomicInteger();
    var description = new Description(vertx, () -> {
      if (made.incrementAndGet() == 1) {
        throw new IOException("too many open files");
      }
      return new JsonObject().put("openapi", "3.1.0");
    });

    JsonObject second = description
        .document()
        .compose(_ -> description.document().map(new JsonObject()))
        .recover(_ -> description.document())
        .await(10, TimeUnit.SECONDS);

    assertThat(second.getString("openapi")).isEqualTo("3.1.0");
    assertThat(description.document().await(10, TimeUnit.SECONDS)).isSameAs(second);
    assertThat(made).hasValue(2);
    vertx.close().await(10, TimeUnit.SECONDS);
  }
}
