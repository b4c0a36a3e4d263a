package io.fedics.app.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.present.access.HealthCheck;
import io.fedics.present.access.HealthCheck.Answer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
  @Test
  void ask_checkThatNeverAnswers_isNotAskedForEver() {
    var asked = new ArrayList<Promise<Answer>>();
    var check = new HealthCheck("slow", () -> {
      Promise<Answer> answer = Promise.promise();
      asked.add(answer);
      return answer.future();
    });
    var watch = new HealthWatch(List.of(check), new SimpleMeterRegistry());

    for (int i = 0; i < 10; i++) {
      watch.ask();
    }
    assertThat(asked).hasSize(3);

    asked.forEach(answer -> answer.complete(Answer.ok()));
    watch.ask();
    assertThat(asked).hasSize(4);
  }

  @Test
  void ask_checkThatAnswers_isAskedEachTime() {
    var asked = new ArrayList<String>();
    var check = new HealthCheck("quick", () -> {
      asked.add("");
      return Future.succeededFuture(Answer.ok());
    });
    var watch = new HealthWatch(List.of(check), new SimpleMeterRegistry());
    watch.ask();
    watch.ask();
    watch.ask();
    watch.ask();
    assertThat(asked).hasSize(4);
  }
}
